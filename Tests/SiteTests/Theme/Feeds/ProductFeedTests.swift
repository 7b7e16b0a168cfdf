import Foundation
import FoundationXML
import Shop
import Site
import Testing

/// RSS, Atom and JSON Feed of new products.
@Suite(.timeLimit(.minutes(20))) struct ProductFeedTests {
  static let xmlFeeds = ["rss.xml", "atom.xml", "categories/games/rss.xml", "en/atom.xml"]

  @Test(arguments: ["", "en/", "categories/games/", "en/categories/empty/"])
  func `has a feed in three formats beside the page`(folder: String) throws {
    let files = try rendered(SampleShop.content())
    for name in ["rss.xml", "atom.xml", "feed.json"] {
      #expect(files[folder + name] != nil, "\(folder)\(name)")
    }
  }

  @Test(arguments: xmlFeeds, EscapingTests.attacks)
  func `stays well-formed whatever an editor types`(path: String, attack: String) throws {
    var content = try SampleShop.content()
    content.config.title = SampleShop.localized(attack, nil)
    content.config.description = SampleShop.localized(attack, nil)
    content.categories[0].title = SampleShop.localized(attack, nil)
    content.products[0].texts.title = SampleShop.localized(attack, nil)
    content.products[0].shelving.tags = [attack]
    content.products[0].texts.body = [.chinese: Body(html: "", summary: attack)]
    let feed = try elements(of: rendered(path, of: content))
    let shown = String(
      String.UnicodeScalarView(
        attack.unicodeScalars.filter { !["\u{7}", "\u{1B}", "\u{FFFE}"].contains($0) }
      )
    )
    #expect(feed.filter { $0.name == "title" }.contains { $0.text.utf8.elementsEqual(shown.utf8) })
  }

  @Test func `shows text as text to readers that take a description for HTML`() throws {
    var content = try SampleShop.content()
    content.products[0].texts.body = [.chinese: Body(html: "", summary: "<b>1 & 2</b>")]
    let rss = try rendered("rss.xml", of: content)
    #expect(rss.contains("&amp;lt;b&amp;gt;1 &amp;amp; 2&amp;lt;/b&amp;gt; ¥48.50</description>"))
  }

  @Test func `holds the newest 50, those without a date left out`() throws {
    var content = try SampleShop.content()
    content.products += try (0..<60).map { number in
      var product = try SampleShop.plain(sku: "N-\(number)", slug: "n-\(number)", title: "新")
      product.date = Timestamp(seconds: 1_700_000_000 + Int64(number * 86_400))
      return product
    }
    let skus = try items(rendered("feed.json", of: content)).map { item in
      try #require(item["id"] as? String).split(separator: "/").last.map(String.init)
    }
    let expected = ["CAIRN-CN-50", "EARSHORE-M"] + (12..<60).reversed().map { "N-\($0)" }
    #expect(skus == expected)
    #expect(try items(rendered("categories/food/feed.json", of: content)).isEmpty)
  }

  @Test func `dates a feed by its newest change, and an empty one by nothing of the build`() throws
  {
    let files = try rendered(SampleShop.content())
    let whole = try elements(of: try #require(files["atom.xml"]))
    #expect(whole.first { $0.name == "updated" }?.text == "2026-04-01T01:30:00Z")
    let empty = try elements(of: try #require(files["categories/empty/atom.xml"]))
    #expect(empty.first { $0.name == "updated" }?.text == "1970-01-01T00:00:00Z")
  }

  @Test func `keeps an id when title and address change`() throws {
    var content = try SampleShop.content()
    let before = try items(rendered("feed.json", of: content)).map { $0["id"] as? String }
    content.products[0].slug = "other"
    content.products[0].texts.title = SampleShop.localized("别的", nil)
    let after = try items(rendered("feed.json", of: content)).map { $0["id"] as? String }
    #expect(before == after)
    #expect(after.first == "tag:cards.example.com,2026:zh-CN/CAIRN-CN-50")
  }

  @Test(arguments: ["", "en/", "categories/games/", "en/categories/games/"])
  func `is announced by its page`(folder: String) throws {
    let page = try rendered(folder + "index.html", of: SampleShop.content())
    for (type, name) in [
      ("rss+xml", "rss.xml"), ("atom+xml", "atom.xml"), ("feed+json", "feed.json"),
    ] {
      let link = "<link rel=\"alternate\" type=\"application/\(type)\""
      #expect(page.contains(link), "\(name)")
      #expect(page.contains("href=\"/\(folder)\(name)\""), "\(name)")
    }
  }

  private func items(_ json: String) throws -> [[String: Any]] {
    let feed = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    return try #require(feed?["items"] as? [[String: Any]])
  }

  private func elements(of xml: String) throws -> [(name: String, text: String)] {
    let parser = XMLParser(data: Data(xml.utf8))
    let reader = ElementReader()
    parser.delegate = reader
    try #require(parser.parse(), "\(String(describing: parser.parserError))")
    return reader.elements
  }
}

/// The elements that hold text only, in order.
private final class ElementReader: NSObject, XMLParserDelegate {
  private(set) var elements: [(name: String, text: String)] = []
  private var text = ""

  func parser(
    _ parser: XMLParser,
    didStartElement name: String,
    namespaceURI: String?,
    qualifiedName: String?,
    attributes: [String: String]
  ) {
    text = ""
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(
    _ parser: XMLParser,
    didEndElement name: String,
    namespaceURI: String?,
    qualifiedName: String?
  ) {
    elements.append((name, text))
    text = ""
  }
}
