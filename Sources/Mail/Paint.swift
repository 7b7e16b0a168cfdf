import Foundation

/// The shop's accent and the ink that can be read on it.
struct Paint: Equatable {
  /// `#rrggbb`; a neutral dark blue when the setting is not one.
  let accent: String
  let onAccent: String

  init(accent: String) {
    let digits = accent.dropFirst()
    let isColour =
      accent.hasPrefix("#") && digits.utf8.count == 6 && digits.allSatisfy(\.isHexDigit)
    self.accent = isColour ? accent : "#1f3a5f"
    let number = Int(self.accent.dropFirst(), radix: 16) ?? 0
    onAccent = Self.luminance(number) > 0.36 ? "#14171c" : "#ffffff"
  }

  /// WCAG 2's relative luminance; where it passes 0.36, dark ink has the better contrast of 4.5.
  private static func luminance(_ number: Int) -> Double {
    let shares = [(16, 0.2126), (8, 0.7152), (0, 0.0722)]
    return shares.reduce(0) { sum, part in
      let channel = Double((number >> part.0) & 255) / 255
      let linear = channel <= 0.04045 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4)
      return sum + part.1 * linear
    }
  }
}
