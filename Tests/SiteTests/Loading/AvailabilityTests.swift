import Shop
import Site
import Testing

/// Which products are on sale at a moment.
@Suite(.timeLimit(.minutes(20))) struct AvailabilityTests {
  @Test(arguments: [
    ("Asia/Shanghai", "2026-11-30T15:59:59Z", "available from 2026-12-01"),
    ("Asia/Shanghai", "2026-11-30T16:00:00Z", nil),
    ("Asia/Shanghai", "2026-12-24T15:59:59Z", nil),
    ("Asia/Shanghai", "2026-12-24T16:00:00Z", "available until 2026-12-24"),
    ("UTC", "2026-11-30T23:59:59Z", "available from 2026-12-01"), ("UTC", "2026-12-01", nil),
    ("UTC", "2026-12-24T23:59:59Z", nil),
    ("UTC", "2026-12-25", "available until 2026-12-24"),
    ("America/New_York", "2026-12-01T04:59:59Z", "available from 2026-12-01"),
    ("America/New_York", "2026-12-25T04:59:59Z", nil),
    ("Pacific/Auckland", "2026-11-30T11:00:00Z", nil),
  ])
  func `a day counts from its first second to its last where the shop is`(
    zone: String,
    now: String,
    reason: String?
  ) throws {
    let shop = try TemporaryShop([
      "content/products/test.md": productText([
        "available_from": "2026-12-01", "available_until": "2026-12-24",
      ])
    ])
    try shop.write(
      shop.text("site/site.yaml")
        .replacing("timezone: Asia/Shanghai", with: "timezone: \(zone)"),
      to: "site/site.yaml"
    )
    let loaded = shop.load(now: try #require(Timestamp(iso8601: now)))
    #expect(loaded.problems == [])
    #expect(loaded.leftOut.map(\.reason.text) == (reason.map { [$0] } ?? []))
    #expect(loaded.content?.products.count == (reason == nil ? 3 : 2))
  }

  @Test func `a moment is taken to the second`() throws {
    let shop = try TemporaryShop([
      "content/products/test.md": productText(["available_from": "2026-12-01T08:00:00+08:00"])
    ])
    let start = try #require(Timestamp(iso8601: "2026-12-01T00:00:00Z"))
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

  @Test(arguments: [
    ("market: US\ncurrency: CNY\n", "UTC"), ("market: CN\ncurrency: USD\n", "Asia/Shanghai"),
    ("currency: CNY\n", "Asia/Shanghai"), ("currency: USD\n", "UTC"),
    ("currency: USD\ntimezone: Europe/Berlin\n", "Europe/Berlin"),
  ])
  func `the time zone follows the market where it is not set`(lines: String, zone: String) throws {
    let shop = try TemporaryShop([
      "site/site.yaml": "title: 店\nbase_url: https://cards.example.com\nlanguages: [zh-CN, en]\n"
        + "payments: [stripe]\nlegal: {icp: a, licence: b, refund: policies/refund}\n\(lines)"
    ])
    let content = try #require(shop.load().content)
    #expect(content.config.timezone.name == zone)
    let catalog = try rendered("catalog.json", of: content)
    #expect(catalog.contains("\"timezone\":\"\(zone)\""))
  }

  @Test(arguments: ["Asia/Beijing", "北京", "UTC+8", "asia/shanghai", "CST", "Asia/Shanghia"])
  func `a zone by another name is refused with its own`(zone: String) throws {
    let shop = try TemporaryShop()
    try shop.write(
      shop.text("site/site.yaml")
        .replacing("timezone: Asia/Shanghai", with: "timezone: \(zone)"),
      to: "site/site.yaml"
    )
    let problems = shop.load().problems
    #expect(problems.map(\.hint) == ["did you mean `Asia/Shanghai`?"])
    #expect(problems.first?.message.contains("timezone: expected the IANA name") == true)
  }

  @Test func `says when the next build must run, and by whose days`() throws {
    let shop = try TemporaryShop([
      "content/products/test.md": productText(["available_until": "2026-12-24"]),
      "content/products/later.md": productText([
        "sku": "L-1", "available_from": "2026-12-01T08:00:00Z",
      ]),
      "content/products/draft.md": productText([
        "sku": "D-1", "draft": "true", "available_from": "2026-11-30",
      ]),
    ])
    let now = try #require(Timestamp(iso8601: "2026-11-27T00:00:00Z"))
    let schedule = shop.load(now: now).schedule
    #expect(schedule.next?.iso8601 == "2026-12-01T08:00:00Z")
    #expect(
      schedule.lines == [
        "days are those of Asia/Shanghai; `timezone:` in site/site.yaml changes it",
        "next build: 2026-12-01 16:00 +08:00, when a product comes or goes",
      ]
    )
    let later = try #require(schedule.next)
    #expect(shop.load(now: later).schedule.next?.iso8601 == "2026-12-24T16:00:00Z")
    let json = try ProblemsDocument([], schedule: schedule).json()
    #expect(json.contains("\"nextBuild\" : \"2026-12-01T08:00:00Z\""))
    #expect(json.contains("\"timezone\" : \"Asia/Shanghai\""))
  }

  @Test(arguments: [
    ("[甲](/products/test/)", nil, true), ("[甲](/en/products/test/)", nil, true),
    (":::product test", nil, true), ("[甲](/products/test/)", "2026-12-11", true),
    ("[甲](/products/test/)", "2026-12-10", false), (":::product test", "2026-12-09", false),
  ])
  func `what leads to a product that leaves is told before, unless it leaves too`(
    body: String,
    until: String?,
    isTold: Bool
  ) throws {
    var lines = ["sku": "B-1", "title": "乙"]
    lines["available_until"] = until
    let shop = try TemporaryShop([
      "content/products/test.md": productText(["available_until": "2026-12-10"]),
      "content/products/other.md": productText(lines, body: body + "\n\n## 使用说明\n\n粘贴。\n"),
    ])
    let problems = shop.load().problems
    #expect(problems.map(\.warning) == (isTold ? [.leavingLink] : []))
    #expect(problems.allSatisfy { $0.file == "content/products/other.md" })
    #expect(problems.allSatisfy { $0.message.contains("available until 2026-12-10") })
  }

  @Test func `weight, update and end of sale are part of the product`() throws {
    let product = try loadProduct([
      "weight": "-5", "updated": "2026-05-01", "available_until": "2026-12-24",
    ])
    #expect(product.shelving.weight == -5)
    #expect(product.updated == Timestamp(iso8601: "2026-05-01T00:00:00+08:00"))
    #expect(product.offer.availableUntil?.iso8601 == "2026-12-24T15:59:59Z")
    #expect(try loadProduct().shelving.weight == 0)
  }
}
