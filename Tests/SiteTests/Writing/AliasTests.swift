import Shop
import Site
import Testing

/// Aliases, and the pages that forward from them.
@Suite(.timeLimit(.minutes(20))) struct AliasTests {
  private func shop(_ aliases: String) throws -> TemporaryShop {
    try TemporaryShop(["content/products/test.md": productText(["aliases": aliases])])
  }

  @Test func `an alias is a line of redirects and a page that forwards without a script`() throws {
    let shop = try shop("[/old/测试, /old.html, /en/older/]")
    #expect(try shop.build().problems.map { $0.text() } == [])
    #expect(
      try shop.text("public/_redirects") == """
        /old/%E6%B5%8B%E8%AF%95 /products/test/ 301
        /en/old/%E6%B5%8B%E8%AF%95 /en/products/test/ 301
        /old.html /products/test/ 301
        /en/old.html /en/products/test/ 301
        /en/older/ /en/products/test/ 301

        """
    )
    let page = try shop.text("public/old/测试/index.html")
    #expect(page.contains("<meta http-equiv=\"refresh\" content=\"0; url=/products/test/\">"))
    #expect(page.contains("<meta name=\"robots\" content=\"noindex\">"))
    #expect(
      page.contains("<link rel=\"canonical\" href=\"https://cards.example.com/products/test/\">")
    )
    #expect(page.contains("<p>这个页面换了新地址： <a href=\"/products/test/\">测试</a></p>"))
    let english = try shop.text("public/en/older/index.html")
    #expect(english.contains("<a href=\"/en/products/test/\" lang=\"zh-CN\">测试</a>"))
    #expect(!page.contains("<script") && !page.contains("style="))
    #expect(shop.has("public/old.html"))
    #expect(shop.has("public/en/older/index.html"))
  }

  @Test(arguments: [
    "/", "/categories/game-cards/", "/products/example-50/", "/sitemap.xml", "/sitemap.xml/x/",
    "/en/", "/a/index.html", "/robots.txt/x/",
  ])
  func `an alias where something is keeps the build from going on`(alias: String) throws {
    let shop = try shop("[\(alias), /a/]")
    let report = try shop.build()
    #expect(report.changes == nil)
    #expect(report.problems.contains { $0.file == "content/products/test.md" }, "\(report)")
  }

  @Test func `aliases beyond what hosts redirect forward by their page`() throws {
    let aliases = (0..<1001).map { "/old/\($0)/" }.joined(separator: ", ")
    let shop = try shop("[\(aliases)]")
    let problems = try shop.build().problems
    #expect(problems.map(\.severity) == [.warning])
    #expect(problems.first?.file == "content/products/test.md")
    #expect(problems.first?.message.contains("expected at most 2000") == true)
    #expect(try shop.text("public/_redirects").count(of: "\n") == 2000)
    #expect(shop.has("public/en/old/1000/index.html"))
  }
}
