import Foundation
import Text

/// The colours of one scheme, light or dark: every text colour reaches 4.5:1 where it is used.
struct Scheme: Equatable, Sendable {
  /// Text.
  let ink: SRGB
  /// Secondary text.
  let muted: SRGB
  /// The page's background.
  let paper: SRGB
  /// The background of the buy form and of fields.
  let raised: SRGB
  /// Decorative lines.
  let line: SRGB
  /// Edges of fields, which reach 3:1.
  let edge: SRGB
  /// Links and buttons.
  let accent: SRGB
  /// Text on the accent.
  let onAccent: SRGB

  static func light(accent: SRGB) -> Scheme {
    let paper = SRGB(hex: 0xF8F8F6)
    return Scheme(
      ink: SRGB(hex: 0x1A1D1C),
      muted: SRGB(hex: 0x5B615E),
      paper: paper,
      raised: .white,
      line: SRGB(hex: 0xDFE1DD),
      edge: SRGB(hex: 0x858B87),
      accent: accent,
      backgrounds: [paper, .white],
      ratio: 4.6,
      toward: SRGB(hex: 0x000000)
    )
  }

  static func dark(accent: SRGB) -> Scheme {
    let paper = SRGB(hex: 0x111413)
    let raised = SRGB(hex: 0x1A1E1C)
    return Scheme(
      ink: SRGB(hex: 0xE9EBE8),
      muted: SRGB(hex: 0xA2A8A4),
      paper: paper,
      raised: raised,
      line: SRGB(hex: 0x2D3330),
      edge: SRGB(hex: 0x757C78),
      accent: accent,
      backgrounds: [paper, raised],
      ratio: 6,
      toward: .white
    )
  }

  /// Changes the shop's accent until it is legible, and finds the text colour for it.
  private init(
    ink: SRGB,
    muted: SRGB,
    paper: SRGB,
    raised: SRGB,
    line: SRGB,
    edge: SRGB,
    accent: SRGB,
    backgrounds: [SRGB],
    ratio: Double,
    toward end: SRGB
  ) {
    (self.ink, self.muted, self.paper, self.raised) = (ink, muted, paper, raised)
    (self.line, self.edge) = (line, edge)
    let readable = accent.reaching(ratio, on: backgrounds, toward: end)
    let dark = SRGB(hex: 0x0B0F0D)
    self.accent = readable
    onAccent = readable.contrast(with: .white) >= readable.contrast(with: dark) ? .white : dark
  }

  /// The CSS custom properties, as the body of a rule.
  var declarations: String {
    [
      ("ink", ink), ("muted", muted), ("paper", paper), ("raised", raised), ("line", line),
      ("edge", edge), ("accent", accent), ("on-accent", onAccent),
    ].map { "--\($0): \($1)" }.joined(separator: "; ")
  }
}

/// A colour of eight bits a channel, and the WCAG arithmetic on it.
struct SRGB: Equatable, Sendable, CustomStringConvertible {
  let red: UInt8
  let green: UInt8
  let blue: UInt8

  static let white = SRGB(hex: 0xFFFFFF)

  /// Takes a literal such as `0x0B5D51`.
  init(hex: UInt32) {
    red = UInt8(hex >> 16 & 0xFF)
    green = UInt8(hex >> 8 & 0xFF)
    blue = UInt8(hex & 0xFF)
  }

  /// Reads `#rrggbb`; nil for anything else.
  init?(_ text: String) {
    guard text.utf8.count == 7, text.utf8.first == UInt8(ascii: "#"), !text.contains("+"),
      let hex = UInt32(text.dropFirst(), radix: 16)
    else { return nil }
    self.init(hex: hex)
  }

  private init(channels: [Double]) {
    let bytes = channels.map { UInt8(max(0, min(255, $0.rounded()))) }
    (red, green, blue) = (bytes[0], bytes[1], bytes[2])
  }

  /// The colour as `#rrggbb`.
  var description: String {
    "#" + [red, green, blue].hex
  }

  private var channels: [Double] { [Double(red), Double(green), Double(blue)] }

  /// Relative luminance, 0 to 1, by WCAG 2.2.
  var luminance: Double {
    let linear = channels.map { channel in
      let value = channel / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }

  /// Contrast ratio, 1 to 21, by WCAG 2.2.
  func contrast(with other: SRGB) -> Double {
    let (mine, theirs) = (luminance, other.luminance)
    return (max(mine, theirs) + 0.05) / (min(mine, theirs) + 0.05)
  }

  /// The contrast with white as a message says it, rounded down: `3.2:1`.
  var contrastOnWhite: String {
    let contrast = contrast(with: .white)
    return "\(Int(contrast)).\(Int(contrast * 10) % 10):1"
  }

  /// This colour with a share (0 to 1) of another mixed in.
  func mixed(with other: SRGB, share: Double) -> SRGB {
    SRGB(channels: zip(channels, other.channels).map { $0 + ($1 - $0) * share })
  }

  /// The first colour on the way to `end` that reaches the contrast on all backgrounds, or `end`.
  func reaching(_ ratio: Double, on backgrounds: [SRGB], toward end: SRGB) -> SRGB {
    let steps = stride(from: 0.0, through: 1.0, by: 0.02)
    let candidates = steps.lazy.map { mixed(with: end, share: $0) }
    return candidates.first { colour in
      backgrounds.allSatisfy { colour.contrast(with: $0) >= ratio }
    } ?? end
  }
}
