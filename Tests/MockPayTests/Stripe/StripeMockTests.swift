import Foundation
import Testing
import cardstock_mockpay

@Suite(.timeLimit(.minutes(20)))
struct StripeMockTests {
  /// The objects of the events so far, with their kinds.
  private static func objects(_ mock: MockState) throws -> [(kind: String, object: [String: Any])] {
    try mock.outbox.notices.map { event in
      let json = try JSONSerialization.jsonObject(with: Data(event.content))
      let document = try #require(json as? [String: Any])
      let data = try #require(document["data"] as? [String: Any])
      return (event.kind, try #require(data["object"] as? [String: Any]))
    }
  }

  @Test func `the same key and fields give the same session`() throws {
    var mock = try SampleKeys.mock()
    let first = try mock.openSession(sampleForm(), key: "k", at: 0)
    let again = try mock.openSession(sampleForm(), key: "k", at: 5)
    #expect(first == again)
  }

  @Test func `the same key with other fields is an error`() throws {
    var mock = try SampleKeys.mock()
    _ = try mock.openSession(sampleForm(), key: "k", at: 0)
    let other = try sampleForm(["line_items[0][quantity]": "3"])
    let error = #expect(throws: StripeError.self) { try mock.openSession(other, key: "k", at: 0) }
    #expect(error?.type == "idempotency_error")
    #expect(error?.statusCode == 400)
  }

  @Test func `a refused request does not use up its key`() throws {
    var mock = try SampleKeys.mock()
    let bad = try sampleForm(["mode": "setup"])
    #expect(throws: StripeError.self) { try mock.openSession(bad, key: "k", at: 0) }
    #expect(try mock.openSession(sampleForm(), key: "k", at: 0).state == .open)
  }

  @Test func `a payment sends its two events`() throws {
    var mock = try SampleKeys.mock()
    let id = try mock.openSession(sampleForm(), key: nil, at: 0).id
    try mock.pay(id, at: 1)
    let sent = try Self.objects(mock)
    #expect(sent.map(\.kind) == ["payment_intent.succeeded", "checkout.session.completed"])
    #expect(sent[1].object["amount_total"] as? Int == 9700)
    #expect(sent[1].object["payment_status"] as? String == "paid")
    #expect(sent[1].object["payment_intent"] as? String == sent[0].object["id"] as? String)
  }

  @Test func `a delayed payment completes its session unpaid, and succeeds later`() throws {
    var mock = try SampleKeys.mock()
    let id = try mock.openSession(sampleForm(), key: nil, at: 0).id
    try mock.payUnfinished(id, at: 1)
    try mock.finishPayment(mock.sale(id).payments[0].id, at: 9)
    let sent = try Self.objects(mock).filter { $0.kind.hasPrefix("checkout.") }
    let kinds = ["checkout.session.completed", "checkout.session.async_payment_succeeded"]
    #expect(sent.map(\.kind) == kinds)
    #expect(sent.map { $0.object["payment_status"] as? String } == ["unpaid", "paid"])
    #expect(sent.allSatisfy { $0.object["status"] as? String == "complete" })
  }

  @Test func `paying twice makes two payments of one session`() throws {
    var mock = try SampleKeys.mock()
    let id = try mock.openSession(sampleForm(), key: nil, at: 0).id
    try mock.pay(id, at: 1)
    try mock.pay(id, at: 1)
    let payments = try mock.sale(id).payments.map(\.id)
    let sent = try Self.objects(mock).filter { $0.kind == "checkout.session.completed" }
    #expect(Set(payments).count == 2)
    #expect(sent.compactMap { $0.object["payment_intent"] as? String } == payments)
  }

  @Test func `refunds add up and never pass the payment`() throws {
    var mock = try SampleKeys.mock()
    let id = try mock.openSession(sampleForm(), key: nil, at: 0).id
    try mock.pay(id, at: 1)
    let payment = try #require(mock.sale(id).payments.first).id
    try mock.refund(payment, id: "re_1", amount: 700, at: 2)
    #expect(throws: SaleError.self) { try mock.refund(payment, id: "re_2", amount: 9001, at: 3) }
    try mock.refund(payment, id: "re_3", amount: nil, at: 3)
    let sent = try Self.objects(mock).filter { $0.kind == "charge.refunded" }
    #expect(sent.map { $0.object["amount_refunded"] as? Int } == [700, 9700])
    #expect(sent.map { $0.object["refunded"] as? Bool } == [false, true])
  }

  @Test func `a dispute opens once and closes once`() throws {
    var mock = try SampleKeys.mock()
    let id = try mock.openSession(sampleForm(), key: nil, at: 0).id
    try mock.pay(id, at: 1)
    let payment = try #require(mock.sale(id).payments.first).id
    #expect(throws: SaleError.self) { try mock.dispute(payment, .won, at: 2) }
    try mock.dispute(payment, .open, at: 2)
    #expect(throws: SaleError.self) { try mock.dispute(payment, .open, at: 3) }
    try mock.dispute(payment, .lost, at: 4)
    #expect(throws: SaleError.self) { try mock.dispute(payment, .won, at: 5) }
    let kinds = try Self.objects(mock).map(\.kind).suffix(2)
    #expect(kinds == ["charge.dispute.created", "charge.dispute.closed"])
  }

  @Test func `an unpaid session expires and takes no more money`() throws {
    var mock = try SampleKeys.mock()
    let id = try mock.openSession(sampleForm(), key: nil, at: 0).id
    try mock.tick(at: 2_099_000)
    #expect(try mock.sale(id).state == .open)
    try mock.tick(at: 2_100_000)
    #expect(try mock.sale(id).state == .ended)
    #expect(throws: SaleError.self) { try mock.pay(id, at: 2101) }
    #expect(try Self.objects(mock).map(\.kind) == ["checkout.session.expired"])
  }

  @Test func `the same key gives money back once`() throws {
    var mock = try SampleKeys.mock()
    let id = try mock.openSession(sampleForm(), key: nil, at: 0).id
    try mock.pay(id, at: 1)
    let payment = try #require(mock.sale(id).payments.first).id
    let form = try FormFields(form: "payment_intent=\(payment)&amount=700")
    let first = try mock.refundPayment(form, key: "r", at: 2).0
    #expect(try mock.refundPayment(form, key: "r", at: 3).0 == first)
    #expect(try mock.sale(id).payments.first?.refunded == 700)
    let more = try FormFields(form: "payment_intent=\(payment)&amount=9001")
    #expect(throws: StripeError.self) { try mock.refundPayment(more, key: nil, at: 4) }
  }

  @Test func `a refund that failed is told and may be asked for again`() throws {
    var mock = try SampleKeys.mock()
    let id = try mock.openSession(sampleForm(), key: nil, at: 0).id
    try mock.pay(id, at: 1)
    let payment = try #require(mock.sale(id).payments.first).id
    try mock.refund(payment, id: "re_1", amount: nil, at: 2)
    try mock.failRefund("re_1", of: payment, at: 3)
    #expect(try mock.sale(id).payments.first?.left == 9700)
    let last = try #require(Self.objects(mock).last)
    #expect(last.kind == "refund.failed")
    #expect(last.object["status"] as? String == "failed")
  }
}
