import Testing
import Transport

@Suite(.timeLimit(.minutes(20)))
struct GreetingNameTests {
  @Test(arguments: [
    ("pay.shop.example", "pay.shop.example"), ("pay.shop.example.", "pay.shop.example"),
    ("xn--fiq228c.xn--fiqs8s", "xn--fiq228c.xn--fiqs8s"), ("[192.0.2.1]", "[192.0.2.1]"),
    ("[IPv6:2001:db8::1]", "[IPv6:2001:db8::1]"), ("[IPv6:::1]", "[IPv6:::1]"),
  ])
  func `takes a full domain name or an address literal`(text: String, expected: String) {
    #expect(GreetingName(text)?.text == expected)
  }

  @Test(arguments: [
    "", "localhost", "shop", ".", "a..b", "-a.example", "a-.example", "a_b.example", "192.0.2.1",
    "[192.0.2]", "[192.0.2.256]", "[2001:db8::1]", "[IPv6:1::2::3]", "[IPv6:12345::]", "é.example",
    "a.example\r\nMAIL FROM:<x@y.z>", "a.example/x", "a b.example", "[IPv6:1:2:3]",
  ])
  func `refuses what servers refuse`(text: String) {
    #expect(GreetingName(text) == nil)
  }

  @Test(arguments: [
    ("pay.shop.example", "pay.shop.example"), ("127.0.0.1", "[127.0.0.1]"),
    ("[2001:db8::1]", "[IPv6:2001:db8::1]"), ("localhost", "[127.0.0.1]"), ("shop", "[127.0.0.1]"),
  ])
  func `names a machine by the host that it is reached under`(host: String, expected: String) {
    #expect(GreetingName(host: host).text == expected)
  }
}
