import Shop
import Site
import Testing

/// Header and footer, whose size is bounded, since every page has them.
@Suite(.timeLimit(.minutes(20))) struct PagePartsFrameTests {
  @Test func `searches without a script, in the page's language`() throws {
    let files = try rendered(SampleShop.content())
    for (path, action) in [
      ("404.html", "/search/"), ("index.html", "/search/"), ("en/index.html", "/en/search/"),
    ] {
      let page = try #require(files[path])
      #expect(page.contains("<form class=\"find\" role=\"search\" action=\"\(action)\""))
      #expect(page.count(of: " name=\"q\"") == 1)
    }
  }

  @Test func `loads its scripts under their own hashes`() throws {
    let files = try rendered(SampleShop.content())
    let script = #/<script type="module" src="/(assets/shop\.[0-9a-f]{12}\.js)" integrity="sha384-/#
    for (path, page) in files where page.contains("<header") {
      let match = try #require(page.firstMatch(of: script), "\(path)")
      #expect(files[String(match.1)] != nil)
    }
  }

  @Test func `names every category where they are few`() throws {
    let page = try rendered("index.html", of: Self.shop(categories: 10))
    let navigation = try #require(page.firstMatch(of: #/<nav class="nav"[\s\S]*?<\/nav>/#)).0
    #expect(String(navigation).count(of: "<a href=\"/categories/") == 10)
    #expect(navigation.contains("<a class=\"all\" href=\"/products/\">"))
    #expect(!page.contains("<nav class=\"shelf more\""))
  }

  @Test func `names eight of forty categories and the one that is open`() throws {
    let files = try rendered(Self.shop(categories: 40))
    let home = try #require(files["index.html"])
    let onHome = try #require(home.firstMatch(of: #/<nav class="nav"[\s\S]*?<\/nav>/#)).0
    #expect(String(onHome).count(of: "<a href=\"/categories/") == 8)
    #expect(onHome.contains("<a class=\"all\" href=\"/search/\">"))
    #expect(home.count(of: "<section class=\"shelf\">\n<div class=\"head\">\n<h2>类") == 8)
    let others = try #require(home.firstMatch(of: #/<nav class="shelf more"[\s\S]*?<\/nav>/#)).0
    #expect(String(others).count(of: "<a href=\"/categories/") == 32)
    let last = try #require(files["categories/c40/index.html"])
    #expect(last.contains("<a href=\"/categories/c40/\" aria-current=\"true\">类 40</a>"))
  }

  @Test func `says the numbers that the law wants, and links the register`() throws {
    var content = try SampleShop.content()
    content.config.legal.licence = "B2-<1>"
    let page = try rendered("en/index.html", of: content)
    #expect(
      page.contains("<a href=\"https://beian.miit.gov.cn/\" rel=\"nofollow\">沪ICP备00000000号-1</a>")
    )
    #expect(page.contains("<li lang=\"zh-CN\">B2-&lt;1&gt;</li>"))
  }

  @Test func `keeps the refund terms in the footer, however many pages there are`() throws {
    var content = try SampleShop.content()
    content.config.legal.refund = "policies/refund"
    let refund = content.pages[0]
    #expect(try rendered("404.html", of: content).count(of: "\"/policies/refund/\"") == 1)
    content.pages =
      (1...20).map { number in
        FreePage(
          path: "p\(number)",
          title: SampleShop.localized("页 \(number)", nil),
          weight: number,
          body: [:]
        )
      } + [refund]
    let page = try rendered("404.html", of: content)
    #expect(page.count(of: "\"/policies/refund/\"") == 1)
    #expect(
      page.count(of: "<a href=\"/p") == 12 + 1,
      "twelve pages and the refund terms"
    )
  }

  /// One product in each of so many categories.
  private static func shop(categories count: Int) throws -> SiteContent {
    var content = try SampleShop.content()
    content.categories = (1...count).map { SampleShop.term("c\($0)", "类 \($0)", nil, intro: nil) }
    content.products = try (1...count).map { number in
      var product = try SampleShop.plain(
        sku: "P-\(number)",
        slug: "p\(number)",
        title: "卡 \(number)"
      )
      product.shelving.category = "c\(number)"
      return product
    }
    return content
  }
}
