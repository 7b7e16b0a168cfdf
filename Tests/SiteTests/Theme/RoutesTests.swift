import Shop
import Site
import Testing

/// Which files there are, and how they link to each other.
@Suite(.timeLimit(.minutes(20))) struct RoutesTests {
  private static let routes = [
    "", "products/cairnlight-50/", "products/earshore/", "products/dawnmill-100/",
    "categories/games/", "categories/food/", "categories/empty/", "scenarios/生日/",
    "policies/refund/",
  ]

  @Test(arguments: ["", "en/"], routes)
  func `has every page in every language`(prefix: String, route: String) throws {
    let page = try rendered(prefix + route + "index.html", of: SampleShop.content())
    #expect(page.hasPrefix("<!doctype html>"))
    #expect(page.contains("<html lang=\"\(prefix.isEmpty ? "zh-CN" : "en")\">"))
    #expect(page.count(of: "<h1") == 1)
    // An untranslated page is one page in all languages.
    let own = ["products/earshore/", "products/dawnmill-100/", "policies/refund/"]
    #expect(page.count(of: "hreflang=\"x-default\"") == (own.contains(route) ? 0 : 1))
  }

  @Test func `has a page for lost addresses in every language`() throws {
    let files = try rendered(SampleShop.content())
    #expect(files["404.html"]?.contains("<html lang=\"zh-CN\">") == true)
    #expect(files["en/404.html"]?.contains("<html lang=\"en\">") == true)
    #expect(files["en/404.html"]?.contains("href=\"/en/\"") == true)
  }

  @Test func `points at the same page in the other language`() throws {
    let page = try rendered("products/cairnlight-50/index.html", of: SampleShop.content())
    let path = "products/cairnlight-50/"
    #expect(page.contains("<a href=\"/en/\(path)\" hreflang=\"en\" lang=\"en\">English"))
    #expect(page.contains("hreflang=\"zh-CN\" href=\"https://cards.example.com/\(path)\""))
  }

  @Test func `has no language switch in a shop of one language`() throws {
    var content = try SampleShop.content()
    content.config.languages = [.chinese]
    let files = try rendered(content)
    #expect(files["index.html"]?.contains("hreflang") == false)
    #expect(!files.keys.contains { $0.hasPrefix("en/") })
  }

  @Test func `encodes Chinese addresses`() throws {
    let files = try rendered(SampleShop.content())
    let key = "%E7%94%9F%E6%97%A5"
    #expect(files["index.html"]?.contains("href=\"/scenarios/\(key)/\"") == true)
    #expect(files["sitemap.xml"]?.contains("example.com/en/scenarios/\(key)/</loc>") == true)
    #expect(
      files["_redirects"]?.contains("/%E6%97%A7/%E5%8F%A0%E7%9F%B3/ /products/cairnlight-50/ 301")
        == true
    )
  }

  @Test func `names the stylesheet by its content and vouches for it`() throws {
    let files = try rendered(SampleShop.content())
    let page = try #require(files["404.html"])
    let link = /href="\/(assets\/site\.[0-9a-f]{12}\.css)" integrity="sha256-/
    let match = try #require(page.firstMatch(of: link))
    #expect(files[String(match.1)]?.contains("--accent: #0b6b5c") == true)
  }
}
