import Shop
import Site
import Testing

/// Stock on pages, and the elements that the shop's script fills.
@Suite(.timeLimit(.minutes(20))) struct StockOnPagesTests {
  @Test(
    arguments: [
      (StockLevel.inStock, "in", "有货", nil), (.low, "low", "库存不多", "库存不多"),
      (.out, "out", "暂时缺货", "暂时缺货"),
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

  /// What the page offers while a product is in stock, and while it is out, as far as the build
  /// knows; the script swaps the two.
  @Test(
    arguments: [
      (.stop, nil, ["form", "when"], ["暂时缺货"]), (.stop, .out, [], ["暂时缺货"]),
      (.queue, nil, ["form", "when"], ["付款后排队", "到货后按付款先后"]),
      (.queue, .out, ["form"], ["付款后排队", "到货后按付款先后"]),
    ] as [(WhenOut, StockLevel?, Set<String>, [String])]
  )
  func `says one thing of a product that is out`(
    whenOut: WhenOut,
    level: StockLevel?,
    shown: Set<String>,
    words: [String]
  ) throws {
    var content = try SampleShop.content()
    content.products[0].offer.whenOut = whenOut
    content.stock[content.products[0].sku] = level
    let page = try rendered("products/cairnlight-50/index.html", of: content)
    let form = try #require(page.firstMatch(of: #/<form class="buy"[^>]*>/#)).0
    // A form that is out of use keeps its place: nothing moves when the script learns of it.
    #expect(form.contains(" inert") != shown.contains("form") && !form.contains(" hidden"))
    #expect(form.contains("data-while=\"in\"") == (whenOut == .stop))
    let when = try #require(page.firstMatch(of: #/<div([^>]*)><dt>到货<\/dt><dd>付款确认后/#)).1
    #expect(when.contains(" hidden") == (whenOut == .queue && level == .out))
    #expect(when.contains("data-while=\"in\"") == (whenOut == .queue))
    for word in words { #expect(page.contains(word)) }
    let wait = page.firstMatch(of: #/<div data-while="out"( hidden)?><dt>到货/#)
    #expect((wait == nil) == (whenOut == .stop))
    #expect(wait.map { $0.1 == nil } ?? true == (whenOut == .stop || level == .out))
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
