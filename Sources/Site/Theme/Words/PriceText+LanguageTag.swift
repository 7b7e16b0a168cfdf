import Shop

extension PriceText {
  /// The amount as a page of that language shows it.
  init(_ money: Money, in language: LanguageTag) { self.init(money, in: language.tag) }
}

extension Product.Offer {
  /// The face value as printed on the card, such as `¥50` or `100 GB`; nil without one.
  func faceValueText(in language: LanguageTag) -> String? {
    guard let faceValue, !faceValue.isEmpty else { return nil }
    return PriceText.faceValue(
      faceValue,
      validIn: region,
      pricedIn: price.currency,
      in: language.tag
    )
  }
}
