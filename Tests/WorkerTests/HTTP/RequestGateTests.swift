import Shop
import Testing
import Worker

@Suite(.timeLimit(.minutes(20))) struct RequestGateTests {
  private let gate = RequestGate(publicHost: "pay.shop.example", others: ["Inner.example"])
  private static let token = "0123456789abcdefghjkmnpqrs"

  private func status(
    _ method: String,
    _ target: String,
    host: String? = "pay.shop.example",
    length: String? = nil
  ) -> Int? {
    let head = RequestGate.Head(method: method, target: target, host: host, contentLength: length)
    guard case .answer(let reply) = gate.judge(head) else { return nil }
    return reply.status
  }

  @Test(arguments: [
    "pay.shop.example", "PAY.shop.EXAMPLE", "pay.shop.example:443", "pay.shop.example.",
    "pay.shop.example.:443", "localhost:8090",
    "127.0.0.1", "[::1]:8090", "inner.example",
  ])
  func `lets its own hosts through`(host: String) {
    #expect(status("GET", "/healthz", host: host) == nil)
  }

  @Test(arguments: [
    nil, "", "evil.example", "pay.shop.example.evil.example", "pay.shop.example@evil.example",
    "evil.example:443", "[::1", "1.2.3", "::2",
  ])
  func `refuses every other host`(host: String?) {
    #expect(status("GET", "/healthz", host: host) == 421)
  }

  @Test(arguments: ["10.0.0.1", "203.0.113.7:8090", "[2001:db8::1]:8090", "[::2]"])
  func `says to any address whether it is alive and ready, and nothing else`(host: String) {
    for target in ["/healthz", "/readyz"] {
      #expect(status("GET", target, host: host) == nil)
      #expect(status("HEAD", target, host: host) == nil)
    }
    for target in ["/stock.json", "/orders/lookup", "/nowhere"] {
      #expect(status("GET", target, host: host) == 421, "\(target)")
    }
  }

  @Test(
    arguments: [
      ("/healthz", nil, nil), ("/healthz", "", nil), ("/healthz", "evil.example", 421),
      ("/healthz", ",", 421), ("/readyz", "", nil), ("/stock.json", "", 421),
      ("/nowhere", "", 421),
      ("/readyz", nil, nil), ("/readyz", "evil.example", 421), ("/stock.json", nil, 421),
      ("/readyz", "pay.shop.example", nil),
    ] as [(String, String?, Int?)]
  )
  func `needs no host from HTTP 1.0 to say whether it is alive and ready`(
    target: String,
    host: String?,
    expected: Int?
  ) {
    let head = RequestGate.Head(
      method: "GET",
      target: target,
      host: host,
      contentLength: nil,
      isLegacy: true
    )
    var status: Int?
    if case .answer(let reply) = gate.judge(head) { status = reply.status }
    #expect(status == expected)
  }

  @Test(arguments: [
    "/", "/Checkout", "/checkout/", "/orders", "/orders/", "/orders/short", "/webhooks",
    "/webhooks/manual", "//healthz", "/healthz/..", "*", "", "http://evil.example/healthz",
    "/thanks", "/checkouts", "/checkouts/", "/checkouts/short",
    "/checkouts/csztl2eyamjz0001", "/checkouts/CSZTL2EYAMJZ0001/", "/checkouts/return",
    "/checkouts/CSZTL2EYAMJZ0001/return/x", "/orders/\(token)/x",
    "/orders/\(token.uppercased())", "/%68ealthz",
  ])
  func `knows no other path`(target: String) {
    #expect(status("GET", target) == 404)
  }

  @Test(arguments: [
    ("GET", "/checkout"), ("GET", "/webhooks/stripe"), ("PUT", "/webhooks/stripe"),
    ("GET", "/webhooks/alipay"), ("PUT", "/webhooks/epay"),
    ("HEAD", "/checkouts/CSZTL2EYAMJZ0001/return"), ("POST", "/checkouts/CSZTL2EYAMJZ0001/pay"),
    ("POST", "/stock.json"), ("DELETE", "/orders/lookup"),
    ("TRACE", "/healthz"), ("OPTIONS", "/checkout"),
  ])
  func `answers 405 to a method that a path does not take`(method: String, target: String) {
    #expect(status(method, target) == 405)
  }

  @Test(
    arguments: [
      ("/webhooks/stripe", "1048576", nil), ("/webhooks/stripe", "1048577", 413),
      ("/checkout", "16384", nil), ("/checkout", "16385", 413),
      ("/checkout", "-1", 400), ("/checkout", "1e3", 400),
      ("/checkout", "99999999999999999999", 400),
    ] as [(String, String, Int?)]
  )
  func `judges the declared length before the body`(
    target: String,
    length: String,
    expected: Int?
  ) {
    #expect(status("POST", target, length: length) == expected)
  }

  @Test func `never logs an order's address`() {
    #expect(Route(path: "/orders/\(Self.token)")?.logged == "/orders/…")
  }
}
