import Testing
import Worker

@Suite(.timeLimit(.minutes(20))) struct WebAddressTests {
  @Test(arguments: [
    ("https://pay.shop.example", "pay.shop.example"),
    ("https://pay.shop.example/", "pay.shop.example"),
    ("https://Pay.Shop.example:8443", "pay.shop.example"), ("http://127.0.0.1:8090", "127.0.0.1"),
    ("http://localhost", "localhost"), ("http://[::1]:80", "[::1]"),
  ])
  func `takes https, and http on this machine`(text: String, host: String) {
    #expect(WebAddress(text)?.host == host)
  }

  @Test func `is written as browsers write it`() {
    #expect(WebAddress("HTTPS://Pay.Shop.Example:8443/")?.text == "https://pay.shop.example:8443")
  }

  @Test(arguments: [
    "", "pay.shop.example", "http://pay.shop.example", "https://", "https://a/b", "https://a?b",
    "https://user@a", "https://a b", "https://a:99999", "http://127.evil.example", "ftp://a",
    "https://a\r\nX: y", "javascript:alert(1)",
  ])
  func `refuses everything else`(text: String) {
    #expect(WebAddress(text) == nil)
  }
}
