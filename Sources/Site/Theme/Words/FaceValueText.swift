import Shop

extension Product {
  /// The face value as it is printed on the card: `¥50`, `100 GB`; nil without one.
  ///
  /// A bare number is money of the region that the card is valid in. It gets the price's currency
  /// symbol only where that region's currency is the price's; otherwise it stays bare, rather than
  /// promise fifty yuan where fifty dollars are meant.
  func faceValueText(in language: LanguageTag) -> String? {
    guard let faceValue, !faceValue.isEmpty else { return nil }
    guard let money = try? Money(parsing: faceValue, currency: price.currency),
      let region, Self.currencyOfRegion[region] == price.currency.code
    else { return faceValue }
    let text = PriceText(money, in: language)
    let digits = text.digits.hasSuffix(".00") ? String(text.digits.dropLast(3)) : text.digits
    return text.symbol + digits
  }

  private static let currencyOfRegion = [
    "CN": "CNY", "HK": "HKD", "TW": "TWD", "JP": "JPY", "KR": "KRW", "US": "USD", "GB": "GBP",
    "EU": "EUR", "DE": "EUR", "FR": "EUR", "SG": "SGD", "AU": "AUD", "CA": "CAD",
  ]
}
