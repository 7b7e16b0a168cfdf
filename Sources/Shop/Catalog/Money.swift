/// An amount of money in minor units (fen, cents) of one currency; never floating point.
package struct Money: Hashable, Sendable, CustomStringConvertible {
  /// Whole minor units: 4850 is 48.50 CNY.
  package let minorUnits: Int64
  /// The unit of the amount; amounts of different currencies are never added.
  package let currency: Currency

  package init(minorUnits: Int64, currency: Currency) {
    self.minorUnits = minorUnits
    self.currency = currency
  }

  /// Why a price text was refused.
  package enum ParseError: Error, Equatable {
    case empty
    case signed
    case hasComma
    case notDecimal
    /// More digits after the point than the currency has, and not all of them zero.
    case tooManyDecimals(allowed: Int)
    case zero
    /// More than `Money.largestMinorUnits`.
    case tooLarge
  }

  /// The largest price that is accepted: a hundred million units of a currency with two digits.
  package static let largestMinorUnits: Int64 = 10_000_000_000

  /// Reads a positive decimal such as `48.50`, digit by digit.
  ///
  /// Refuses signs, commas, exponents, spaces, zero, and more decimals than the currency has.
  package init(parsing text: String, currency: Currency) throws(ParseError) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { throw .empty }
    if bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") { throw .signed }
    if bytes.contains(UInt8(ascii: ",")) { throw .hasComma }
    let parts = bytes.split(
      separator: UInt8(ascii: "."),
      maxSplits: 1,
      omittingEmptySubsequences: false
    )
    let isDigits = { (part: ArraySlice<UInt8>) in
      !part.isEmpty && part.allSatisfy { (48...57).contains($0) }
    }
    guard parts.allSatisfy(isDigits) else { throw .notDecimal }
    let fraction = parts.count == 2 ? parts[1] : []
    guard fraction.dropFirst(currency.digits).allSatisfy({ $0 == 48 }) else {
      throw .tooManyDecimals(allowed: currency.digits)
    }
    var kept = Array(fraction.prefix(currency.digits))
    kept += Array(repeating: 48, count: currency.digits - kept.count)
    var units: Int64 = 0
    for digit in parts[0] + kept {
      units = units * 10 + Int64(digit - 48)
      guard units <= Self.largestMinorUnits else { throw .tooLarge }
    }
    guard units > 0 else { throw .zero }
    self.init(minorUnits: units, currency: currency)
  }

  /// The amount as a plain decimal with all of its digits: `48.50`, `6859`.
  package var decimal: String {
    let sign = minorUnits < 0 ? "-" : ""
    var digits = String(minorUnits.magnitude)
    guard currency.digits > 0 else { return sign + digits }
    while digits.count <= currency.digits { digits = "0" + digits }
    return "\(sign)\(digits.dropLast(currency.digits)).\(digits.suffix(currency.digits))"
  }

  /// The amount with its currency code, as logs and the terminal show it: `48.50 CNY`.
  package var description: String { "\(decimal) \(currency)" }

  /// The price of that many; nil on overflow.
  package func times(_ quantity: Int) -> Money? {
    let (units, overflow) = minorUnits.multipliedReportingOverflow(by: Int64(quantity))
    return overflow ? nil : Money(minorUnits: units, currency: currency)
  }
}

/// An ISO 4217 currency: three upper-case letters and the number of digits after the point.
package struct Currency: Hashable, Sendable, CustomStringConvertible {
  /// Three letters A–Z.
  package let code: String

  /// Reads a currency code in either case: providers write `usd`, people `USD`.
  ///
  /// Returns nil unless the text is three ASCII letters.
  package init?(_ text: String) {
    let upper = text.uppercased()
    guard upper.utf8.count == 3, upper.utf8.allSatisfy({ (65...90).contains($0) }) else {
      return nil
    }
    code = upper
  }

  /// The three letters.
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
