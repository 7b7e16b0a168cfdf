import Shop

/// PayPal's form of money: `{"currency_code":"EUR","value":"12.50"}`.
struct PayPalAmountDocument: Codable, Equatable {
  let currencyCode: String
  let value: String

  enum CodingKeys: String, CodingKey {
    case currencyCode = "currency_code"
    case value
  }

  /// Whole units alone, although our books have two more digits for two of them.
  private static let withoutDecimals: Set<String> = ["HUF", "JPY", "TWD"]

  /// An amount as PayPal takes it; nil where PayPal has no coin that small.
  init?(_ money: Money) {
    var text = money.decimal
    if Self.withoutDecimals.contains(money.currency.code), let point = text.firstIndex(of: ".") {
      guard text[point...].dropFirst().allSatisfy({ $0 == "0" }) else { return nil }
      text = String(text[..<point])
    }
    currencyCode = money.currency.code
    value = text
  }

  /// A positive amount; nil for anything else.
  var money: Money? {
    guard let currency = Currency(currencyCode) else { return nil }
    do {
      return try Money(parsing: value, currency: currency)
    } catch {
      return nil
    }
  }

  /// An amount of a report, which may be negative or zero.
  var signedMoney: Money? {
    guard let currency = Currency(currencyCode) else { return nil }
    let isNegative = value.hasPrefix("-")
    let digits = isNegative ? String(value.dropFirst()) : value
    do {
      let units = try Money(parsing: digits, currency: currency).minorUnits
      return Money(minorUnits: isNegative ? -units : units, currency: currency)
    } catch {
      return error == .zero ? Money(minorUnits: 0, currency: currency) : nil
    }
  }
}
