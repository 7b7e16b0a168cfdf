import Payments
import Shop
import Testing

/// Which requests are trusted that claim to come from Stripe.
@Suite(.timeLimit(.minutes(20)))
struct StripeAdapterTests {
  static let key = "whsec_80jpbgiqABiph2E7GGy9x5qlEnhAkkth"
  static let other = "whsec_AHElxidFa38cyvayjgCzu44F0AcFcpsD"
  static let body = #"{"id":"evt_1","object":"event","type":"customer.created","livemode":true}"#
  static let zeros = String(repeating: "0", count: 64)

  private func verify(
    _ signatures: [String],
    body: String = body,
    secrets: [String] = [key],
    name: String = "Stripe-Signature",
    at moment: Timestamp = now
  ) throws -> Result<PaymentEvent, WebhookRefusal> {
    let adapter = StripeAdapter(
      secrets: try secrets.map { try secret($0) },
      isLive: true,
      api: try stripeAPI("sk_test_1")
    )
    let request = WebhookRequest(
      headers: signatures.map { (name, $0) },
      body: Array(body.utf8)
    )
    return Result { () throws(WebhookRefusal) in try adapter.event(request, at: moment) }
  }

  private func signed(_ body: String = body, with secret: String = key) -> String {
    "t=1795000000,v1=\(stripeCode(body, secret))"
  }

  @Test func `believes a signed event and keeps its bytes`() throws {
    let event = try verify([signed()]).get()
    #expect(event.provider == .stripe)
    #expect(event.id == "evt_1")
    #expect(event.kind == "customer.created")
    #expect(event.fact == .irrelevant)
    #expect(event.body == Array(Self.body.utf8))
  }

  @Test(arguments: ["stripe-signature", "STRIPE-SIGNATURE", "Stripe-Signature"])
  func `finds its header in any case`(name: String) throws {
    #expect(throws: Never.self) { try verify([signed()], name: name).get() }
  }

  @Test func `takes any v1 of any secret`() throws {
    let good = stripeCode(Self.body, Self.key)
    let list = [
      "t=1795000000,v1=\(Self.zeros),v1=\(good)", "t=1795000000,v1=\(good),v1=\(Self.zeros)",
      "v1=\(good),t=1795000000", "t=1795000000,v0=\(Self.zeros),v1=\(good),v9=zzz",
    ]
    for header in list { #expect(throws: Never.self) { try verify([header]).get() } }
    #expect(throws: Never.self) {
      try verify([signed(with: Self.other)], secrets: [Self.key, Self.other]).get()
    }
  }

  @Test func `refuses what was not signed with a secret of ours`() throws {
    let good = stripeCode(Self.body, Self.key)
    let headers = [
      "t=1795000000,v1=\(Self.zeros)", "t=1795000000,v0=\(good)", "t=1795000000,v1=",
      "t=1795000000,v1=\(good.prefix(32))", "t=1795000000,v1=\(good)00",
      "t=1795000000,v1=\(good.uppercased())", "t=1795000000,v1=zz\(good.dropFirst(2))",
      "v1=\(good)", "t=now,v1=\(good)", "t=,v1=\(good)", "t=-1,v1=\(good)",
      "t=+1795000000,v1=\(good)", "t=1795000001,v1=\(good)", "t=1795000000000,v1=\(good)",
      "t=1795000000,t=1795000000,v1=\(good)", "t=1795000000;v1=\(good)", "garbage", "", ",,,=",
      "t=99999999999999999999,v1=\(good)",
    ]
    for header in headers {
      #expect(try verify([header]) == .failure(.authentication), "\(header)")
    }
    #expect(try verify([signed(with: Self.other)]) == .failure(.authentication))
    #expect(try verify([signed()], body: Self.body + " ") == .failure(.authentication))
    #expect(try verify([signed()], secrets: []) == .failure(.authentication))
  }

