import Foundation
import Shop
import Site
import Testing

/// JSON-LD, as search engines read it.
@Suite(.timeLimit(.minutes(20))) struct StructuredDataTests {
  @Test(arguments: [
    (StockLevel?.none, "InStock"), (.inStock, "InStock"), (.low, "LimitedAvailability"),
    (.out, "OutOfStock"),
  ])
  func `says what is left`(level: StockLevel?, word: String) throws {
    var content = try SampleShop.content()
    content.stock[content.products[0].sku] = level
    let offer = try offer(content)
    #expect(offer["availability"] as? String == "https://schema.org/\(word)")
    content.products[0].offer.whenOut = .queue
    let waits = try self.offer(content)["availability"] as? String
    #expect(waits == "https://schema.org/\(level == .out ? "BackOrder" : word)")
    #expect(offer["price"] as? String == "48.50")
    #expect(offer["priceCurrency"] as? String == "CNY")
    #expect(offer["url"] as? String == "https://cards.example.com/products/cairnlight-50/")
  }

  @Test(arguments: [
    ("2026-12-31T16:00:00Z", "2026-12-31"), ("2027-01-01", "2026-12-31"),
  ])
  func `gives the last day of the price`(end: String, day: String) throws {
    var content = try SampleShop.content()
    content.products[0].offer.availableUntil = Timestamp(iso8601: end)
    #expect(try offer(content)["priceValidUntil"] as? String == day)
    content.products[0].offer.availableUntil = nil
    #expect(try offer(content)["priceValidUntil"] == nil)
  }

  @Test func `names the struck price as such`() throws {
    let price = try #require(
      try offer(SampleShop.content())["priceSpecification"] as? [String: Any]
    )
    #expect(price["price"] as? String == "50.00")
    #expect(price["priceType"] as? String == "https://schema.org/StrikethroughPrice")
  }

  @Test func `says at home who keeps the shop and how it is searched`() throws {
    let things = try graph("en/index.html", of: SampleShop.content())
    #expect(things.map { $0["@type"] as? String } == ["Organization", "WebSite"])
    #expect(things[0]["@id"] as? String == "https://cards.example.com/#organization")
    let search = try #require(things[1]["potentialAction"] as? [String: Any])
    let target = try #require(search["target"] as? [String: Any])
    #expect(
      target["urlTemplate"] as? String
        == "https://cards.example.com/en/search/?q={search_term_string}"
    )
  }

  @Test func `lists the products of a category after each other`() throws {
    let things = try graph("categories/games/index.html", of: SampleShop.content())
    let list = try #require(things.first { $0["@type"] as? String == "ItemList" })
    let items = try #require(list["itemListElement"] as? [[String: Any]])
    #expect(items.map { $0["position"] as? Int } == [1, 2])
    #expect(
      items.map { $0["url"] as? String } == [
        "https://cards.example.com/products/cairnlight-50/",
        "https://cards.example.com/products/earshore/",
      ]
    )
    #expect(things.contains { $0["@type"] as? String == "BreadcrumbList" })
  }

  private func offer(_ content: SiteContent) throws -> [String: Any] {
    let things = try graph("products/cairnlight-50/index.html", of: content)
    return try #require(things.first?["offers"] as? [String: Any])
  }

  private func graph(_ path: String, of content: SiteContent) throws -> [[String: Any]] {
    let page = try rendered(path, of: content)
    let script = /<script type="application\/ld\+json">(.*?)<\/script>/
    let match = try #require(page.firstMatch(of: script))
    let object = try JSONSerialization.jsonObject(with: Data(match.1.utf8)) as? [String: Any]
    #expect(object?["@context"] as? String == "https://schema.org")
    return try #require(object?["@graph"] as? [[String: Any]])
  }
}
