import Shop
import Site
import Testing

/// Stock on pages, and the elements that the shop's script fills.
@Suite(.timeLimit(.minutes(20))) struct EditionShelvesTests {
  @Test(
    arguments: [
      (StockLevel.inStock, "in", "有货", nil), (.low, "low", "库存不多", "库存不多"),
      (.out, "out", "暂时缺货，付款后排队，到货自动发出", "暂时缺货"),
    ] as [(StockLevel, String, String, String?)]
  )
  func `says what is left in words`(
    level: StockLevel,
    name: String,
    sentence: String,
    note: String?
  ) throws {
    var content = try SampleShop.content()
    content.stock[content.products[0].sku] = level
    let files = try rendered(content)
    let page = try #require(files["products/cairnlight-50/index.html"])
    let line = try #require(page.firstMatch(of: #/<p class="stock" data-sku="CAIRN-CN-50".*/#)).0
    #expect(line.contains("data-level=\"\(name)\""))
    #expect(line.hasSuffix(">\(sentence)</p>") && !line.contains(" hidden"))
    let list = try #require(files["categories/games/index.html"])
    #expect(list.count(of: "<p class=\"stock\"") == (note == nil ? 0 : 1))
    if let note {
      #expect(list.contains("<p class=\"stock\" data-level=\"\(name)\">\(note)</p>"))
    }
  }

  @Test func `leaves the line empty for the script where nobody counted`() throws {
    var content = try SampleShop.content()
    let open = try rendered("products/cairnlight-50/index.html", of: content)
    #expect(open.contains("<body data-stock=\"https://pay.example.com/stock.json\""))
    let line = try #require(open.firstMatch(of: #/<p class="stock" data-sku.*/#)).0
    #expect(line.contains("data-level=\"\"") && line.hasSuffix("\"></p>"))
    content.config.workerURL = nil
    let alone = try rendered("products/cairnlight-50/index.html", of: content)
    #expect(alone.contains("<body>"))
    #expect(alone.contains(" hidden></p>"))
  }

  @Test func `keeps one address of a product for all languages`() throws {
    let files = try rendered(SampleShop.content())
    let page = try #require(files["en/products/cairnlight-50/index.html"])
    #expect(
      page.contains(
        "id=\"viewed\" hidden data-prefix=\"/en\" data-path=\"/products/cairnlight-50/\">"
      )
    )
    #expect(files["index.html"]?.contains("id=\"viewed\" hidden data-prefix=\"\">") == true)
    #expect(files["index.html"]?.contains("id=\"liked\" hidden>") == true)
  }

  @Test func `carries the product's card for other pages`() throws {
    let files = try rendered(SampleShop.content())
    let page = try #require(files["products/dawnmill-100/index.html"])
    let template = try #require(page.firstMatch(of: #/<template id="card">([\s\S]*?)<\/template>/#))
      .1
    let list = try #require(files["categories/food/index.html"])
    #expect(list.contains(template.trimmingPrefix("\n").dropLast()))
  }
}
