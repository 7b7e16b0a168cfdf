import Site
import Testing
import Text

/// What `check` reports about translations.
@Suite(.timeLimit(.minutes(20))) struct TranslationReportTests {
  @Test func `names what a language lacks and stops nothing`() throws {
    let shop = try TemporaryShop([
      "content/scenarios/gift.md": "---\ntitle: 送礼\n---\n",
      "content/categories/memberships.md": "---\ntitle: 会员\ntitle_en: Members\n---\n介绍。\n",
    ])
    let report = try shop.build(isStrict: true)
    #expect(report.problems.isEmpty)
    #expect(
      report.translations.map(\.line) == [
        "en: 1 of 2 products, 3 of 5 categories and scenarios, 0 of 1 pages translated; missing: "
          + "content/products/example-month.md, content/categories/memberships.md, "
          + "content/scenarios/gift.md, content/pages/policies/refund.md"
      ]
    )
    let json = try ProblemsDocument(report.problems, translations: report.translations).json()
    #expect(json.contains("\"language\" : \"en\""))
    #expect(json.contains("\"content/products/example-month.md\""))
  }

  @Test func `counts what it does not name`() throws {
    let shop = try TemporaryShop()
    for number in 1...12 {
      let text = productText(["sku": "TEST-\(number)"])
      try shop.write(text, to: "content/products/test-\(number).md")
    }
    let line = try #require(try shop.build().translations.first?.line)
    #expect(line.hasPrefix("en: 1 of 14 products,"))
    #expect(line.hasSuffix(" and 4 more"))
  }

  @Test func `is silent in a shop of one language`() throws {
    let shop = try TemporaryShop()
    let settings = try shop.text("site/site.yaml")
      .replacing("languages: [zh-CN, en]", with: "languages: [zh-CN]")
    try shop.write(settings, to: "site/site.yaml")
    #expect(try shop.build().translations.isEmpty)
  }
}
