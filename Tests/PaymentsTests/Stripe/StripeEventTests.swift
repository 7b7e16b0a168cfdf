import Payments
import Shop
import Testing

/// What an authentic event means to the shop.
@Suite(.timeLimit(.minutes(20)))
struct StripeEventTests {
  private func fact(
    _ type: String,
    _ object: String,
    top: String = #""livemode":true"#,
    account: String? = nil
  ) throws -> Result<PaymentFact, WebhookRefusal> {
    let key = StripeAdapterTests.key
    let body = #"{"id":"evt_1","type":"\#(type)",\#(top),"data":{"object":\#(object)}}"#
    let adapter = StripeAdapter(
      secrets: [try secret(key)],
      isLive: true,
      account: account,
      api: try stripeAPI("sk_test_1")
    )
    let header = "t=1795000000,v1=\(stripeCode(body, key))"
    let request = WebhookRequest(
      headers: [("Stripe-Signature", header)],
      body: Array(body.utf8)
    )
    return Result { () throws(WebhookRefusal) in try adapter.event(request, at: now).fact }
  }

  private func session(_ more: String = "", status: String = "paid") -> String {
    #"{"id":"cs_1","amount_total":4850,"currency":"cny","payment_status":"\#(status)"\#(more)}"#
  }

  private func cny(_ units: Int64) throws -> Money {
    Money(minorUnits: units, currency: try #require(Currency("CNY")))
  }

  private let reference = Reference("CSZTL2EYAMJZ0001")

  private func paid(_ object: String, top: String = #""livemode":true"#) throws -> PaidFact {
    let fact = try fact("checkout.session.completed", object, top: top).get()
    guard case .paid(let paid) = fact else {
      throw UnexpectedFact(description: "expected paid, got \(fact)")
    }
    return paid
  }

  private struct UnexpectedFact: Error, CustomStringConvertible {
    let description: String
  }

  @Test(arguments: ["subscription", "setup", "something new"])
  func `holds a session that is not for one purchase`(mode: String) throws {
    let fact = try paid(session(#","mode":"\#(mode)""#))
    #expect(fact.mismatch == .plan)
    let free = try paid(session(#","mode":"\#(mode)""#, status: "no_payment_required"))
    #expect(free.mismatch == .plan)
    let kept = #"{"id":"cs_1","amount_total":null,"currency":"cny","mode":"\#(mode)","#
    #expect(
      try paid(kept + #""payment_status":"no_payment_required"}"#).mismatch == .plan
    )
    #expect(try paid(session(#","mode":"payment""#)).mismatch == nil)
  }

  @Test func `reads everything that a paid session tells`() throws {
    let more = """
      ,"payment_intent":"pi_1","client_reference_id":"ANOTHERREFERENCE01","locale":"zh-HK",\
      "customer_details":{"email":"buyer@example.com","name":"张三"},\
      "customer_email":"x@example.com",\
      "metadata":{"order_id":"CSZTL2EYAMJZ0001","sku":"STEAM-50","quantity":"3","new":"thing"},\
      "livemode":true,"later":{"added":[1,2,{"by":null}]}
      """
    let expected = PaidFact(
      key: Payment.Key(paymentID: "pi_1", reference: reference),
      amount: try cny(4_850),
      sku: SKU("STEAM-50"),
      quantity: 3,
      email: EmailAddress("buyer@example.com"),
      language: .chinese,
      payer: "buyer@example.com"
    )
    #expect(try paid(session(more)) == expected)
  }

  @Test func `makes do with the least that a paid session tells`() throws {
    let expected = PaidFact(
      key: Payment.Key(paymentID: "cs_1", reference: nil),
      amount: try cny(4_850)
    )
    let nulls = #","payment_intent":null,"client_reference_id":null,"customer_details":null"#
    #expect(try paid(session()) == expected)
    #expect(try paid(session(nulls + #","metadata":null,"locale":"auto""#)) == expected)
  }

  @Test func `takes the reference of a hosted link`() throws {
    let found = try paid(session(#","client_reference_id":"CSZTL2EYAMJZ0001","metadata":{}"#))
    #expect(found.key.reference == reference)
    let none = try paid(session(#","client_reference_id":"not ours""#))
    #expect(none.key.reference == nil)
  }

  @Test(arguments: ["0", "-1", "1000", "2.5", "", "two", "99999999999999999999"])
  func `takes an odd quantity for one`(text: String) throws {
    #expect(try paid(session(#","metadata":{"quantity":"\#(text)"}"#)).quantity == 1)
  }

  @Test(arguments: ["a b@example.com", "x", "a@b\\r\\nc@example.com", ""])
  func `takes no address that could not be written to`(text: String) throws {
    #expect(try paid(session(#","customer_details":{"email":"\#(text)"}"#)).email == nil)
  }

  @Test func `reads minor units and every currency as they are`() throws {
    let yen = #"{"id":"cs_1","amount_total":6859,"currency":"jpy","payment_status":"paid"}"#
    let currency = try #require(Currency("JPY"))
    #expect(try paid(yen).amount == Money(minorUnits: 6_859, currency: currency))
    let free =
      #"{"id":"c","amount_total":0,"currency":"cny","payment_status":"no_payment_required"}"#
    #expect(try paid(free).amount == cny(0))
    // Nothing was paid of it, whatever it would have cost.
    let unpaid =
      #"{"id":"c","amount_total":4850,"currency":"cny","payment_status":"no_payment_required"}"#
    #expect(try paid(unpaid).amount == cny(0))
  }

  @Test(arguments: [
    #"{"id":"c","currency":"cny","payment_status":"paid"}"#,
    #"{"id":"c","amount_total":-1,"currency":"cny","payment_status":"paid"}"#,
    #"{"id":"c","amount_total":1.5,"currency":"cny","payment_status":"paid"}"#,
    #"{"id":"c","amount_total":"4850","currency":"cny","payment_status":"paid"}"#,
    #"{"id":"c","amount_total":99999999999999999999,"currency":"cny","payment_status":"paid"}"#,
    #"{"id":"c","amount_total":1,"payment_status":"paid"}"#,
    #"{"id":"c","amount_total":1,"currency":"yuan","payment_status":"paid"}"#,
    #"{"amount_total":1,"currency":"cny","payment_status":"paid"}"#,
  ])
  func `refuses a payment without an amount that can be compared`(object: String) throws {
    #expect(try fact("checkout.session.completed", object) == .failure(.malformed))
  }

  @Test func `waits for a delayed method's own event`() throws {
    let waiting = session(status: "unpaid")
    #expect(try fact("checkout.session.completed", waiting) == .success(.irrelevant))
    let key = Payment.Key(paymentID: "cs_1", reference: nil)
    let came = PaymentFact.paid(PaidFact(key: key, amount: try cny(4_850)))
    #expect(try fact("checkout.session.async_payment_succeeded", session()) == .success(came))
    let failed = try fact("checkout.session.async_payment_failed", waiting)
    #expect(failed == .success(.failed(key)))
    // A session that ran out brought no payment.
    #expect(try fact("checkout.session.expired", waiting) == .success(.irrelevant))
  }

  @Test func `marks money of another mode or account`() throws {
    for top in [#""livemode":false"#, #""x":1"#] {
      #expect(try paid(session(), top: top).mismatch == .mode)
    }
    #expect(
      try paid(session(), top: #""livemode":true,"account":"acct_2""#).mismatch == .account
    )
    for (account, mismatch) in [("acct_1", nil), ("acct_2", HoldReason.account)] {
      let result = try fact(
        "checkout.session.completed",
        session(),
        top: #""livemode":true,"account":"acct_1""#,
        account: account
      )
      guard case .success(.paid(let paid)) = result else {
        Issue.record("expected paid")
        continue
      }
      #expect(paid.mismatch == mismatch)
    }
  }

  @Test func `lets nothing else of another mode touch an order`() throws {
    let charge = #"{"amount_refunded":1,"currency":"cny","payment_intent":"pi_1"}"#
    let test = #""livemode":false"#
    for type in ["charge.refunded", "charge.dispute.created", "charge.dispute.closed"] {
      #expect(try fact(type, charge, top: test) == .success(.irrelevant))
    }
    #expect(try fact("checkout.session.expired", session(), top: test) == .success(.irrelevant))
  }

  @Test func `reads a refund's running total`() throws {
    let charge = """
      {"id":"ch_1","amount":4850,"amount_refunded":123,"currency":"cny","payment_intent":"pi_1",\
      "metadata":{"order_id":"CSZTL2EYAMJZ0001"},"refunded":false}
      """
    let key = Payment.Key(paymentID: "pi_1", reference: reference)
    #expect(
      try fact("charge.refunded", charge)
        == .success(.refunded(key, Refund.Confirmed(id: nil, amount: try cny(123))))
    )
  }

  @Test(arguments: [
    ("created", "needs_response", Dispute.open), ("funds_withdrawn", "needs_response", .open),
    ("closed", "won", .won), ("closed", "warning_closed", .won), ("closed", "prevented", .won),
    ("created", "prevented", .won), ("updated", "prevented", .won), ("updated", "lost", .lost),
    ("closed", "lost", .lost),
    // The event that made it may be lost.
    ("updated", "needs_response", .open), ("updated", "under_review", .open),
    ("updated", "warning_under_review", .open), ("updated", "a new status", .open),
    ("closed", "a new status", .open),
  ])
  func `reads where a dispute stands`(step: String, status: String, dispute: Dispute) throws {
    let object = #"{"id":"du_1","status":"\#(status)","payment_intent":"pi_1"}"#
    let key = Payment.Key(paymentID: "pi_1", reference: nil)
    let result = try fact("charge.dispute.\(step)", object)
    #expect(result == .success(.disputed(key, dispute, id: "du_1")))
  }

  @Test(arguments: [
    "payment_intent.succeeded", "charge.succeeded", "payout.paid", "customer.created",
    "checkout.session", "v2.core.event",
  ])
  func `lets every other event be`(type: String) throws {
    #expect(try fact(type, #"{"id":7,"metadata":[]}"#) == .success(.irrelevant))
  }

  @Test func `names a refund, whether it is under way, made or came back`() throws {
    let refund = { (status: String) in
      #"{"id":"re_1","status":"\#(status)","amount":123,"currency":"cny","payment_intent":"pi_1","#
        + #""charge":"ch_1","metadata":{}}"#
    }
    let key = Payment.Key(paymentID: "pi_1", reference: nil)
    let failed = PaymentFact.refundFailed(key, refundID: "re_1", amount: try cny(123))
    let done = PaymentFact.refunded(key, Refund.Confirmed(id: "re_1", amount: try cny(123)))
    #expect(try fact("refund.failed", refund("failed")) == .success(failed))
    #expect(try fact("refund.failed", refund("pending")) == .success(failed))
    for type in ["refund.created", "refund.updated", "charge.refund.updated"] {
      #expect(try fact(type, refund("failed")) == .success(failed))
      #expect(try fact(type, refund("canceled")) == .success(failed))
      for status in ["succeeded", "pending", "requires_action"] {
        #expect(try fact(type, refund(status)) == .success(done))
      }
      #expect(try fact(type, refund("a new status")) == .success(.irrelevant))
      let bare = #"{"id":"re_1","status":"succeeded","payment_intent":"pi_1"}"#
      #expect(try fact(type, bare) == .failure(.malformed))
    }
    let test = #""livemode":false"#
    #expect(try fact("refund.failed", refund("failed"), top: test) == .success(.irrelevant))
  }

  @Test func `lets a thin event be, whatever it is called`() throws {
    let thin = #""livemode":true,"object":"v2.core.event""#
    let result = try fact("checkout.session.completed", session(), top: thin)
    #expect(result == .success(.irrelevant))
  }
}
