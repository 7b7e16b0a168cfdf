import Shop
import Site
import Testing

/// Addresses that the last build had and this one has not.
@Suite struct VanishedPagesTests {
  private func renamedShop(_ lines: [String: String] = [:]) throws -> TemporaryShop {
    let shop = try TemporaryShop([
      "content/products/test.md": productText(),
      "content/pages/help.md": "---\ntitle: 帮助\n---\n正文。\n",
    ])
    _ = try shop.build()
    try shop.remove("content/products/test.md")
    try shop.write(productText(lines), to: "content/products/renamed.md")
    return shop
  }

  @Test func `a product without its old address is a warning, once for all languages`() throws {
    let shop = try renamedShop()
    let problems = try checkSite(shop.request()).problems
    #expect(problems.map(\.file) == ["products/test/index.html"])
    #expect(problems.map(\.severity) == [.warning])
    #expect(
      problems.first?.message == "expected `/products/test/`, an address of the last build, "
        + "found neither a page nor an alias; "
        + "add `aliases: [/products/test/]` to the product that replaces it"
    )
    #expect(try shop.build().problems == problems)
    #expect(try shop.build().problems == [])
  }

  @Test func `an alias keeps the address in every language`() throws {
    let shop = try renamedShop(["aliases": "[/products/test/]"])
    #expect(try shop.build().problems.map { $0.text() } == [])
    #expect(
      try shop.text("public/_redirects") == """
        /products/test/ /products/renamed/ 301
        /en/products/test/ /en/products/renamed/ 301

        """
    )
    #expect(shop.has("public/en/products/test/index.html"))
  }

  @Test func `a page may have aliases too, and its end is a warning`() throws {
    let shop = try renamedShop(["aliases": "[/products/test/]"])
    try shop.remove("content/pages/help.md")
    #expect(try checkSite(shop.request()).problems.map(\.file) == ["help/index.html"])
    try shop.write(
      "---\ntitle: 帮助\naliases: [/help/]\n---\n正文。\n",
      to: "content/pages/support.md"
    )
    #expect(try checkSite(shop.request()).problems == [])
  }

  @Test func `a product that is left out says why`() throws {
    let shop = try renamedShop()
    _ = try shop.build()
    try shop.write(
      productText(["available_until": "2026-01-31"]),
      to: "content/products/renamed.md"
    )
    let report = try shop.build()
    #expect(
      report.leftOut.map(\.description) == [
        "content/products/renamed.md: available until 2026-01-31"
      ]
    )
    let message = try #require(report.problems.first?.message)
    #expect(report.problems.count == 1)
    #expect(
      message.contains(
        "found its product left out, available until 2026-01-31 (content/products/renamed.md)"
      )
    )
  }

  @Test func `lists may come and go`() throws {
    let shop = try TemporaryShop(["content/scenarios/gone.md": "---\ntitle: 一\n---\n"])
    _ = try shop.build()
    try shop.remove("content/scenarios/gone.md")
    #expect(try checkSite(shop.request()).problems == [])
  }

  @Test func `a language that is gone is told once`() throws {
    let shop = try TemporaryShop()
    _ = try shop.build()
    let settings = try shop.text("site/site.yaml")
    try shop.write(
      settings.replacing("languages: [zh-CN, en]", with: "languages: [zh-CN]"),
      to: "site/site.yaml"
    )
    try shop.remove("content/products/example-50.en.md")
    let problems = try checkSite(shop.request()).problems
    #expect(problems.map(\.file) == ["site/site.yaml"])
    #expect(problems.first?.message.contains("expected `en` as in the last build") == true)
  }

  @Test func `many are told in a bounded number of problems`() throws {
    let shop = try TemporaryShop()
    for number in 0..<30 {
      try shop.write(productText(["sku": "T-\(number)"]), to: "content/products/t\(number).md")
    }
    _ = try shop.build()
    for number in 0..<30 { try shop.remove("content/products/t\(number).md") }
    let problems = try checkSite(shop.request()).problems
    #expect(problems.count == 21)
    #expect(problems.last?.message.contains("found 10 more gone") == true)
  }
}
