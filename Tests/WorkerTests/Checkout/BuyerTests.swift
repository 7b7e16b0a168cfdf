import Shop
import Testing
import Worker

@Suite(.timeLimit(.minutes(20))) struct BuyerTests {
  private func incoming(_ headers: [(name: String, value: String)], peer: String) -> IncomingRequest
  {
    IncomingRequest(method: "POST", query: "", headers: headers, body: [], peer: peer)
  }

  @Test(arguments: [
    ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
    ("127.0.0.1", "6.6.6.6, 203.0.113.7", "203.0.113.7"),
    ("::1", "2001:db8::1", "2001:db8:0:0:0:0:0:1"),
    ("127.0.0.1", "203.0.113.7:4711", "203.0.113.7"),
    ("127.0.0.1", "[2001:db8::1]:80", "2001:db8:0:0:0:0:0:1"),
    ("127.0.0.1", "203.0.113.7, 127.0.0.1", "203.0.113.7"),
    ("127.0.0.1", "203.0.113.7, nonsense", "127.0.0.1"),
    ("127.0.0.1", "127.0.0.9, 127.0.0.8", "127.0.0.9"),
    ("127.0.0.1", "unknown", "127.0.0.1"),
    ("127.0.0.1", "", "127.0.0.1"),
    ("127.0.0.1", "203.0.113.7\u{1F600}", "127.0.0.1"),
    ("198.51.100.2", "203.0.113.7", "198.51.100.2"),
  ])
  func `takes the proxy's word and nobody else's`(peer: String, forwarded: String, ip: String) {
    let headers = [(name: "X-Forwarded-For", value: forwarded)]
    #expect(incoming(headers, peer: peer).buyerAddress == ip)
  }

  @Test(arguments: [
    ("10.0.0.5", "6.6.6.6, 203.0.113.7, 10.0.0.9", "203.0.113.7"),
    ("127.0.0.1", "203.0.113.7", "127.0.0.1"), ("2001:db8:f::1", "203.0.113.7", "203.0.113.7"),
  ])
  func `goes past every proxy of ours, from the right`(
    peer: String,
    forwarded: String,
    ip: String
  ) throws {
    let proxies = TrustedProxies(
      try ["10.0.0.0/8", "2001:db8:f::/48"].map { try unwrapped(IPNetwork($0)) }
    )
    let headers = [(name: "X-Forwarded-For", value: forwarded)]
    #expect(proxies.client(peer: peer, headers: headers) == IPAddress(ip))
  }

  @Test(
    arguments: [
      ("for=203.0.113.7;proto=https", nil, "203.0.113.7"),
      ("for=6.6.6.6, For=\"[2001:db8::1]:443\";by=1.1.1.1", nil, "2001:db8::1"),
      ("for=203.0.113.7", "198.51.100.2", "198.51.100.2"), ("proto=https", nil, nil),
      ("for=_hidden", nil, nil),
    ] as [(String, String?, String?)]
  )
  func `reads Forwarded where the older header is missing`(
    forwarded: String,
    older: String?,
    ip: String?
  ) {
    var headers = [(name: "Forwarded", value: forwarded)]
    if let older { headers.append((name: "X-Forwarded-For", value: older)) }
    let client = TrustedProxies.loopback.client(peer: "127.0.0.1", headers: headers)
    #expect(client == ip.flatMap { IPAddress($0) })
  }

  @Test func `takes the last of several headers`() {
    let headers = [
      (name: "X-Forwarded-For", value: "6.6.6.6"), (name: "x-forwarded-for", value: "203.0.113.7"),
    ]
    #expect(incoming(headers, peer: "127.0.0.1").buyerAddress == "203.0.113.7")
  }

  @Test(arguments: [
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148", true),
    ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", true),
    ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36", false),
    ("Mozilla/5.0 (Ubuntu; U) AlipayClient/10.5.0.6000 Nebula", true),
    ("", false),
  ])
  func `tells a phone`(agent: String, isPhone: Bool) {
    let headers = [(name: "User-Agent", value: agent)]
    #expect(incoming(headers, peer: "127.0.0.1").isPhone == isPhone)
  }

  @Test(
    arguments: [
      ("Mozilla/5.0 (iPhone) Mobile/15E148 MicroMessenger/8.0.50 NetType/WIFI", .wechat),
      ("Mozilla/5.0 (Windows NT 10.0) WindowsWechat MicroMessenger/7.0.20", .wechat),
      ("Mozilla/5.0 (iPhone) Mobile/15E148 wxwork/4.1.22 MicroMessenger/7.0.1", .webView),
      ("Mozilla/5.0 (Windows NT 10.0) MicroMessenger/7.0.1 WindowsWechat WXWork/4.1", .webView),
      ("Mozilla/5.0 (Linux; Android 15) Mobile MicroMessenger/8.0.50 miniProgram/wx1", .webView),
      ("Mozilla/5.0 (Linux; Android 15) MicroMessenger/8.0.50 MiniProgramEnv/android", .webView),
      ("Mozilla/5.0 (Linux; U) AlipayClient/10.5.0.6000 MiniProgram", .alipay),
      ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", nil),
    ] as [(String, BuyerApp?)]
  )
  func `tells WeChat from what only says its name`(agent: String, app: BuyerApp?) {
    let headers = [(name: "User-Agent", value: agent)]
    #expect(incoming(headers, peer: "127.0.0.1").app == app)
  }
}
