import Foundation
import Shop
import Site
import Testing

/// A shop under a path of its host, such as a project page.
@Suite(.timeLimit(.minutes(20))) struct BasePathTests {
  private func built() throws -> TemporaryShop {
    let shop = try TemporaryShop([
      "site/static/images/card.svg":
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 5\"/>",
      "content/products/test.md": productText(
        ["image": "/images/card.svg", "aliases": "[/old/]"],
        body: "![卡](/images/card.svg) [甲](/policies/refund/#x) [乙](https://a.example/)[^1]\n\n"
          + "## x\n\n[^1]: 注\n\n## 使用说明\n\n见[退款](/policies/refund/)。\n"
      ),
      "content/pages/policies/refund.md": "---\ntitle: 退款\n---\n## x\n\n[首页](/)\n",
    ])
    let settings = try shop.text("site/site.yaml")
    try shop.write(
      settings.replacing("https://cards.example.com", with: "https://me.github.io/cards/"),
      to: "site/site.yaml"
    )
    let report = try shop.build()
    #expect(report.problems.map { $0.text() } == [])
    #expect(report.changes != nil)
    return shop
  }

  @Test func `every address of a page is under the path, and is there`() throws {
    let shop = try built()
    let output = shop.path + "/public"
    let files = try FileManager.default.subpathsOfDirectory(atPath: output)
    let known = Set(files)
    var count = 0
    for file in files where file.hasSuffix(".html") {
      let html = try shop.text("public/" + file)
      let addresses = html.matches(of: /(?:href|src|action|data-script|data-index)="(\/[^"]*)"/)
      for address in addresses.map({ String($0.1) }) {
        #expect(address.hasPrefix("/cards/"), "\(file): \(address)")
        let path = String(address.dropFirst("/cards/".count).prefix { $0 != "#" && $0 != "?" })
        let name = path.isEmpty || path.hasSuffix("/") ? path + "index.html" : path
        #expect(known.contains(name.removingPercentEncoding ?? name), "\(file): \(address)")
        count += 1
      }
      #expect(!html.contains("url=/old") && !html.contains("srcset=\"/images"))
    }
    #expect(count > 100)
  }

  @Test func `feeds, search, redirects and the catalog know it too`() throws {
    let shop = try built()
    let base = "https://me.github.io/cards"
    #expect(try shop.text("public/sitemap.xml").contains("<loc>\(base)/products/test/</loc>"))
    #expect(try shop.text("public/rss.xml").contains("<link>\(base)/products/example-50/</link>"))
    #expect(try shop.text("public/_redirects").contains("/cards/old/ /cards/products/test/ 301"))
    #expect(try shop.text("public/_headers").hasPrefix("/cards/*\n"))
    #expect(try shop.text("public/old/index.html").contains("0; url=/cards/products/test/"))
    #expect(try shop.text("public/404.html").contains("href=\"/cards/\""))
    #expect(try shop.text("public/products/test/index.html").contains("data-prefix=\"/cards\""))
    #expect(
      try shop.text("public/en/products/test/index.html").contains("data-prefix=\"/cards/en\"")
    )
    let catalog = try shop.text("public/catalog.json")
    #expect(catalog.contains("\"baseURL\":\"\(base)\""))
    #expect(catalog.contains("\(base)/policies/refund/"))
    #expect(basePath(ofBuilt: shop.path + "/public") == "/cards")
    let search = try FileManager.default.subpathsOfDirectory(atPath: shop.path + "/public")
      .filter { $0.hasSuffix("search/index.json") }
    for file in search {
      let text = try shop.text("public/" + file)
      #expect(text.contains("\"base\":\"/cards/"))
      #expect(!text.contains("\"/categories/") && !text.contains("\"/en/"))
    }
    #expect(!search.isEmpty)
  }

  @Test(arguments: [
    ("https://a.example/x/y", "/x/y"), ("https://a.example", ""), ("https://a.example/", ""),
    ("http://127.0.0.1:8080/x", "/x"),
  ])
  func `the path is the address's`(address: String, path: String) throws {
    let shop = try TemporaryShop()
    let settings = try shop.text("site/site.yaml")
    try shop.write(
      settings.replacing("https://cards.example.com", with: address),
      to: "site/site.yaml"
    )
    #expect(try #require(shop.load().content).config.basePath == path)
  }

  @Test(arguments: [
    "https://a.example/x y", "https://a.example/x?y", "https://a.example/../x",
    "https://a.example//x", "https://a.example/x#y",
  ])
  func `a path that is none is refused`(address: String) throws {
    let shop = try TemporaryShop()
    let settings = try shop.text("site/site.yaml")
    try shop.write(
      settings.replacing("https://cards.example.com", with: address),
      to: "site/site.yaml"
    )
    let problem = try #require(shop.load().problems.first)
    #expect(problem.message.hasPrefix("base_url: "))
  }
}
