/// An amount as PayPal writes it.
struct PayPalAmountDocument: Codable, Equatable {
  let currency_code: String
  let value: String

  init(_ minorUnits: Int64, _ currency: String) {
    currency_code = currency
    let text = majorUnits(minorUnits, currency)
    let isWhole = Self.withoutDecimals.contains(currency) && text.hasSuffix(".00")
    value = isWhole ? String(text.dropLast(3)) : text
  }

  /// Minor units, as far as PayPal takes them in this currency.
  func checked(_ field: String, takingZero: Bool = false) throws(PayPalError) -> Int64 {
    guard Self.currencies.contains(currency_code) else {
      throw .impossible("CURRENCY_NOT_SUPPORTED", field + "/currency_code")
    }
    if Self.withoutDecimals.contains(currency_code), value.contains(".") {
      throw .impossible("DECIMALS_NOT_SUPPORTED", field + "/value")
    }
    guard let number = minorUnits(value, currency_code) else {
      throw .impossible("DECIMAL_PRECISION", field + "/value")
    }
    guard number > 0 || takingZero else {
      throw .impossible("CANNOT_BE_ZERO_OR_NEGATIVE", field + "/value")
    }
    return number
  }

  /// Source: PayPal's currency codes.
  private static let currencies: Set<String> = [
    "AUD", "BRL", "CAD", "CNY", "CZK", "DKK", "EUR", "HKD", "HUF", "ILS", "JPY", "MYR", "MXN",
    "TWD", "NZD", "NOK", "PHP", "PLN", "GBP", "SGD", "SEK", "CHF", "THB", "USD",
  ]
  private static let withoutDecimals: Set<String> = ["HUF", "JPY", "TWD"]
}

/// An address that goes with an answer.
struct PayPalLinkDocument: Encodable {
  let href: String
  let rel: String
  let method: String
}
