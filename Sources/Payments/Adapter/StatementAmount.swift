import Foundation
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

  /// Reads a fee that is written finer than the currency, such as `0.05940` or `6e-05` yuan, and
  /// rounds it half up; nil for what is no number.
  static func fee(_ text: String, _ currency: Currency) -> Money? {
    let isNumber = text.wholeMatch(of: /-?[0-9]{1,12}(\.[0-9]{1,12})?([eE]-?[0-9]{1,2})?/) != nil
    guard isNumber, var value = Decimal(string: text, locale: nil) else { return nil }
    value *= pow(Decimal(10), currency.digits)
    var rounded = Decimal()
    NSDecimalRound(&rounded, &value, 0, .plain)
    guard abs(rounded) < 1_000_000_000_000 else { return nil }
    return Money(minorUnits: NSDecimalNumber(decimal: rounded).int64Value, currency: currency)
  }
}
