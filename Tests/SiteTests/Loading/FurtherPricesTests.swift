import Shop
import Site
import Testing
import Text

/// `prices:` of a product, in further currencies.
@Suite(.timeLimit(.minutes(20))) struct FurtherPricesTests {
  @Test(
    arguments: [
      ("{USD: \"6.80\"}", ["6.80 USD"]), ("{USD: 6.80, EUR: 6.2}", ["6.80 USD", "6.20 EUR"]),
      ("{JPY: 1050}", ["1050 JPY"]), ("{JPY: \"1050.00\"}", ["1050 JPY"]),
      ("{EUR: 6.20, USD: 6.80}", ["6.20 EUR", "6.80 USD"]),
      ("\n  USD: 6.80\n  HKD: 54.00", ["6.80 USD", "54.00 HKD"]),
    ]
  )
  func `is read digit by digit, in the order of the file`(text: String, prices: [String]) throws {
    let product = try loadProduct(["prices": text])
    #expect(product.offer.furtherPrices.map(\.description) == prices)
    #expect(product.offer.price.description == "48.50 CNY")
  }

  @Test(
    arguments: [
      ("{RMB: 6}", "did you mean `CNY`?"), ("{usd: 6.80}", "did you mean `USD`?"),
      ("{美元: 6.80}", "did you mean `USD`?"), ("{US$: 6.80}", "did you mean `USD`?"),
      ("{XYZ: 6.80}", "three capital letters"), ("{CNY: \"48.50\"}", "the product's own"),
      ("{USD: \"6,80\"}", "write a point"), ("{USD: \"$6.80\"}", "without spaces and symbols"),
      ("{USD: 6.805}", "at most 2 decimals"), ("{JPY: 1050.50}", "no decimals, as JPY"),
      ("{USD: 0}", "above zero"), ("{USD: -6.80}", "without a sign"), ("{USD: }", "found nothing"),
      ("{USD: [6.80]}", "found a list"),
      ("{USD: {CN: 6.80}}", "found a mapping"), ("{USD: 6.80, USD: 7}", "each key once"),
      ("{USD:6.80}", "did you mean `USD: \"6.80\"`?"),
      ("{USD：6.80}", "did you mean `USD: \"6.80\"`?"),
      ("6.80 USD", "did you mean `prices: {USD: \"6.80\"}`?"),
      ("US$6.80", "did you mean `prices: {USD: \"6.80\"}`?"),
      ("\"USD 6.80, EUR 6.20\"", "did you mean `prices: {USD: \"6.80\", EUR: \"6.20\"}`?"),
      ("[USD 6.80, 欧元 6.20]", "did you mean `prices: {USD: \"6.80\", EUR: \"6.20\"}`?"),
      ("\n  - USD: 6.80\n  - EUR: 6.20", "`prices: {USD: \"6.80\", EUR: \"6.20\"}`?"),
      ("6.80", "expected further currencies with an amount each"),
    ]
  )
  func `a mistake is told once, with its mend`(text: String, words: String) throws {
    let shop = try TemporaryShop(["content/products/test.md": productText(["prices": text])])
    let problems = shop.load().problems
    #expect(problems.count == 1, "\(problems.map { $0.text() })")
    let problem = try #require(problems.first)
    #expect(problem.severity == .error)
    #expect(problem.text().contains(words), "\(problem.text())")
  }

  @Test(arguments: ["price_usd", "USD", "usd_price", "price-eur"])
  func `a key for one currency is one of prices`(key: String) throws {
    let problems = try productProblemTexts([key: "6.80"])
    #expect(problems.count == 1 && problems[0].contains("did you mean `prices`?"), "\(problems)")
  }

  @Test func `a price that is a mapping is told what prices is for`() throws {
    let problems = try productProblemTexts(["price": "{CNY: 48.50, USD: 6.80}"])
    #expect(problems.count == 1, "\(problems)")
    #expect(problems[0].contains("did you mean `prices: {CNY: …, USD: …}`?"))
  }

  @Test func `a translation holds no prices`() throws {
    let shop = try TemporaryShop([
      "content/products/test.md": productText(),
      "content/products/test.en.md": "---\ntitle: Test\nprices: {USD: 6.80}\n---\nText.\n",
    ])
    let texts = shop.load().problems.map { $0.text() }
    #expect(texts.contains { $0.contains("test.en.md:3:1") }, "\(texts)")
  }

  @Test(
    arguments: [
      ("{USD: 48.50}", true), ("{USD: 0.68}", true), ("{JPY: 60}", true), ("{EUR: 60}", true),
      ("{USD: 6.80}", false), ("{USD: 12}", false), ("{KRW: 9700}", false), ("{KWD: 0.010}", false),
    ]
  )
  func `an amount of another size is warned of`(text: String, isWarned: Bool) throws {
    let shop = try TemporaryShop(["content/products/test.md": productText(["prices": text])])
    let names = shop.load().problems.map(\.warning)
    #expect(names == (isWarned ? [.unlikelyPrice] : []), "\(text)")
  }

  @Test(
    arguments: [
      ("alipay", "48.50", "{USD: 6.80}", "expected a currency that `alipay` take"),
      ("alipay, paypal", "48.50", "{USD: 6.80}", nil),
      ("alipay, paypal", "48.50", "{VND: 170000}", "`alipay`, `paypal` take, found VND"),
      ("stripe", "5.00", "{HKD: 3.90}", "prices: expected 4.00 HKD or more, which `stripe` takes"),
      ("stripe, paypal", "5.00", "{HKD: 3.90}", "stripe is not offered for it"),
      ("stripe, paypal", "5.00", "{HUF: 250.50}", "paypal is not offered for it"),
      ("paypal", "5.00", "{TWD: 22.50}", "a multiple of 1.00 TWD, which `paypal` takes"),
    ] as [(String, String, String, String?)]
  )
  func `what no provider of the shop takes in that currency is told`(
    payments: String,
    price: String,
    prices: String,
    words: String?
  ) throws {
    let product = productText(["price": price, "prices": prices])
    let shop = try TemporaryShop(["content/products/test.md": product])
    let settings = try shop.text("site/site.yaml").split(separator: "\n")
      .filter { !$0.hasPrefix("payments:") && !$0.hasPrefix("worker_url:") }
    let more = ["worker_url: https://pay.example.com", "payments: [\(payments)]", ""]
    try shop.write((settings.map(String.init) + more).joined(separator: "\n"), to: "site/site.yaml")
    let problems = shop.load().problems
    #expect(problems.count == (words == nil ? 0 : 1), "\(problems.map { $0.text() })")
    guard let words, let problem = problems.first else { return }
    #expect(problem.text().contains(words), "\(problem.text())")
    // `prices` is the third key of the front matter, after `category` and `price`.
    #expect(problem.position.line == 4 && problem.position.column == 15)
  }

  private func productProblemTexts(_ lines: [String: String]) throws -> [String] {
    let shop = try TemporaryShop(["content/products/test.md": productText(lines)])
    return shop.load().problems.map { $0.text() }
  }
}
