import Payments
import Shop
import Testing

/// What a signed event of PayPal's means to the shop, and what PayPal is asked about it.
@Suite(.timeLimit(.minutes(20)))
struct PayPalEventTests {
  private let reference = Reference("CS5ZQE9U3BYH0141")

  private func verified(
    _ type: String,
    _ resource: String,
    more: String = ""
  ) throws -> Result<VerifiedWebhook, WebhookRefusal> {
    let paypal = try PretendPayPal.shared.get()
    let adapter = try paypal.readyAdapter()
    let body = #"{"id":"WH-1","event_type":"\#(type)","resource":\#(resource)\#(more)}"#
    let request = try paypal.request(body)
    return Result { () throws(WebhookRefusal) in try adapter.verify(request, at: now) }
  }

  private func claim(
    _ type: String,
    _ resource: String,
    more: String = ""
  ) throws -> PaymentClaim {
    guard case .claim(let claim) = try verified(type, resource, more: more).get() else {
      throw Unexpected.event
    }
    return claim
  }

  private func fact(_ type: String, _ resource: String) throws -> PaymentFact {
    guard case .event(let event) = try verified(type, resource).get() else {
      throw Unexpected.claim
    }
    return event.fact
  }

  private enum Unexpected: Error {
    case event
    case claim
  }

  private func capture(
    value: String = "841.38",
    currency: String = "GBP",
    status: String = "COMPLETED",
    more: String = #","payee":{"merchant_id":"ESSMA871DS75E"},"custom_id":"CS5ZQE9U3BYH0141""#
  ) -> String {
    #"{"id":"FM5W0SG8E2Y2P1GM9","status":"\#(status)","amount":{"currency_code":"\#(currency)","#
      + #""value":"\#(value)"}\#(more)}"#
  }

  private func money(_ units: Int64, _ code: String = "GBP") throws -> Money {
    Money(minorUnits: units, currency: try #require(Currency(code)))
  }

  @Test func `asks about a capture before it believes it`() throws {
    let claim = try claim("PAYMENT.CAPTURE.COMPLETED", capture())
    #expect(
      claim.question == Payment.Question(reference: reference, paymentID: "FM5W0SG8E2Y2P1GM9")
    )
    let key = Payment.Key(paymentID: "FM5W0SG8E2Y2P1GM9", reference: reference)
    #expect(claim.claimed == .paid(PaidFact(key: key, amount: try money(84_138))))
    #expect(claim.id == "WH-1" && claim.kind == "PAYMENT.CAPTURE.COMPLETED")
  }

  @Test(
    arguments: [
      ("46099", "JPY", 46_099), ("10.1", "USD", 1_010), ("7", "USD", 700), ("1250", "HUF", 125_000),
      ("0.01", "GBP", 1),
    ] as [(String, String, Int64)]
  )
  func `reads amounts digit by digit`(value: String, currency: String, units: Int64) throws {
    let claim = try claim(
      "PAYMENT.CAPTURE.COMPLETED",
      capture(value: value, currency: currency)
    )
    guard case .paid(let paid) = claim.claimed else {
      Issue.record("expected paid")
      return
    }
    #expect(paid.amount == (try money(units, currency)))
  }

  @Test(arguments: [
    ("10.001", "USD"), ("1.5", "JPY"), ("-1.00", "USD"), ("+1.00", "USD"), ("1e3", "USD"),
    ("1,000.00", "USD"), ("", "USD"), ("0.00", "USD"), (" 1.00", "USD"), ("1.00", "DOLLAR"),
    ("99999999999999999999", "USD"),
  ])
  func `refuses an amount that cannot be compared`(value: String, currency: String) throws {
    let result = try verified(
      "PAYMENT.CAPTURE.COMPLETED",
      capture(value: value, currency: currency)
    )
    #expect(result == .failure(.malformed))
  }

  @Test func `marks money of another account`() throws {
    for (payee, mismatch) in [("ESSMA871DS75E", nil), ("GP50W1M0B64WM", HoldReason.account)] {
      let more = #","payee":{"merchant_id":"\#(payee)"}"#
      guard
        case .paid(let paid) = try claim("PAYMENT.CAPTURE.COMPLETED", capture(more: more)).claimed
      else {
        Issue.record("expected paid")
        continue
      }
      #expect(paid.mismatch == mismatch)
      #expect(paid.key.reference == nil)
    }
  }

