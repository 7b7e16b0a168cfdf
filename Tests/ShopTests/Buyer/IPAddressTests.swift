import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct IPAddressTests {
  @Test(
    arguments: [
      ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
      ("::ffff:192.0.2.1", "192.0.2.1"), ("::1", "0:0:0:0:0:0:0:1"),
      ("2001:DB8::1", "2001:db8:0:0:0:0:0:1"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3:4:5:6"),
      ("::", "0:0:0:0:0:0:0:0"), ("fe80::1:192.0.2.1", "fe80:0:0:0:0:1:c000:201"),
      ("256.0.0.1", nil), ("1.2.3", nil), ("1.2.3.4.5", nil), ("01.2.3.4", nil), ("", nil),
      ("1.2.3.4:80", nil), (":::", nil), ("1::2::3", nil), ("2001:db8:1:2:3:4:5:6:7", nil),
      ("1:2:3:4:5:6:7", nil), ("fe80::1%eth0", nil), ("g::", nil), ("12345::", nil),
      ("+1.2.3.4", nil), (":1:2:3:4:5:6:7", nil), ("1:2:3:4:5:6:7:", nil), ("unknown", nil),
      ("1:2:3:4:5:6:7::8", nil),
    ] as [(String, String?)]
  )
  func `reads addresses of both versions, and nothing else`(text: String, shown: String?) {
    #expect(IPAddress(text).map { "\($0)" } == shown)
  }

  @Test(
    arguments: [
      ("203.0.113.77/24", "203.0.113.0/24"), ("203.0.113.77", "203.0.113.77/32"),
      ("10.1.2.3/9", "10.0.0.0/9"), ("0.0.0.0/0", "0.0.0.0/0"),
      ("2001:db8:7:9::1/48", "2001:db8:7::/48"), ("::1", "0:0:0:0:0:0:0:1/128"),
      ("10.0.0.0/33", nil), ("10.0.0.0/", nil), ("10.0.0.0/-1", nil), ("10.0.0.0/8/8", nil),
      ("::/129", nil), ("/8", nil),
    ] as [(String, String?)]
  )
  func `reads networks`(text: String, shown: String?) {
    #expect(IPNetwork(text).map { "\($0)" } == shown)
  }

  @Test(arguments: [
    ("203.0.113.0/24", "203.0.113.255", true), ("203.0.113.0/24", "203.0.114.0", false),
    ("127.0.0.0/8", "127.9.9.9", true), ("::1", "::1", true), ("::1", "::2", false),
    ("10.0.0.0/9", "10.128.0.0", false), ("2001:db8::/32", "2001:db8:ffff::1", true),
    ("0.0.0.0/0", "::1", false), ("192.0.2.1", "::ffff:192.0.2.1", true),
  ])
  func `knows who is in a network`(network: String, address: String, isIn: Bool) throws {
    let network = try #require(IPNetwork(network))
    #expect(network.contains(try #require(IPAddress(address))) == isIn)
  }

  /// RFC 6890, as far as buyers may seem to come from there.
  @Test(
    arguments: [
      ("127.0.0.1", false), ("10.0.0.1", false), ("172.15.0.1", true), ("172.16.0.1", false),
      ("172.31.0.1", false), ("172.32.0.1", true), ("192.168.1.1", false), ("192.169.1.1", true),
      ("100.63.0.1", true), ("100.64.0.1", false), ("100.128.0.1", true), ("169.254.1.1", false),
      ("0.0.0.0", false), ("8.8.8.8", true), ("::1", false), ("::", false), ("fe80::1", false),
      ("fd00::1", false), ("fc00::1", false), ("2408:8000::1", true), ("::ffff:10.0.0.1", false),
    ]
  )
  func `tells an address that others can see`(text: String, isPublic: Bool) throws {
    #expect(try #require(IPAddress(text)).isPublic == isPublic)
  }

  @Test func `takes a buyer's neighbours for the same network`() throws {
    let network = { (text: String) in
      IPNetwork(ofBuyer: try #require(IPAddress(text)))
    }
    #expect(try network("203.0.113.7") == network("203.0.113.200"))
    #expect(try network("203.0.113.7") != network("203.0.112.7"))
    #expect(try network("2001:db8:1:2::1") == network("2001:db8:1:ffff::2"))
    #expect(try network("2001:db8:1::1") != network("2001:db8:2::1"))
  }
}
