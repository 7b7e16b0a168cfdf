import Foundation
import Testing
import cardstock_mockpay

struct DeskTests {
  private static func openDesk() -> Desk {
    Desk(isLive: false, openedAt: 1_795_000_000, timeScale: 1)
  }

  /// The objects of the events so far, with their kinds.
  private static func objects(_ desk: Desk) throws -> [(kind: String, object: [String: Any])] {
    try desk.outbox.events.map { event in
      let json = try JSONSerialization.jsonObject(with: Data(event.body))
      let document = try #require(json as? [String: Any])
      let data = try #require(document["data"] as? [String: Any])
      return (event.kind, try #require(data["object"] as? [String: Any]))
    }
  }

  @Test func `the same key and fields give the same session`() throws {
    var desk = Self.openDesk()
    let first = try desk.open(sampleForm(), key: "k", at: 0)
    let again = try desk.open(sampleForm(), key: "k", at: 5)
    #expect(first == again)
  }

  @Test func `the same key with other fields is an error`() throws {
    var desk = Self.openDesk()
    _ = try desk.open(sampleForm(), key: "k", at: 0)
    let other = try sampleForm(["line_items[0][quantity]": "3"])
    let error = #expect(throws: StripeError.self) { try desk.open(other, key: "k", at: 0) }
    #expect(error?.type == "idempotency_error")
    #expect(error?.statusCode == 400)
  }

  @Test func `a refused request does not use up its key`() throws {
    var desk = Self.openDesk()
    let bad = try sampleForm(["mode": "setup"])
    #expect(throws: StripeError.self) { try desk.open(bad, key: "k", at: 0) }
    #expect(try desk.open(sampleForm(), key: "k", at: 0).status == .open)
  }

  @Test func `a payment sends its two events`() throws {
    var desk = Self.openDesk()
    let id = try desk.open(sampleForm(), key: nil, at: 0).id
    try desk.pay(id, at: 1)
    let sent = try Self.objects(desk)
    #expect(sent.map(\.kind) == ["payment_intent.succeeded", "checkout.session.completed"])
    #expect(sent[1].object["amount_total"] as? Int == 9700)
    #expect(sent[1].object["payment_status"] as? String == "paid")
    #expect(sent[1].object["payment_intent"] as? String == sent[0].object["id"] as? String)
  }

  @Test func `paying twice makes two payments of one session`() throws {
    var desk = Self.openDesk()
    let id = try desk.open(sampleForm(), key: nil, at: 0).id
    try desk.pay(id, at: 1)
    try desk.pay(id, at: 1)
    let payments = try desk.session(id).payments.map(\.id)
    let sent = try Self.objects(desk).filter { $0.kind == "checkout.session.completed" }
    #expect(Set(payments).count == 2)
    #expect(sent.compactMap { $0.object["payment_intent"] as? String } == payments)
  }

  @Test func `refunds add up and never pass the payment`() throws {
    var desk = Self.openDesk()
    let id = try desk.open(sampleForm(), key: nil, at: 0).id
    try desk.pay(id, at: 1)
    let payment = try #require(desk.session(id).payments.first).id
    try desk.refund(payment, amount: 700, at: 2)
    #expect(throws: StripeError.self) { try desk.refund(payment, amount: 9001, at: 3) }
    try desk.refund(payment, amount: nil, at: 3)
    let sent = try Self.objects(desk).filter { $0.kind == "charge.refunded" }
    #expect(sent.map { $0.object["amount_refunded"] as? Int } == [700, 9700])
    #expect(sent.map { $0.object["refunded"] as? Bool } == [false, true])
  }

  @Test func `a dispute opens once and closes once`() throws {
    var desk = Self.openDesk()
    let id = try desk.open(sampleForm(), key: nil, at: 0).id
    try desk.pay(id, at: 1)
    let payment = try #require(desk.session(id).payments.first).id
    #expect(throws: StripeError.self) { try desk.dispute(payment, .won, at: 2) }
    try desk.dispute(payment, .open, at: 2)
    #expect(throws: StripeError.self) { try desk.dispute(payment, .open, at: 3) }
    try desk.dispute(payment, .lost, at: 4)
    #expect(throws: StripeError.self) { try desk.dispute(payment, .won, at: 5) }
    let kinds = try Self.objects(desk).map(\.kind).suffix(2)
    #expect(kinds == ["charge.dispute.created", "charge.dispute.closed"])
  }

  @Test func `an unpaid session expires and takes no more money`() throws {
    var desk = Self.openDesk()
    let id = try desk.open(sampleForm(), key: nil, at: 0).id
    desk.expireDue(at: 2099)
    #expect(try desk.session(id).status == .open)
    desk.expireDue(at: 2100)
    #expect(try desk.session(id).status == .expired)
    #expect(throws: StripeError.self) { try desk.pay(id, at: 2101) }
    #expect(try Self.objects(desk).map(\.kind) == ["checkout.session.expired"])
  }
}
