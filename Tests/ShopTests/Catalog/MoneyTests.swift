import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct MoneyTests {
  private func currency(_ code: String) throws -> Currency { try #require(Currency(code)) }

  @Test(arguments: [
    ("48.50", "CNY", 4850), ("48.5", "CNY", 4850), ("48", "CNY", 4800), ("0.01", "CNY", 1),
    ("48.500", "CNY", 4850), ("007.00", "CNY", 700), ("6859", "JPY", 6859), ("6859.0", "JPY", 6859),
    ("1.234", "KWD", 1234), ("100000000", "CNY", 10_000_000_000),
  ])
  func `reads a decimal`(text: String, code: String, minorUnits: Int64) throws {
    let money = try Money(parsing: text, currency: currency(code))
    #expect(money.minorUnits == minorUnits)
  }

  @Test(arguments: [
    ("", Money.ParseError.empty), ("-1", .signed), ("+1", .signed), ("1,000", .hasComma),
    ("1.2.3", .notDecimal), (".5", .notDecimal), ("5.", .notDecimal), ("1e3", .notDecimal),
    (" 1", .notDecimal), ("１", .notDecimal), ("0x1", .notDecimal), ("¥5", .notDecimal),
    ("1.001", .tooManyDecimals(allowed: 2)), ("0", .zero), ("0.00", .zero),
    ("100000000.01", .tooLarge), (String(repeating: "9", count: 400), .tooLarge),
  ])
  func `refuses`(text: String, expected: Money.ParseError) throws {
    let cny = try currency("CNY")
    #expect(throws: expected) { try Money(parsing: text, currency: cny) }
  }

  @Test func `JPY has no decimals`() throws {
    let jpy = try currency("JPY")
    #expect(throws: Money.ParseError.tooManyDecimals(allowed: 0)) {
      try Money(parsing: "1.5", currency: jpy)
    }
  }

  @Test(arguments: [
    (4850, "CNY", "48.50 CNY"), (5, "CNY", "0.05 CNY"), (0, "CNY", "0.00 CNY"),
    (-4850, "CNY", "-48.50 CNY"), (6859, "JPY", "6859 JPY"), (1234, "KWD", "1.234 KWD"),
    (Int64.min, "JPY", "-9223372036854775808 JPY"),
  ])
  func `writes every digit`(minorUnits: Int64, code: String, text: String) throws {
    #expect("\(Money(minorUnits: minorUnits, currency: try currency(code)))" == text)
  }

  @Test func `multiplies until it would not fit`() throws {
    let money = Money(minorUnits: 4850, currency: try currency("CNY"))
    #expect(money.times(3)?.minorUnits == 14_550)
    #expect(Money(minorUnits: .max, currency: try currency("CNY")).times(2) == nil)
  }
}

@Suite(.timeLimit(.minutes(20)))
struct CurrencyTests {
  @Test(arguments: ["CNY", "cny", "Cny"])
  func `reads either case`(text: String) {
    #expect(Currency(text)?.code == "CNY")
  }

  @Test(arguments: ["", "CN", "CNYY", "C1Y", "元", "ＣＮＹ", " CN", "ßab"])
  func `refuses what is not three letters`(text: String) {
    #expect(Currency(text) == nil)
  }

  @Test(arguments: [("CNY", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("UGX", 2), ("ISK", 2)])
  func `knows its digits`(code: String, digits: Int) {
    #expect(Currency(code)?.digits == digits)
  }
}
