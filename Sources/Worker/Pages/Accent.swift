import Foundation

/// The shop's one colour, moved until text can be read on it and in it (WCAG 2.2, AA).
package struct Accent: Equatable, Sendable {
  /// `#rrggbb`: links, and the ground of buttons.
  package let color: String
  /// The text colour that stands on it.
  package let onColor: String

  /// Takes `#rrggbb`, or the worker's own green when it is not that.
  package static func light(_ text: String) -> Accent {
    Accent(Channels(text) ?? .fallback, toward: .black, on: Channels(hex: 0xFFFFFF))
  }

  /// The same for the dark scheme.
  package static func dark(_ text: String) -> Accent {
    Accent(Channels(text) ?? .fallback, toward: .white, on: Channels(hex: 0x1A1E1C))
  }

  private init(_ wish: Channels, toward end: Channels, on ground: Channels) {
    // A little over 4.5, so that rounding and the slightly darker page stay above it.
    let readable =
      stride(from: 0.0, through: 1.0, by: 0.02).lazy
      .map { wish.mixed(with: end, share: $0) }
      .first { $0.contrast(with: ground) >= 4.9 } ?? end
    let dark = Channels(hex: 0x0B0F0D)
    color = readable.text
    let isDark = readable.contrast(with: .white) >= readable.contrast(with: dark)
    onColor = isDark ? Channels.white.text : dark.text
  }
}

/// A colour of three channels, 0 to 255 each.
private struct Channels {
  let values: [Double]

  static let white = Channels(hex: 0xFFFFFF)
  static let black = Channels(hex: 0x000000)
  static let fallback = Channels(hex: 0x0B5D51)

  init(hex: UInt32) {
    values = [16, 8, 0].map { Double(hex >> $0 & 0xFF) }
  }

  init?(_ text: String) {
    guard text.utf8.count == 7, text.first == "#", text.dropFirst().allSatisfy(\.isHexDigit),
      let hex = UInt32(text.dropFirst(), radix: 16)
    else { return nil }
    self.init(hex: hex)
  }

  private init(values: [Double]) {
    self.values = values.map { $0.rounded() }
  }

  var text: String {
    let digits = values.flatMap { [Int($0) >> 4, Int($0) & 15] }.map { String($0, radix: 16) }
    return "#" + digits.joined()
  }

  func mixed(with other: Channels, share: Double) -> Channels {
    Channels(values: zip(values, other.values).map { $0 + ($1 - $0) * share })
  }

  func contrast(with other: Channels) -> Double {
    let (mine, theirs) = (luminance, other.luminance)
    return (max(mine, theirs) + 0.05) / (min(mine, theirs) + 0.05)
  }

  private var luminance: Double {
    let linear = values.map { channel in
      let share = channel / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }
}