  @Test func `asks for the order that a buyer has approved`() throws {
    let order = """
      {"id":"JW2GPPKV19EURSKNS","status":"APPROVED","purchase_units":[\
      {"custom_id":"CS5ZQE9U3BYH0141","amount":{"currency_code":"GBP","value":"94.93"}}]}
      """
    let claim = try claim("CHECKOUT.ORDER.APPROVED", order)
    #expect(
      claim.question == Payment.Question(reference: reference, sessionID: "JW2GPPKV19EURSKNS")
    )
    #expect(claim.claimed == .irrelevant && claim.approvedAt == nil)
    let time = #","create_time":"2026-11-18T11:06:38.123Z""#
    let timed = try self.claim("CHECKOUT.ORDER.APPROVED", order, more: time)
    #expect(timed.approvedAt == now.advanced(seconds: -2))
    #expect(try self.claim("PAYMENT.CAPTURE.COMPLETED", capture(), more: time).approvedAt == nil)
  }

  @Test func `asks why a capture is pending`() throws {
    let claim = try claim("PAYMENT.CAPTURE.PENDING", capture(status: "PENDING"))
    #expect(
      claim.question == Payment.Question(reference: reference, paymentID: "FM5W0SG8E2Y2P1GM9")
    )
    #expect(claim.claimed == .irrelevant)
  }

  @Test func `asks for the capture that was refunded`() throws {
    let more = """
      ,"custom_id":"CS5ZQE9U3BYH0141","links":[{"rel":"self","href":"https://a/b"},\
      {"rel":"up","href":"https://api.paypal.com/v2/payments/captures/H7JPPWA4NLPMRB2BW"}]
      """
    let key = Payment.Key(paymentID: "H7JPPWA4NLPMRB2BW", reference: reference)
    let refund = Refund.Confirmed(id: "FM5W0SG8E2Y2P1GM9", amount: try money(84_138))
    let claim = try claim("PAYMENT.CAPTURE.REFUNDED", capture(more: more))
    #expect(
      claim.question == Payment.Question(reference: reference, paymentID: "H7JPPWA4NLPMRB2BW")
    )
    #expect(claim.claimed == .refunded(key, refund))
    let failed = try self.claim("PAYMENT.REFUND.FAILED", capture(more: more))
    #expect(failed.question == claim.question)
    #expect(failed.claimed == .refundFailed(key, refundID: "FM5W0SG8E2Y2P1GM9"))
    #expect(try fact("PAYMENT.REFUND.FAILED", capture()) == .irrelevant)
    // A reversal can only stop an order, and PayPal cannot be asked about it.
    #expect(
      try fact("PAYMENT.CAPTURE.REVERSED", capture(more: more)) == .refunded(key, refund)
    )
    let alone = try fact("PAYMENT.CAPTURE.REFUNDED", capture())
    #expect(alone == .refunded(Payment.Key(paymentID: nil, reference: reference), refund))
  }

  @Test(
    arguments: [
      ("CREATED", "", Dispute.open),
      ("RESOLVED", #","dispute_outcome":{"outcome_code":"RESOLVED_BUYER_FAVOUR"}"#, .lost),
      ("RESOLVED", #","dispute_outcome":{"outcome_code":"ACCEPTED"}"#, .lost),
      ("RESOLVED", #","dispute_outcome":{"outcome_code":"RESOLVED_SELLER_FAVOUR"}"#, .won),
      ("RESOLVED", #","dispute_outcome":{"outcome_code":"CANCELED_BY_BUYER"}"#, .won),
      // The event that made it may be lost.
      ("RESOLVED", #","dispute_outcome":{"outcome_code":"NONE"}"#, .open),
      ("RESOLVED", "", .open), ("UPDATED", "", .open),
      ("UPDATED", #","dispute_outcome":{"outcome_code":"ACCEPTED"}"#, .lost),
    ]
  )
  func `reads where a dispute stands`(step: String, more: String, dispute: Dispute) throws {
    let object = """
      {"dispute_id":"PP-D-1","disputed_transactions":[{"seller_transaction_id":"F2DAF1FUNMVL1C9JH",\
      "custom":"CS5ZQE9U3BYH0141"}]\(more)}
      """
    let key = Payment.Key(paymentID: "F2DAF1FUNMVL1C9JH", reference: reference)
    let expected = PaymentFact.disputed(key, dispute, id: "PP-D-1")
    #expect(try fact("CUSTOMER.DISPUTE.\(step)", object) == expected)
  }

  @Test func `hears a dispute of several transactions for each of them`() throws {
    let object =
      #"{"dispute_id":"PP-D-1","disputed_transactions":["#
      + #"{"seller_transaction_id":"A1"},{"seller_transaction_id":"B2"},"#
      + #"{"seller_transaction_id":"../c","custom":"CS5ZQE9U3BYH0141"}]}"#
    let heard = try verified("CUSTOMER.DISPUTE.CREATED", object).get()
    guard case .events(let events) = heard else { throw Unexpected.claim }
    let keys = [
      Payment.Key(paymentID: "A1", reference: nil), Payment.Key(paymentID: "B2", reference: nil),
      Payment.Key(paymentID: nil, reference: reference),
    ]
    #expect(events.map(\.fact) == keys.map { .disputed($0, .open, id: "PP-D-1") })
    #expect(events.map(\.id) == ["WH-1", "WH-1#2", "WH-1#3"])
    #expect(
      try fact("CUSTOMER.DISPUTE.CREATED", #"{"dispute_id":"PP-D-1"}"#) == .irrelevant
    )
  }

  @Test func `takes nothing for money that is not`() throws {
    let key = Payment.Key(paymentID: "FM5W0SG8E2Y2P1GM9", reference: reference)
    #expect(try fact("PAYMENT.CAPTURE.DENIED", capture(status: "DECLINED")) == .failed(key))
    #expect(try fact("PAYMENT.CAPTURE.COMPLETED", capture(status: "PENDING")) == .irrelevant)
    for type in ["CHECKOUT.PAYMENT-APPROVAL.REVERSED", "X"] {
      #expect(try fact(type, "{}") == .irrelevant)
    }
  }

  @Test(arguments: ["../orders", "a?b", "a/b", "a b", "", "%2e"])
  func `refuses an ID that would change what is asked`(id: String) throws {
    let amount = #""amount":{"currency_code":"GBP","value":"1.00"}"#
    let capture = #"{"id":"\#(id)","status":"COMPLETED",\#(amount)}"#
    for type in ["PAYMENT.CAPTURE.COMPLETED", "PAYMENT.CAPTURE.REFUNDED"] {
      #expect(try verified(type, capture) == .failure(.malformed))
    }
    #expect(try verified("CHECKOUT.ORDER.APPROVED", #"{"id":"\#(id)"}"#) == .failure(.malformed))
  }
}
