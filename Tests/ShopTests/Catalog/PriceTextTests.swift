import Shop
import Testing

@Suite(.timeLimit(.minutes(20))) struct PriceTextTests {
  @Test(arguments: [
    (4_850, "CNY", "zh-CN", "¥48.50"), (4_850, "CNY", "en", "CN¥48.50"),
    (4_850, "CNY", "zh-TW", "CN¥48.50"), (123_456_700, "USD", "en", "$1,234,567.00"),
    (680, "USD", "zh-CN", "US$6.80"), (6_859, "JPY", "zh-CN", "JP¥6,859"),
    (6_859, "JPY", "en", "¥6,859"), (100, "KWD", "fr", "KWD\u{A0}0.100"),
    (5, "CNY", "zh-CN", "¥0.05"), (0, "EUR", "en", "€0.00"),
  ])
  func `an amount has the symbol and the digits that its reader expects`(
    minorUnits: Int64,
    code: String,
    tag: String,
    expected: String
  ) throws {
    let money = Money(minorUnits: minorUnits, currency: try #require(Currency(code)))
    #expect(PriceText(money, in: tag).text == expected)
  }

  @Test(arguments: [
    ("50", "CN", "CNY", "zh-CN", "¥50"), ("50", "CN", "CNY", "en", "CN¥50"),
    ("12.50", "CN", "CNY", "zh-CN", "¥12.50"), ("1000", "US", "USD", "en", "$1,000"),
    ("50", "US", "CNY", "zh-CN", "50"), ("50", nil, "CNY", "zh-CN", "50"),
    ("100 GB", "CN", "CNY", "zh-CN", "100 GB"), ("", "CN", "CNY", "zh-CN", ""),
  ])
  func `a bare face value has a symbol in its own region alone`(
    written: String,
    region: String?,
    code: String,
    tag: String,
    expected: String
  ) throws {
    let currency = try #require(Currency(code))
    let text = PriceText.faceValue(written, validIn: region, pricedIn: currency, in: tag)
    #expect(text == expected)
  }
}
