import Shop
import Site
import Testing

/// Which products are on sale at a moment.
@Suite struct AvailabilityTests {
  @Test(arguments: [
    ("2026-11-30T23:59:59Z", "available from 2026-12-01"),
    ("2026-12-01", nil),
    ("2026-12-24T23:59:59Z", nil),
    ("2026-12-25", "available until 2026-12-24"),
  ])
  func `a day counts from its first second to its last`(now: String, reason: String?) throws {
    let shop = try TemporaryShop([
      "content/products/test.md": productText([
        "available_from": "2026-12-01", "available_until": "2026-12-24",
      ])
    ])
    let loaded = shop.load(now: try #require(Timestamp(iso8601: now)))
    #expect(loaded.problems == [])
    #expect(loaded.leftOut.map(\.reason.text) == (reason.map { [$0] } ?? []))
    #expect(loaded.content?.products.count == (reason == nil ? 3 : 2))
  }

  @Test func `a moment is taken to the second`() throws {
    let shop = try TemporaryShop([
      "content/products/test.md": productText(["available_from": "2026-12-01T08:00:00+08:00"])
    ])
    let start = try #require(Timestamp(iso8601: "2026-12-01"))
    #expect(shop.load(now: start.advanced(milliseconds: -1)).leftOut.count == 1)
    #expect(shop.load(now: start).leftOut == [])
  }

  @Test func `asking for drafts does not ask for what is not on sale`() throws {
    let shop = try TemporaryShop([
      "content/products/test.md": productText([
        "draft": "true", "available_until": "2026-01-31",
      ])
    ])
    #expect(shop.load().leftOut.map(\.reason) == [.draft])
    let loaded = shop.load(includeDrafts: true)
    #expect(loaded.leftOut.map(\.reason) == [.over(until: "2026-01-31")])
  }

  @Test func `weight, update and end of sale are part of the product`() throws {
    let product = try loadProduct([
      "weight": "-5", "updated": "2026-05-01", "available_until": "2026-12-24",
    ])
    #expect(product.weight == -5)
    #expect(product.updated == Timestamp(iso8601: "2026-05-01"))
    #expect(product.availableUntil?.iso8601 == "2026-12-24T23:59:59Z")
    #expect(try loadProduct().weight == 0)
  }
}
