import Foundation
import Shop
import Site
import Testing

/// Whatever an editor types is text, and no field can become markup.
@Suite(.timeLimit(.minutes(20))) struct EscapingTests {
  static let attacks = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    "{{{navigation}}} {{say.pay}} {{#shelves}}",
    // A quotation mark with a combining accent, one grapheme, must be escaped too.
    "\"\u{301} onload=alert(1) x=\"\u{301}",
    "<\u{338}img src=x onerror=alert(1)>",
    "]]><svg onload=alert(1)>",
    "a\u{2028}b & c \\ d",
    "bell\u{7}escape\u{1B}nothing\u{FFFE}",
  ]

  @Test(arguments: attacks)
  func `escapes it in every field of a product and a term`(attack: String) throws {
    let files = try rendered(try content(attack))
    let pages = files.filter { $0.key.hasSuffix(".html") || $0.key.hasSuffix(".xml") }
    for (path, page) in pages {
      let scripts = page.count(of: "<script")
      let data = page.count(of: "<script type=\"application/ld+json\">")
      let own = page.count(of: "<script type=\"module\" src=\"/assets/")
      #expect(scripts == data + own, "\(path)")
      #expect(scripts == page.count(of: "</script"), "\(path)")
      let visible = page.replacing(/\{"@context.*?<\/script>/, with: "</script>")
      for markup in ["<img src=x", "<svg onload", "<!--", "\"\u{301}", "'alert"] {
        #expect(!visible.holds(markup), "\(path): \(markup)")
      }
    }
    let product = try #require(files["products/cairnlight-50/index.html"])
    if attack.hasPrefix("{{{") { #expect(product.holds("<h1>\(attack)</h1>")) }
  }

  @Test(arguments: attacks)
  func `keeps JSON-LD and the catalog readable`(attack: String) throws {
    let files = try rendered(try content(attack))
    let product = try #require(files["products/cairnlight-50/index.html"])
    let script = /<script type="application\/ld\+json">(.*?)<\/script>/
    let match = try #require(product.firstMatch(of: script))
    let graph = try #require(
      try JSONSerialization.jsonObject(with: Data(match.1.utf8)) as? [String: Any]
    )
    let things = try #require(graph["@graph"] as? [[String: Any]])
    #expect(things.first?["name"] as? String == attack)
    let catalog = try JSONDecoder().decode(
      CatalogDocument.self,
      from: Data(try #require(files["catalog.json"]).utf8)
    )
    #expect(catalog.products.contains { $0.title["zh-CN"] == attack })
  }

  private func content(_ attack: String) throws -> SiteContent {
    var content = try SampleShop.content()
    let text = SampleShop.localized(attack, nil)
    content.products[0].texts.title = text
    content.products[0].shelving.brand = attack
    content.products[0].offer.region = attack
    content.products[0].offer.faceValue = attack
    content.products[0].texts.body = [.chinese: Body(html: "", summary: attack)]
    content.categories[0].title = text
    content.scenarios[0].title = text
    content.scenarios[0].intro = [.chinese: Body(html: "", summary: attack)]
    content.pages[0].title = text
    content.config.title = text
    content.config.description = text
    content.config.legal = SiteConfig.Legal(icp: attack, licence: attack)
    return content
  }
}