  @Test func `refuses no header, and two of them`() throws {
    #expect(try verify([]) == .failure(.authentication))
    #expect(try verify([signed(), signed()]) == .failure(.authentication))
    #expect(
      try verify(["t=1795000000,v1=\(Self.zeros)", signed()]) == .failure(.authentication)
    )
    // Two headers as a proxy joins them.
    #expect(try verify(["\(signed()), \(signed())"]) == .failure(.authentication))
  }

  @Test(arguments: [(-301, false), (-300, true), (0, true), (300, true), (301, false)])
  func `believes 300 seconds to either side`(offset: Int64, isFresh: Bool) throws {
    let result = try verify([signed()], at: now.advanced(seconds: offset))
    if isFresh {
      #expect(throws: Never.self) { try result.get() }
    } else {
      #expect(result == .failure(.stale))
    }
  }

  @Test func `looks at the signature before the clock and at the clock before the body`() throws {
    let late = now.advanced(seconds: 1_000)
    let forged = "t=1795000000,v1=\(Self.zeros)"
    #expect(try verify([forged], body: "[", at: late) == .failure(.authentication))
    #expect(try verify([signed("[")], body: "[", at: late) == .failure(.stale))
    #expect(try verify([signed("[")], body: "[") == .failure(.malformed))
  }

  @Test(arguments: [
    "", " ", "null", "1", "\"text\"", "[]", #"[{"id":"evt_1","type":"x"}]"#, "{", #"{"id":"evt_1""#,
    "{}", #"{"id":"evt_1"}"#, #"{"type":"x"}"#, #"{"id":1,"type":"x"}"#, #"{"id":"","type":"x"}"#,
    #"{"id":"e v t","type":"x"}"#, #"{"id":"evt_1","type":"x"} trailing"#,
    #"{"id":"evt_1","type":"checkout.session.completed","data":{"object":{}}}"#,
    #"{"id":"evt_1","type":"checkout.session.completed"}"#,
    #"{"id":"evt_1","type":"charge.refunded","data":{"object":{"currency":"usd"}}}"#,
  ])
  func `refuses a signed body that is no event`(body: String) throws {
    #expect(try verify([signed(body)], body: body) == .failure(.malformed))
  }

  @Test func `refuses a body that nests deeper than 64, however deep`() throws {
    for depth in [65, 1_000, 400_000] {
      let nest = String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1)
      let body = #"{"id":"evt_1","type":"x","a":\#(nest)}"#
      #expect(try verify([signed(body)], body: body) == .failure(.malformed))
    }
    let open = #"{"id":"evt_1","type":"x","a":"# + String(repeating: #"{"a":"#, count: 100_000)
    #expect(try verify([signed(open)], body: open) == .failure(.malformed))
    let flat = String(repeating: "[", count: 63) + String(repeating: "]", count: 63)
    let fine = #"{"id":"evt_1","type":"x","text":"[[[{\"{{[","a":\#(flat)}"#
    #expect(throws: Never.self) { try verify([signed(fine)], body: fine).get() }
  }

  @Test func `refuses bytes that are not UTF-8`() throws {
    let bytes = Array(#"{"id":"evt_1","type":"x","a":""#.utf8) + [0xff] + Array(#""}"#.utf8)
    let adapter = StripeAdapter(
      secrets: [try secret(Self.key)],
      isLive: true,
      api: try stripeAPI("sk_test_1")
    )
    let request = WebhookRequest(headers: [("Stripe-Signature", signed())], body: bytes)
    #expect(throws: WebhookRefusal.authentication) { try adapter.verify(request, at: now) }
  }

  @Test func `shows no secret when printed`() throws {
    let adapter = StripeAdapter(
      secrets: [try secret(Self.key)],
      isLive: true,
      api: try stripeAPI("sk_live_1")
    )
    var dumped = "\(adapter) \(String(reflecting: adapter))"
    dump(adapter, to: &dumped)
    #expect(!dumped.contains("80jpbgiq") && !dumped.contains("sk_live_1"))
  }
}
