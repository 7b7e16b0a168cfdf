import Shop

/// Amounts of statements: decimals that may be zero or negative, which prices never are.
enum StatementAmount {
  /// Reads `12.30`, `-0.30` or `0.00` exactly; nil for anything else, and above a price's limit.
  static func money(_ text: some StringProtocol, _ currency: Currency) -> Money? {
    let isNegative = text.hasPrefix("-")
    let digits = isNegative ? text.dropFirst() : text[...]
    let isZero =
      !digits.isEmpty && digits.utf8.allSatisfy { $0 == UInt8(ascii: "0") || $0 == 46 }
      && digits.first != "." && digits.last != "." && digits.utf8.count(where: { $0 == 46 }) < 2
    if isZero { return Money(minorUnits: 0, currency: currency) }
    do {
      let money = try Money(parsing: String(digits), currency: currency)
      return Money(
        minorUnits: isNegative ? -money.minorUnits : money.minorUnits,
        currency: currency
      )
    } catch {
      return nil
    }
  }
}
