import Shop
import Site
import Testing

/// `_headers`: what a browser may do with the pages, and how long it may keep them.
@Suite(.timeLimit(.minutes(20))) struct HeadersFileTests {
  @Test func `lets pages run our scripts and ask the worker, nothing else`() throws {
    let policy = try policy(SampleShop.content())
    #expect(policy["default-src"] == "'none'")
    #expect(policy["script-src"] == "'self'")
    #expect(policy["style-src"] == "'self'")
    #expect(policy["connect-src"] == "'self' https://pay.example.com")
    #expect(policy["form-action"] == "'self' https://pay.example.com")
  }

  @Test func `names nobody else in a shop without a worker and payment links`() throws {
    var content = try SampleShop.content()
    content.config.workerURL = nil
    content.products.removeAll { $0.offer.stripe != nil }
    let policy = try policy(content)
    #expect(policy["connect-src"] == "'self'")
    #expect(policy["form-action"] == "'self'")
  }

  @Test func `says once for each path how long it keeps`() throws {
    var content = try SampleShop.content()
    content.staticFiles += (0..<200).map {
      StaticFile(path: "file-\($0).txt", source: "/nowhere/\($0)")
    }
    let patterns = try rendered("_headers", of: content).split(separator: "\n")
      .filter { $0.hasPrefix("/") }
    #expect(patterns.count <= 100)
    #expect(Set(patterns).count == patterns.count)
    #expect(patterns.dropFirst().allSatisfy { $0 != "/*" })
  }

  private func policy(_ content: SiteContent) throws -> [String: String] {
    let headers = try rendered("_headers", of: content)
    let line = try #require(headers.firstMatch(of: /Content-Security-Policy: (.*)/))
    let directives = line.1.split(separator: "; ").map {
      $0.split(separator: " ", maxSplits: 1).map(String.init)
    }
    return Dictionary(uniqueKeysWithValues: directives.map { ($0[0], $0[1]) })
  }
}
