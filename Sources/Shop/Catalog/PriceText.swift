/// An amount as written in a language: `¥48.50` in Chinese, `CN¥48.50` in English.
///
/// All money shown to buyers is written this way: on the shop's pages, on the worker's and in mail.
/// Symbols are CLDR's for the built-in languages. In others the symbol that means only one currency
/// is used; currencies without one are written with their code.
package struct PriceText: Equatable, Sendable {
  /// The symbol, such as `¥` or `US$`, or the code and a no-break space.
  package let symbol: String
  /// The number with digits in groups of three, such as `1,234.50`.
  package let digits: String

  /// `tag` is the BCP 47 tag of the reader's language.
  package init(_ money: Money, in tag: String) {
    let code = money.currency.code
    let symbols = Self.symbols[code]
    symbol = symbols?.own[tag] ?? symbols?.abroad ?? code + "\u{A0}"
    let parts = money.decimal.split(separator: ".", maxSplits: 1)
    let whole = Array(parts.first ?? "0")
    let grouped = whole.indices.map { index in
      let isGroupStart = index > 0 && (whole.count - index) % 3 == 0
      return (isGroupStart ? "," : "") + String(whole[index])
    }
    digits = grouped.joined() + (parts.count == 2 ? ".\(parts[1])" : "")
  }

  /// `tag` is the BCP 47 tag of the reader's language.
  package init(_ money: Money, in language: Language) { self.init(money, in: language.tag) }

  /// The symbol and the number, such as `¥1,234.50`.
  package var text: String { symbol + digits }

  /// The amount as printed on a card, without decimals that are zero: `¥50`, `¥0.50`.
  package var faceText: String {
    symbol + (digits.hasSuffix(".00") ? String(digits.dropLast(3)) : digits)
  }

  /// The symbols by currency: in languages with a shorter one, and elsewhere.
  private static let symbols: [String: (own: [String: String], abroad: String)] = [
    "CNY": ([Language.chinese.tag: "¥"], "CN¥"),
    "USD": ([Language.english.tag: "$"], "US$"),
    "JPY": ([Language.english.tag: "¥"], "JP¥"),
    "EUR": ([:], "€"),
    "GBP": ([:], "£"),
    "HKD": ([:], "HK$"),
    "TWD": ([:], "NT$"),
    "KRW": ([:], "₩"),
    "AUD": ([Language.english.tag: "A$"], "AU$"),
    "CAD": ([:], "CA$"),
  ]
}

extension PriceText {
  /// A face value as printed on the card, such as `¥50` or `100 GB`; empty without one.
  ///
  /// A bare number is an amount in the currency of the card's region. It gets a symbol only if that
  /// is the price's currency; otherwise the card might promise fifty yuan instead of fifty dollars.
  package static func faceValue(
    _ written: String,
    validIn region: String?,
    pricedIn currency: Currency,
    in tag: String
  ) -> String {
    guard let money = try? Money(parsing: written, currency: currency),
      let region, currencyOfRegion[region] == currency.code
    else { return written }
    return PriceText(money, in: tag).faceText
  }

  private static let currencyOfRegion = [
    "CN": "CNY", "HK": "HKD", "TW": "TWD", "JP": "JPY", "KR": "KRW", "US": "USD", "GB": "GBP",
    "EU": "EUR", "DE": "EUR", "FR": "EUR", "SG": "SGD", "AU": "AUD", "CA": "CAD",
  ]
}

extension CatalogDocument.ProductEntry {
  /// The face value as printed on the card; empty without one.
  package func faceValueText(in language: Language) -> String {
    guard let currency = Currency(currency) else { return faceValue }
    return PriceText.faceValue(
      faceValue,
      validIn: region,
      pricedIn: currency,
      in: language.tag
    )
  }
}
