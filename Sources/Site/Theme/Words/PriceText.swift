import Shop

/// An amount as a reader of one language expects it: `¥48.50` in Chinese, `CN¥48.50` in English.
///
/// Symbols are CLDR's for the two languages; other currencies are written with their code.
struct PriceText: Equatable {
  /// `¥`, `US$`, or the code and a no-break space.
  let symbol: String
  /// Digits in groups of three: `1,234.50`.
  let digits: String

  init(_ money: Money, in language: LanguageTag) {
    let code = money.currency.code
    symbol = Self.symbols[code]?[language] ?? code + "\u{A0}"
    let parts = money.decimal.split(separator: ".", maxSplits: 1)
    let whole = Array(parts.first ?? "0")
    let grouped = whole.indices.map { index in
      let isGroupStart = index > 0 && (whole.count - index) % 3 == 0
      return (isGroupStart ? "," : "") + String(whole[index])
    }
    digits = grouped.joined() + (parts.count == 2 ? ".\(parts[1])" : "")
  }

  var text: String { symbol + digits }

  private static let symbols: [String: [LanguageTag: String]] = [
    "CNY": [.chinese: "¥", .english: "CN¥"],
    "USD": [.chinese: "US$", .english: "$"],
    "JPY": [.chinese: "JP¥", .english: "¥"],
    "EUR": [.chinese: "€", .english: "€"],
    "GBP": [.chinese: "£", .english: "£"],
    "HKD": [.chinese: "HK$", .english: "HK$"],
    "TWD": [.chinese: "NT$", .english: "NT$"],
    "KRW": [.chinese: "₩", .english: "₩"],
    "AUD": [.chinese: "AU$", .english: "A$"],
    "CAD": [.chinese: "CA$", .english: "CA$"],
  ]
}
