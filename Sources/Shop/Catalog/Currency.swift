/// An ISO 4217 currency: three upper-case letters and the number of digits after the point.
package struct Currency: Hashable, Sendable, CustomStringConvertible {
  /// Three letters A–Z.
  package let code: String

  /// Reads a currency code in either case, as providers write it (`usd`) or people do (`USD`).
  ///
  /// Returns nil unless the text is three ASCII letters.
  package init?(_ text: String) {
    let upper = text.uppercased()
    guard upper.utf8.count == 3, upper.utf8.allSatisfy({ (65...90).contains($0) }) else {
      return nil
    }
    code = upper
  }

  package var description: String { code }

  /// How many digits the minor unit has: 0 for JPY, 2 for CNY, 3 for KWD.
  ///
  /// UGX and ISK count as two, as Stripe sends them.
  package var digits: Int {
    if Self.withoutDigits.contains(code) { return 0 }
    if Self.withThreeDigits.contains(code) { return 3 }
    return 2
  }

  private static let withoutDigits: Set<String> = [
    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF",
    "XOF", "XPF",
  ]
  private static let withThreeDigits: Set<String> = ["BHD", "JOD", "KWD", "OMR", "TND"]
}
