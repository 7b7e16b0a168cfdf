import Foundation
import Payments
import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct UnionPayWebhookTests {
  private typealias UnionPay = PretendUnionPay

  private func verified(
    _ changes: [String: String],
    to fields: [String: String] = PretendUnionPay.paid
  ) throws -> VerifiedWebhook {
    let unionPay = try UnionPay.shared.get()
    let message = try unionPay.signed(fields.merging(changes) { $1 })
    return try unionPay.adapter().verify(UnionPay.request(UnionPay.form(message)), at: now)
  }

  private func event(
    _ changes: [String: String],
    to fields: [String: String] = PretendUnionPay.paid
  ) throws -> PaymentEvent {
    guard case .event(let event) = try verified(changes, to: fields) else {
      throw UnexpectedClaim()
    }
    return event
  }

  private struct UnexpectedClaim: Error {}

  private var key: Payment.Key {
    Payment.Key(
      paymentID: "972585085201412455803",
      reference: Reference("CSZTL2EYAMJZ00010001")
    )
  }

  private func money(_ units: Int64, _ code: String = "CNY") throws -> Money {
    Money(minorUnits: units, currency: try #require(Currency(code)))
  }

  @Test func `takes a purchase for paid by its amount, not by that of its settlement`() throws {
    let event = try event(["settleAmt": "9600"])
    #expect(event.id == "972585085201412455803-01-00")
    #expect(event.kind == "01:00")
    #expect(event.fact == .paid(PaidFact(key: key, amount: try money(9_700))))
  }

  @Test func `asks before it believes a flawed success`() throws {
    guard case .claim(let claim) = try verified(["respCode": "A6"]) else {
      throw UnexpectedClaim()
    }
    #expect(claim.id == "972585085201412455803-01-A6")
    #expect(claim.claimed == .paid(PaidFact(key: key, amount: try money(9_700))))
    #expect(claim.question.reference == key.reference)
    #expect(claim.question.openedAt == now)
  }

  @Test(arguments: ["03", "04", "05"])
  func `waits while nobody knows, and tells that from a later success`(code: String) throws {
    let event = try event(["respCode": code])
    #expect(event.fact == .irrelevant)
    #expect(event.id == "972585085201412455803-01-\(code)")
  }

  @Test(arguments: ["01", "12", "33", "000", "a6", "0"])
  func `takes any other code for a failure`(code: String) throws {
    #expect(try event(["respCode": code]).fact == .failed(key))
  }

  @Test(arguments: ["02", "03", "13", "71", "1"])
  func `lets be what is no sale`(type: String) throws {
    #expect(try event(["txnType": type]).fact == .irrelevant)
  }

  @Test(arguments: [("840", "USD"), ("392", "XXX"), ("", "XXX"), ("CNY", "XXX")])
  func `reads another currency as another one`(number: String, code: String) throws {
    let fact = try event(["currencyCode": number]).fact
    #expect(fact == .paid(PaidFact(key: key, amount: try money(9_700, code))))
  }

  @Test func `holds what another merchant was paid, and settles nothing else of theirs`() throws {
    let stranger = ["merId": "777290058110049"]
    let mine = PaidFact(key: key, amount: try money(9_700), mismatch: .account)
    #expect(try event(stranger).fact == .paid(mine))
    #expect(try event(stranger.merging(["respCode": "A6"]) { $1 }).fact == .paid(mine))
    #expect(try event(stranger.merging(["respCode": "12"]) { $1 }).fact == .irrelevant)
    #expect(try event(stranger, to: UnionPay.refunded).fact == .irrelevant)
  }

  @Test(arguments: ["04", "31"])
  func `keys a refund by the purchase and by its own number`(type: String) throws {
    let purchase = Payment.Key(paymentID: "972585085201412455803", reference: nil)
    let refund = Refund.Confirmed(id: "RF839EJLCWG36T00", amount: try money(1_500))
    let event = try event(["txnType": type], to: UnionPay.refunded)
    #expect(event.fact == .refunded(purchase, refund))
    #expect(event.id == "978856395898153578042-\(type)-00")
    let failed = try self.event(["txnType": type, "respCode": "33"], to: UnionPay.refunded)
    #expect(failed.fact == .refundFailed(purchase, refundID: "RF839EJLCWG36T00"))
    let underway = try self.event(["txnType": type, "respCode": "05"], to: UnionPay.refunded)
    #expect(underway.fact == .irrelevant)
  }

  @Test(arguments: ["97.00", "-9700", "", "9700000000000", "９７００", "9 700"])
  func `refuses an amount that is not digits`(amount: String) throws {
    #expect(throws: WebhookRefusal.malformed) { try event(["txnAmt": amount]) }
  }

  @Test func `reads a message in GBK by its bytes`() throws {
    // Each byte of 成功 in GBK as the Latin-1 character with that value.
    let unionPay = try UnionPay.shared.get()
    let fields = UnionPay.paid.merging(["encoding": "GBK", "respMsg": "\u{b3}\u{c9}\u{b9}\u{a6}"]) {
      $1
    }
    let latin = { (text: String) in
      Data(text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) })
    }
    var message = try unionPay.signed(fields, charset: latin)
    message["respMsg"] = nil
    let body = UnionPay.form(message)
    let event = try unionPay.adapter().event(
      UnionPay.request(body + "&respMsg=%B3%C9%B9%A6"),
      at: now
    )
    #expect(event.fact == .paid(PaidFact(key: key, amount: try money(9_700))))
    #expect(throws: WebhookRefusal.authentication) {
      try unionPay.adapter().verify(UnionPay.request(body + "&respMsg=%E6%88%90%E5%8A%9F"), at: now)
    }
  }

  @Test(arguments: [
    "&txnAmt=1", "&txn%41mt=1", "&x=%", "&x=%4", "&x=%zz", "&=1",
  ])
  func `refuses a body that two readers could read differently`(tail: String) throws {
    let unionPay = try UnionPay.shared.get()
    let body = UnionPay.form(try unionPay.signed(UnionPay.paid)) + tail
    #expect(throws: WebhookRefusal.malformed) {
      try unionPay.adapter().verify(UnionPay.request(body), at: now)
    }
  }

  @Test func `refuses a body of more fields than there can be`() throws {
    let body = (0..<300).map { "f\($0)=1" }.joined(separator: "&")
    #expect(throws: WebhookRefusal.malformed) {
      try UnionPay.shared.get().adapter().verify(UnionPay.request(body), at: now)
    }
  }
}
