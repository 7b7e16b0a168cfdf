import Testing
import Worker

struct BuyerTests {
  private func arrival(_ headers: [(name: String, value: String)], peer: String) -> Arrival {
    Arrival(method: "POST", query: "", headers: headers, body: [], peer: peer)
  }

  @Test(arguments: [
    ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
    ("127.0.0.1", "6.6.6.6, 203.0.113.7", "203.0.113.7"),
    ("::1", "2001:db8::1", "2001:db8::1"),
    ("127.0.0.1", "unknown", "127.0.0.1"),
    ("127.0.0.1", "", "127.0.0.1"),
    ("127.0.0.1", "203.0.113.7\u{1F600}", "127.0.0.1"),
    ("198.51.100.2", "203.0.113.7", "198.51.100.2"),
  ])
  func `takes the proxy's word and nobody else's`(peer: String, forwarded: String, ip: String) {
    let headers = [(name: "X-Forwarded-For", value: forwarded)]
    #expect(arrival(headers, peer: peer).buyerAddress == ip)
  }

  @Test func `takes the last of several headers`() {
    let headers = [
      (name: "X-Forwarded-For", value: "6.6.6.6"), (name: "x-forwarded-for", value: "203.0.113.7"),
    ]
    #expect(arrival(headers, peer: "127.0.0.1").buyerAddress == "203.0.113.7")
  }

  @Test(arguments: [
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148", true),
    ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", true),
    ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36", false),
    ("", false),
  ])
  func `tells a phone`(agent: String, isPhone: Bool) {
    let headers = [(name: "User-Agent", value: agent)]
    #expect(arrival(headers, peer: "127.0.0.1").isPhone == isPhone)
  }
}
