import Shop
import Site
import Testing

/// `sitemap.xml`: every page that search engines should know, and when it changed.
@Suite(.timeLimit(.minutes(20))) struct SitemapTests {
  @Test func `fills a file with 50,000 addresses before it begins another`() throws {
    let entry = SitemapEntry(xml: "<url></url>\n", changed: nil)
    #expect(sitemapFiles(Array(repeating: entry, count: 50_000), baseURL: base).count == 1)
    let late = SitemapEntry(xml: "<url></url>\n", changed: Timestamp(seconds: 86_400))
    let files = sitemapFiles(Array(repeating: entry, count: 50_000) + [late], baseURL: base)
    #expect(files.map(\.path) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"])
    let texts = files.map { String(decoding: $0.bytes, as: UTF8.self) }
    #expect(texts[0].count(of: "<url>") == 50_000)
    #expect(texts[2].contains("<sitemap><loc>\(base)/sitemap-1.xml</loc></sitemap>"))
    #expect(
      texts[2].contains(
        "<loc>\(base)/sitemap-2.xml</loc><lastmod>1970-01-02T00:00:00Z</lastmod></sitemap>"
      )
    )
  }

  @Test func `keeps each file under 50 MB`() {
    let text = "<url><loc>" + String(repeating: "x", count: 1024 * 1024) + "</loc></url>\n"
    let entries = Array(repeating: SitemapEntry(xml: text, changed: nil), count: 99)
    let files = sitemapFiles(entries, baseURL: base)
    #expect(
      files.map(\.path) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    )
    for file in files { #expect(file.bytes.count <= 50 * 1024 * 1024) }
  }

  @Test func `dates a product by its last change and a list by its newest`() throws {
    let sitemap = try rendered("sitemap.xml", of: SampleShop.content())
    let dates = [
      ("/products/cairnlight-50/", "2026-04-01T01:30:00Z"),
      ("/products/earshore/", "2026-02-11T00:00:00Z"),
      ("/categories/games/", "2026-04-01T01:30:00Z"),
      ("/", "2026-04-01T01:30:00Z"),
    ]
    for (path, date) in dates {
      #expect(sitemap.contains("<loc>\(base)\(path)</loc><lastmod>\(date)</lastmod>"), "\(path)")
    }
    #expect(sitemap.contains("<loc>\(base)/categories/food/</loc><xhtml:link"))
    for path in ["/products/dawnmill-100/", "/policies/refund/"] {
      #expect(sitemap.contains("<loc>\(base)\(path)</loc></url>"), "\(path)")
      #expect(!sitemap.contains("<loc>\(base)/en\(path)</loc>"), "\(path)")
    }
  }

  private let base = "https://cards.example.com"
}
