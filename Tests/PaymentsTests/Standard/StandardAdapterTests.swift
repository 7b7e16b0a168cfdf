import Crypto
import Foundation
import Payments
import Shop
import Testing

/// Which requests are trusted that are signed by the Standard Webhooks specification.
@Suite(.timeLimit(.minutes(20)))
struct StandardAdapterTests {
  static let key = Array("0123456789abcdef0123456789abcdef".utf8)
  static let other = Array("fedcba9876543210fedcba9876543210".utf8)
  static let body = """
    {"type":"payment.succeeded","data":{"order_id":"CSLVWHP42X450035","payment_id":"pay_1",\
    "amount_minor":64734,"currency":"usd","note":{"new":[1]}}}
    """
  static let signer = Curve25519.Signing.PrivateKey()

  private func text(_ key: [UInt8]) -> String { "whsec_" + Data(key).base64EncodedString() }

  private func code(_ body: String = body, _ key: [UInt8] = key) -> String {
    "v1,\(standardCode(body, key, id: "msg_1", at: "1795000000"))"
  }

  private func signature(_ body: String = body, by signer: Curve25519.Signing.PrivateKey) throws
    -> String
  {
    let bytes = try signer.signature(for: Data("msg_1.1795000000.\(body)".utf8))
    return "v1a,\(bytes.base64EncodedString())"
  }

  private func verify(
    _ entries: String,
    _ headers: [(name: String, value: String)]? = nil,
    body: String = body,
    adapter: StandardAdapter? = nil,
    at moment: Timestamp = now
  ) throws -> Result<PaymentEvent, WebhookRefusal> {
    let known = try adapter ?? StandardAdapter(secrets: [secret(text(Self.key))])
    let honest = [
      ("webhook-id", "msg_1"), ("webhook-timestamp", "1795000000"), ("webhook-signature", entries),
    ]
    let request = WebhookRequest(headers: headers ?? honest, body: Array(body.utf8))
    return Result { () throws(WebhookRefusal) in try known.event(request, at: moment) }
  }

