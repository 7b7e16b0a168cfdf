import Foundation
import Site
import TestServers
import Testing

/// No page has what the Content-Security-Policy forbids, and it allows what pages need.
@Suite(.timeLimit(.minutes(20))) struct PolicyTests {
  @Test func `has no inline style, no inline script, no event handler`() throws {
    let inline = /<style|<[^>]*\sstyle=|<[^>]*\son[a-z]+=/
    let elements = /javascript:|<iframe|<object|<embed|<base/
    let script = /<script(?! type="application\/ld\+json">| type="module" src="\/assets\/)/
    for (path, text) in try rendered(SampleShop.content()) where path.hasSuffix(".html") {
      for pattern in [inline, elements, script] {
        #expect(text.firstMatch(of: pattern) == nil, "\(path)")
      }
    }
  }

  @Test func `lists the worker alone as a form target`() throws {
    let headers = try rendered("_headers", of: SampleShop.content())
    #expect(headers.contains("form-action 'self' https://pay.example.com;"))
    #expect(headers.contains("default-src 'none'; script-src 'self'; style-src 'self';"))
    #expect(headers.contains("connect-src 'self' https://pay.example.com;"))
    #expect(!headers.contains("unsafe"))
    #expect(headers.contains("Strict-Transport-Security"))
  }

  @Test func `forbids other forms than the search where there are none`() throws {
    var content = try SampleShop.content()
    content.config.workerURL = nil
    content.config.baseURL = "http://127.0.0.1:8080"
    for index in content.products.indices { content.products[index].offer.stripe = nil }
    let headers = try rendered("_headers", of: content)
    #expect(headers.contains("form-action 'self';"))
    #expect(!headers.contains("Strict-Transport-Security"))
  }

  @Test func `sets each header once for any path`() throws {
    let headers = try rendered("_headers", of: SampleShop.content())
    let patterns = headers.split(separator: "\n").filter { $0.hasPrefix("/") }
    #expect(Set(patterns).count == patterns.count)
    #expect(headers.contains("/assets/*\n  Cache-Control: public, max-age=31536000, immutable"))
    #expect(headers.contains("/products/*\n  Cache-Control: public, max-age=0, must-revalidate"))
    #expect(!headers.contains("/*\n  Cache-Control: public, max-age=0, must-revalidate\n\n/assets"))
  }

  @Test func `stays under the weight that a first packet flight carries`() throws {
    let files = try rendered(SampleShop.content())
    let css = try #require(files.first { $0.key.hasSuffix(".css") }?.value)
    for (path, text) in files where path.contains("products/") {
      let weight = try gzipped(text) + gzipped(css)
      #expect(weight <= 14 * 1024, "\(path): \(weight) bytes")
    }
  }

  private func gzipped(_ text: String) throws -> Int {
    let gzip = try ChildProcess(["/bin/gzip", "-9nc"])
    try gzip.input.write(contentsOf: Data(text.utf8))
    try gzip.input.close()
    let bytes = try gzip.output.readToEnd() ?? Data()
    #expect(gzip.status() == 0)
    return bytes.count
  }
}
