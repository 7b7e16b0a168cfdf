import Shop
import Site
import Testing
import Text

/// An untranslated page has the canonical address of the page in the shop's own language.
@Suite(.timeLimit(.minutes(20))) struct UntranslatedPageTests {
  private func built() throws -> TemporaryShop {
    let shop = try TemporaryShop([
      "content/pages/about.md": "---\ntitle: 关于\ntitle_en: About\n---\n文字。\n",
      "content/pages/help.md": "---\ntitle: 帮助\n---\n文字。\n",
      "content/pages/help.en.md": "---\ntitle: Help\n---\nText.\n",
    ])
    #expect(try shop.build().changes != nil)
    return shop
  }

  @Test(arguments: [
    ("products/example-month", false), ("products/example-50", true), ("about", false),
    ("help", true),
  ])
  func `is canonical to the language that it is in`(page: String, isTranslated: Bool) throws {
    let shop = try built()
    let base = "https://cards.example.com/"
    let own = try shop.text("public/\(page)/index.html")
    let english = try shop.text("public/en/\(page)/index.html")
    let canonical = "<link rel=\"canonical\" href=\"\(base)\(isTranslated ? "en/" : "")\(page)/\">"
    #expect(english.contains(canonical))
    #expect(own.contains("<link rel=\"canonical\" href=\"\(base)\(page)/\">"))
    for html in [own, english] {
      #expect(html.contains("rel=\"alternate\" hreflang=") == isTranslated)
    }
    let sitemap = try shop.text("public/sitemap.xml")
    #expect(sitemap.contains("<loc>\(base)\(page)/</loc>"))
    #expect(sitemap.contains("\(base)en/\(page)/") == isTranslated)
  }

  @Test func `a file of words that is as it was begun is told`() throws {
    let shop = try TemporaryShop()
    _ = try writeNewLanguage("fr", shop: shop.path)
    let settings = try shop.text("site/site.yaml")
    try shop.write(settings.replacing("[zh-CN, en]", with: "[zh-CN, en, fr]"), to: "site/site.yaml")
    let problem = try #require(shop.load().problems.first)
    #expect(problem.file == "site/words/fr.yaml")
    #expect(problem.warning == .untranslatedWords)
  }

  @Test func `a shop without a worker is told that it sells nothing`() throws {
    let shop = try TemporaryShop()
    let settings = try shop.text("site/site.yaml")
    try shop.write(settings.replacing("worker_url:", with: "# worker_url:"), to: "site/site.yaml")
    let problem = try #require(shop.load().problems.first)
    #expect(problem.warning == .noWorkerURL)
    #expect(problem.message.contains("2 products cannot be bought"))
    for name in ["example-50", "example-month"] {
      let file = "content/products/\(name).md"
      let text = try shop.text(file)
      try shop.write(
        text.replacing("\nsku:", with: "\nstripe: https://a.example/x\nsku:"),
        to: file
      )
    }
    #expect(shop.load().problems == [])
  }

  @Test func `a date to come is told`() throws {
    let shop = try TemporaryShop([
      "content/products/test.md": productText(["date": "2999-01-02"])
    ])
    let problem = try #require(shop.load().problems.first)
    #expect(problem.warning == .futureDate)
    #expect(problem.position == Position(line: 3, column: 7))
  }
}
