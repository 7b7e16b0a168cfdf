import Shop
import Site
import Testing

/// `merchant.tsv`, as Google reads it.
@Suite(.timeLimit(.minutes(20))) struct MerchantFeedTests {
  @Test func `gives the price before and the price now`() throws {
    let row = try #require(try rows(SampleShop.content()).first)
    #expect(row["id"] == "CAIRN-CN-50")
    #expect(row["price"] == "50.00 CNY")
    #expect(row["sale_price"] == "48.50 CNY")
    #expect(row["brand"] == "Cairnlight")
    #expect(row["product_type"] == "游戏")
    #expect(row["google_product_category"] == "53")
    #expect(row["identifier_exists"] == "no")
    #expect(row["link"] == "https://cards.example.com/products/cairnlight-50/")
  }

  @Test func `speaks the language of its folder`() throws {
    let rows = try rows(SampleShop.content(), at: "en/merchant.tsv")
    #expect(rows.map { $0["title"] } == ["Cairnlight Wallet 50", "听岸会员", "晨磨礼品卡"])
    #expect(rows.first?["link"] == "https://cards.example.com/en/products/cairnlight-50/")
  }

  @Test(arguments: [
    (StockLevel.inStock, "in_stock"), (.low, "in_stock"), (.out, "out_of_stock"),
  ])
  func `says what is left`(level: StockLevel, word: String) throws {
    var content = try SampleShop.content()
    content.stock[content.products[0].sku] = level
    #expect(try rows(content).map { $0["availability"] } == [word, "in_stock", "in_stock"])
  }

  @Test func `has no image where Google would not draw it`() throws {
    var content = try SampleShop.content()
    content.products[0].image = "/images/旧.png"
    let images = try rows(content).map { $0["image_link"] }
    #expect(images == ["https://cards.example.com/images/%E6%97%A7.png", "", ""])
  }

  @Test(arguments: [
    ("a\tb\nc\r\nd\u{0}e\u{2028}f", "a b c d e f"),
    ("12\" frying pan", "\"12\"\" frying pan\""),
    ("\"\u{301}x", "\"\"\"\u{301}x\""),
    (String(repeating: "字", count: 200), String(repeating: "字", count: 150)),
    (String(repeating: "👩‍👩‍👧", count: 40), String(repeating: "👩‍👩‍👧", count: 18)),
  ])
  func `keeps a title in its field`(title: String, field: String) throws {
    var content = try SampleShop.content()
    content.products[0].texts.title = SampleShop.localized(title, nil)
    let found = try #require(try rows(content).first?["title"])
    #expect(found.utf8.elementsEqual(field.utf8), "\(found)")
  }

  @Test func `leaves out what nobody can buy`() throws {
    var content = try SampleShop.content()
    content.config.workerURL = nil
    #expect(try rows(content).map { $0["id"] } == ["EARSHORE-M"])
  }

  /// The fields of each row by column, as in the file.
  private func rows(
    _ content: SiteContent,
    at path: String = "merchant.tsv"
  ) throws -> [[String: String]] {
    let lines = try rendered(path, of: content).unicodeScalars.split(separator: "\n")
    let fields = lines.map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    let names = try #require(fields.first)
    return fields.dropFirst().map { row in
      #expect(row.count == names.count)
      return Dictionary(zip(names, row)) { first, _ in first }
    }
  }
}
