import Shop
import Site
import Testing

/// The head of pages, for search engines and other programs.
@Suite(.timeLimit(.minutes(20))) struct PageHeadTests {
  @Test func `says in which languages a page is to be had`() throws {
    let page = try rendered("en/products/earshore/index.html", of: SampleShop.content())
    #expect(page.contains("<meta property=\"og:locale\" content=\"en_US\">"))
    #expect(page.contains("<meta property=\"og:locale:alternate\" content=\"zh_CN\">"))
  }

  @Test func `shows a product with its price, and with an image that others can draw`() throws {
    var content = try SampleShop.content()
    let plain = try rendered("products/cairnlight-50/index.html", of: content)
    #expect(plain.contains("<meta property=\"product:price:amount\" content=\"48.50\">"))
    #expect(plain.contains("<meta property=\"product:price:currency\" content=\"CNY\">"))
    #expect(plain.contains("<meta name=\"twitter:card\" content=\"summary\">"))
    #expect(!plain.contains("og:image"))
    content.products[0].image = "/images/a.png"
    content.images["/images/a.png"] = LocalImage(width: 600, height: 378)
    let pictured = try rendered("products/cairnlight-50/index.html", of: content)
    #expect(
      pictured.contains(
        "<meta property=\"og:image\" content=\"https://cards.example.com/images/a.png\">"
      )
    )
    #expect(pictured.contains("<meta property=\"og:image:width\" content=\"600\">"))
    #expect(pictured.contains("<meta name=\"twitter:card\" content=\"summary_large_image\">"))
  }

  @Test func `hides the page of missing addresses`() throws {
    let page = try rendered("404.html", of: SampleShop.content())
    #expect(page.contains("<meta name=\"robots\" content=\"noindex\">"))
    #expect(!page.contains("og:") && !page.contains("canonical") && !page.contains("rss.xml"))
  }
}
