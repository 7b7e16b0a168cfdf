import Shop

/// An amount as written in a language: `¥48.50` in Chinese, `CN¥48.50` in English.
///
/// Symbols are CLDR's for the built-in languages. In others the symbol that means only one currency
/// is used; currencies without one are written with their code.
struct PriceText: Equatable {
  /// The symbol, such as `¥` or `US$`, or the code and a no-break space.
  let symbol: String
  /// The number with digits in groups of three, such as `1,234.50`.
  let digits: String

  init(_ money: Money, in language: LanguageTag) {
    let code = money.currency.code
    let symbols = Self.symbols[code]
    symbol = symbols?.own[language] ?? symbols?.abroad ?? code + "\u{A0}"
    let parts = money.decimal.split(separator: ".", maxSplits: 1)
    let whole = Array(parts.first ?? "0")
    let grouped = whole.indices.map { index in
      let isGroupStart = index > 0 && (whole.count - index) % 3 == 0
      return (isGroupStart ? "," : "") + String(whole[index])
    }
    digits = grouped.joined() + (parts.count == 2 ? ".\(parts[1])" : "")
  }

  var text: String { symbol + digits }

  /// The symbols by currency: in languages with a shorter one, and elsewhere.
  private static let symbols: [String: (own: [LanguageTag: String], abroad: String)] = [
    "CNY": ([.chinese: "¥"], "CN¥"),
    "USD": ([.english: "$"], "US$"),
    "JPY": ([.english: "¥"], "JP¥"),
    "EUR": ([:], "€"),
    "GBP": ([:], "£"),
    "HKD": ([:], "HK$"),
    "TWD": ([:], "NT$"),
    "KRW": ([:], "₩"),
    "AUD": ([.english: "A$"], "AU$"),
    "CAD": ([:], "CA$"),
  ]
}

extension Product.Offer {
  /// The face value as printed on the card, such as `¥50` or `100 GB`; nil without one.
  ///
  /// A bare number is an amount in the currency of the card's region. It gets a symbol only if that
  /// is the price's currency; otherwise the card might promise fifty yuan instead of fifty dollars.
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
