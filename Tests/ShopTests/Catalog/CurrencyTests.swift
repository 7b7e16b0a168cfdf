import Shop
import Testing

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
