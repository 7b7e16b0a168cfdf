import Foundation
import Site
import Testing

/// Whole files compared with reviewed copies, which `UPDATE_GOLDEN=1` rewrites.
@Suite(.timeLimit(.minutes(20))) struct GoldenTests {
  @Test(arguments: [
    "index.html", "en/index.html", "404.html", "products/cairnlight-50/index.html",
    "en/products/earshore/index.html", "products/dawnmill-100/index.html",
    "categories/games/index.html", "en/scenarios/生日/index.html",
    "categories/empty/index.html", "policies/refund/index.html", "sitemap.xml", "robots.txt",
    "catalog.json", "_headers", "_redirects", "rss.xml", "en/atom.xml",
    "categories/games/feed.json", "merchant.tsv",
  ])
  func `renders as before`(path: String) throws {
    let text = try rendered(path, of: SampleShop.content())
      .replacing(/\.[0-9a-f]{12}\.(css|js|json)/) { ".HASH.\($0.1)" }
      .replacing(/(sha256|sha384)-[A-Za-z0-9+\/=]+/) { "\($0.1)-HASH" }
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    let file = folder.appending(path: path.replacing("/", with: "+"))
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try Data(text.utf8).write(to: file)
    }
    #expect(text == String(decoding: try Data(contentsOf: file), as: UTF8.self))
  }

  @Test func `gives the same bytes every time`() throws {
    let content = try SampleShop.content()
    #expect(try renderSite(content).map(\.bytes) == renderSite(content).map(\.bytes))
  }
}