  @Test func `reads a payment`() throws {
    let event = try verify(code()).get()
    let amount = Money(minorUnits: 64_734, currency: try #require(Currency("USD")))
    let key = Payment.Key(paymentID: "pay_1", reference: Reference("CSLVWHP42X450035"))
    #expect(event.provider == .standard)
    #expect(event.id == "msg_1")
    #expect(event.kind == "payment.succeeded")
    #expect(event.fact == .paid(PaidFact(key: key, amount: amount)))
    #expect(event.body == Array(Self.body.utf8))
  }

  @Test func `reads a refund, by the sender's own names of events`() throws {
    let names = StandardAdapter.EventNames(paid: "order.paid", refunded: "order.returned")
    let adapter = try StandardAdapter(secrets: [secret(text(Self.key))], eventNames: names)
    let body = #"{"type":"order.returned","data":{"amount_minor":5,"currency":"CNY"}}"#
    let total = Money(minorUnits: 5, currency: try #require(Currency("CNY")))
    let key = Payment.Key(paymentID: nil, reference: nil)
    let event = try verify(code(body), body: body, adapter: adapter).get()
    #expect(event.fact == .refunded(key, Refund.Confirmed(id: nil, amount: total)))
    #expect(try verify(code(), adapter: adapter).get().fact == .irrelevant)
  }

  @Test func `reads what was sold without a checkout, and to whom`() throws {
    let body = """
      {"type":"payment.succeeded","data":{"payment_id":"pay_2","amount_minor":9700,\
      "currency":"CNY","sku":"STEAM-50","quantity":2,"email":"buyer@example.com"}}
      """
    let sku = try #require(SKU("STEAM-50"))
    let email = try #require(EmailAddress("buyer@example.com"))
    let fact = PaidFact(
      key: Payment.Key(paymentID: "pay_2", reference: nil),
      amount: Money(minorUnits: 9_700, currency: try #require(Currency("CNY"))),
      sku: sku,
      quantity: 2,
      email: email
    )
    #expect(try verify(code(body), body: body).get().fact == .paid(fact))
    let nameless = body.replacing("pay_2", with: "")
    #expect(try verify(code(nameless), body: nameless) == .failure(.malformed))
  }

  @Test func `takes a secret with or without prefix and padding`() throws {
    let base = Data(Self.key).base64EncodedString()
    let bare = base.replacing("=", with: "")
    #expect(base != bare)
    for text in ["whsec_\(base)", "whsec_\(bare)", base, bare] {
      let adapter = try StandardAdapter(secrets: [secret(text)])
      #expect(throws: Never.self) { try verify(code(), adapter: adapter).get() }
    }
  }

  @Test func `refuses keys that cannot be right`() throws {
    let short = try secret(text(Array(Self.key.prefix(23))))
    let long = try secret(text(Self.key + Self.key + [1]))
    for bad in [short, long, try secret("whsec_@@@"), try secret("whsec_")] {
      #expect(throws: StandardAdapter.KeyFault.secret(index: 1)) {
        try StandardAdapter(secrets: [secret(text(Self.key)), bad])
      }
    }
    for bad in ["whpk_", "whpk_AAAA", "whpk_@@", text(Self.key + [1])] {
      #expect(throws: StandardAdapter.KeyFault.publicKey(index: 0)) {
        try StandardAdapter(secrets: [], publicKeys: [bad])
      }
    }
    #expect(throws: StandardAdapter.KeyFault.none) { try StandardAdapter(secrets: []) }
  }

  @Test func `takes any entry that matches any key of its own type`() throws {
    let zeros = "v1,\(Data(repeating: 0, count: 32).base64EncodedString())"
    for entries in ["\(zeros) \(code())", "\(code()) \(zeros)", "v2,x v1,@@ \(code()) v1a,AAAA"] {
      #expect(throws: Never.self) { try verify(entries).get() }
    }
    let rolling = try StandardAdapter(
      secrets: [secret(text(Self.other)), secret(text(Self.key))]
    )
    #expect(throws: Never.self) { try verify(code(), adapter: rolling).get() }
  }

  @Test func `believes Ed25519 of its own key alone`() throws {
    let raw = Self.signer.publicKey.rawRepresentation
    let adapter = try StandardAdapter(
      secrets: [],
      publicKeys: ["whpk_\(raw.base64EncodedString())"]
    )
    let good = try signature(by: Self.signer)
    #expect(throws: Never.self) { try verify("v1,AAAA \(good)", adapter: adapter).get() }
    let stranger = try signature(by: Curve25519.Signing.PrivateKey())
    #expect(try verify(stranger, adapter: adapter) == .failure(.authentication))
    // An HMAC made with the public key, which everybody has.
    let confused = code(Self.body, Array(raw))
    #expect(try verify(confused, adapter: adapter) == .failure(.authentication))
    // A good signature under the other type's name.
    let renamed = good.replacing("v1a,", with: "v1,")
    #expect(try verify(renamed, adapter: adapter) == .failure(.authentication))
    #expect(try verify(good) == .failure(.authentication))
  }

  @Test func `refuses what was not signed with a key of ours`() throws {
    let good = code().dropFirst(3)
    let hex = String(repeating: "0f", count: 32)
    let entries = [
      "", " ", "v1,", "v2,\(good)", "\(good)", "v1;\(good)", "v1,\(hex)", "v1a,\(good)",
      "V1,\(good)",
      "v1,@@@@\(good.dropFirst(4))", "v1,\(good.dropLast(4))", code(Self.body, Self.other),
      Array(repeating: code(), count: 17).joined(separator: " "),
    ]
    for entry in entries {
      #expect(try verify(entry) == .failure(.authentication), "\(entry)")
    }
    #expect(try verify(code(), body: Self.body + " ") == .failure(.authentication))
  }

  @Test func `needs each header exactly once, in any case`() throws {
    let honest: [(name: String, value: String)] = [
      ("Webhook-Id", "msg_1"), ("WEBHOOK-TIMESTAMP", "1795000000"), ("webhook-signature", code()),
    ]
    #expect(throws: Never.self) { try verify("", honest).get() }
    for index in honest.indices {
      var missing = honest
      missing.remove(at: index)
      #expect(try verify("", missing) == .failure(.authentication))
      #expect(try verify("", honest + [honest[index]]) == .failure(.authentication))
    }
  }

  @Test(arguments: [
    "", "now", "1795000000000", "-1795000000", "+1795000000", " 1795000000", "1795000000.0",
    "0x6afd", "１７９５００００００",
  ])
  func `takes a timestamp of plain digits only`(timestamp: String) throws {
    let code = standardCode(Self.body, Self.key, id: "msg_1", at: timestamp)
    let headers = [
      ("webhook-id", "msg_1"), ("webhook-timestamp", timestamp),
      ("webhook-signature", "v1,\(code)"),
    ]
    #expect(try verify("", headers) == .failure(.authentication))
  }

  @Test func `cannot be made to read part of the head as body`() throws {
    // The signed text is the same: "a.1795000000.{…}".
    let shifted = "1795000000.\(Self.body)"
    let code = standardCode(Self.body, Self.key, id: "a.1795000000", at: "1795000000")
    let headers = [
      ("webhook-id", "a"), ("webhook-timestamp", "1795000000"), ("webhook-signature", "v1,\(code)"),
    ]
    #expect(try verify("", headers, body: shifted) == .failure(.malformed))
  }

  @Test(arguments: [(-301, false), (-300, true), (300, true), (301, false)])
  func `believes 300 seconds to either side`(offset: Int64, isFresh: Bool) throws {
    let result = try verify(code(), at: now.advanced(seconds: offset))
    if isFresh {
      #expect(throws: Never.self) { try result.get() }
    } else {
      #expect(result == .failure(.stale))
    }
  }

  @Test(arguments: [
    "", "[]", "null", #"{"type":1}"#, #"{"data":{}}"#, #"{"type":"payment.succeeded"}"#,
    #"{"type":"payment.succeeded","data":{"currency":"USD"}}"#,
    #"{"type":"payment.succeeded","data":{"amount_minor":-1,"currency":"USD"}}"#,
    #"{"type":"payment.succeeded","data":{"amount_minor":"1","currency":"USD"}}"#,
    #"{"type":"payment.succeeded","data":{"amount_minor":1,"currency":"dollar"}}"#,
    #"{"type":"payment.refunded","data":{"amount_minor":1.5,"currency":"USD"}}"#,
    #"{"type":"payment.succeeded","data":{"amount_minor":1,"currency":"USD""#,
  ])
  func `refuses a signed body that is no event`(body: String) throws {
    #expect(try verify(code(body), body: body) == .failure(.malformed))
  }

  @Test func `lets every other event be, whatever is in it`() throws {
    let body = #"{"type":"contact.created","data":[1,2]}"#
    #expect(try verify(code(body), body: body).get().fact == .irrelevant)
  }
}
