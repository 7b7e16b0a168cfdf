import Shop
import Site
import Testing

@Suite(.timeLimit(.minutes(20))) struct MoneyFieldTests {
  @Test(arguments: [
    ("\"48.50\"", 4850), ("48.50", 4850), ("48.5", 4850), ("48", 4800), ("\"0.01\"", 1),
    ("19.99", 1999), ("1.15", 115), ("48.500", 4850),
  ])
  func `reads a price digit by digit`(text: String, minorUnits: Int64) throws {
    #expect(try loadProduct(["price": text]).offer.price.minorUnits == minorUnits)
  }

  @Test(arguments: [
    ("\"-5\"", "remove the sign"), ("\"1,280\"", "write a point"), ("48.505", "at most 2 decimals"),
    ("0", "above zero"), ("\"0.00\"", "above zero"), ("1e3", "expected digits"),
    ("0x10", "expected digits"), ("1_000", "expected digits"), (".5", "expected digits"),
    ("5.", "expected digits"), ("\"¥5\"", "expected digits"), ("４８", "expected digits"),
    ("99999999999999999999", "expected an amount up to"), ("true", "expected digits"),
  ])
  func `refuses what is no price and says how to write it`(text: String, words: String) throws {
    let problems = try productProblems(["price": text])
    #expect(problems.count == 1)
    #expect(problems.first?.contains(words) == true, "\(problems)")
  }

  @Test(arguments: [
    ("20:75", "20.75"), ("20：75", "20.75"), ("48。5", "48.5"), ("\"48;50\"", "48.50"),
  ])
  func `knows a sign beside the point`(text: String, meant: String) throws {
    let shop = try TemporaryShop(["content/products/test.md": productText(["price": text])])
    #expect(shop.load().problems.map(\.hint) == ["did you mean `\(meant)`?"])
  }

  @Test(arguments: [("JPY", "1280", 1280), ("KWD", "1.250", 1250), ("CNY", "1.20", 120)])
  func `knows the digits of a currency`(currency: String, price: String, minorUnits: Int64) throws {
    let product = try loadProduct(["currency": currency, "price": price])
    #expect(product.offer.price.minorUnits == minorUnits)
    #expect(product.offer.price.currency.code == currency)
  }
}
