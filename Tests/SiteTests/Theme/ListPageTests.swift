import Shop
import Site
import Testing

/// The pages of lists as browsers and search engines see them.
@Suite(.timeLimit(.minutes(20))) struct ListPageTests {
  @Test func `has every page of every list in every language`() throws {
    let content = try ManyProducts.content(120)
    let files = try rendered(content)
    for listing in content.listings.all {
      for slice in listing.slices {
        for prefix in ["", "en/"] {
          let page = try #require(files[prefix + slice.address.path + "index.html"])
          #expect(page.count(of: "<li class=\"card\"") == slice.products.count)
        }
      }
    }
  }

  @Test func `links page 2 with its neighbours and its translation`() throws {
    let files = try rendered(try ManyProducts.content(120))
    let page = try #require(files["en/products/page/2/index.html"])
    #expect(page.contains("<link rel=\"prev\" href=\"/en/products/\">"))
    #expect(page.contains("<link rel=\"next\" href=\"/en/products/page/3/\">"))
    let base = "https://cards.example.com"
    #expect(page.contains("<link rel=\"canonical\" href=\"\(base)/en/products/page/2/\">"))
    #expect(page.contains("hreflang=\"zh-CN\" href=\"\(base)/products/page/2/\""))
    #expect(page.contains("hreflang=\"x-default\" href=\"\(base)/products/page/2/\""))
    #expect(page.contains("<a href=\"/products/page/2/\" hreflang=\"zh-CN\""))
    #expect(files["products/page/1/index.html"] == nil)
    #expect(files["products/page/4/index.html"] == nil)
  }

  @Test func `keeps variants from search engines and offers them to people`() throws {
    let files = try rendered(try ManyProducts.content(120))
    let page = try #require(files["products/hot/price/index.html"])
    #expect(page.contains("<link rel=\"canonical\" href=\"https://cards.example.com/products/\">"))
    #expect(!page.contains("<link rel=\"alternate\" hreflang"))
    #expect(page.contains("<a href=\"/en/products/hot/price/\" hreflang=\"en\""))
    #expect(page.contains("<a href=\"/products/hot/price/\" aria-current=\"true\">"))
    let sitemap = try #require(files["sitemap.xml"])
    #expect(sitemap.contains("/products/page/2/</loc>"))
    #expect(!sitemap.contains("/price/") && !sitemap.contains("/newest/"))
  }

  @Test func `says the list's words on its first page alone`() throws {
    let files = try rendered(try ManyProducts.content(200))
    #expect(files["categories/games/index.html"]?.contains("先看账号地区。</p>") == true)
    #expect(files["categories/games/page/2/index.html"]?.contains("先看账号地区。") == false)
    #expect(files["categories/games/price/index.html"]?.contains("先看账号地区。") == false)
  }

  @Test func `links a product's labels, brand and tags to their lists`() throws {
    var content = try SampleShop.content()
    content.products[0].shelving.tags = ["Steam 钱包", "steam 钱包"]
    let page = try rendered("en/products/cairnlight-50/index.html", of: content)
    #expect(page.contains("<a href=\"/en/labels/hot/\">"))
    #expect(page.contains("<a href=\"/en/brands/cairnlight/\">Cairnlight</a>"))
    let tag = "/en/tags/steam-%E9%92%B1%E5%8C%85/"
    #expect(page.count(of: "<a href=\"\(tag)\" lang=\"zh-CN\">") == 1)
  }

  @Test func `shows the front of a label that sets some products apart`() throws {
    var content = try ManyProducts.content(12)
    for index in content.products.indices {
      content.products[index].shelving.labels = index < 4 ? [.hot] : []
    }
    let home = try rendered("index.html", of: content)
    #expect(home.contains("<a href=\"/labels/hot/\">"))
    content.products[3].shelving.labels = []
    #expect(try !rendered("index.html", of: content).contains("<a href=\"/labels/hot/\">"))
  }

  @Test func `shows no card twice on the home page, and leads to all of them`() throws {
    var content = try ManyProducts.content(12)
    for index in content.products.indices {
      content.products[index].shelving.labels = index < 4 ? [.hot] : []
    }
    let home = try rendered("index.html", of: content)
    let skus = home.matches(of: #/<li class="card" data-sku="([^"]*)"/#).map(\.1)
    #expect(skus.count > 4 && Set(skus).count == skus.count)
    #expect(home.contains("<a class=\"button\" href=\"/products/\">全部商品</a>"))
  }

  @Test func `a category whose cards all stand above is still named on the home page`() throws {
    var content = try ManyProducts.content(12)
    for index in content.products.indices {
      content.products[index].shelving.labels = index < 4 ? [.hot] : []
      content.products[index].shelving.category = index < 2 ? "food" : "games"
    }
    let home = try rendered("index.html", of: content)
    let others = home.firstMatch(of: #/<nav class="shelf more"[\s\S]*?<\/nav>/#)
    #expect(others?.output.contains("href=\"/categories/food/\"") == true)
    #expect(others?.output.contains("href=\"/categories/games/\"") == false)
  }

  @Test func `a card names its region and label only where they tell cards apart`() throws {
    var content = try ManyProducts.content(12)
    for index in content.products.indices {
      content.products[index].offer.region = index == 0 ? "US" : "CN"
      content.products[index].shelving.labels = index == 1 ? [.new] : [.hot]
    }
    let list = try rendered("products/index.html", of: content)
    let notes = list.matches(of: #/<p class="note">([^<]*)<\/p>/#).map { String($0.1) }
    #expect(notes.sorted() == ["新品", "美国"].sorted())
  }
}
