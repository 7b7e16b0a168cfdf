import Shop
import Storage
import Testing

/// Refunds and disputes block hand-over in any order of arrival (I5).
@Suite(.timeLimit(.minutes(20)))
struct PaymentRecordTests {
  /// Reports about one payment, each an event of its own.
  static let facts = ["paid", "refund", "dispute", "duplicate", "byReference"]

  private func event(_ name: String, _ checkout: Checkout) throws -> PaymentEvent {
    let key = Payment.Key(paymentID: "pi_1", reference: checkout.reference)
    return switch name {
    case "paid": Sample.paid(checkout, event: "evt_paid", by: "pi_1")
    case "duplicate": Sample.paid(checkout, event: "evt_again", by: "pi_1")
    case "refund":
      Sample.event(
        "evt_refund",
        .refunded(key, Refund.Confirmed(id: nil, amount: try Sample.money(1000)))
      )
    case "byReference":
      Sample.event(
        "evt_lost",
        .disputed(Payment.Key(paymentID: nil, reference: checkout.reference), .lost)
      )
    default:
      Sample.event(
        "evt_dispute",
        .disputed(Payment.Key(paymentID: "pi_1", reference: nil), .open)
      )
    }
  }

  private func standing(after names: [String]) async throws -> Order.Standing {
    let vault = try TestVault()
    try await vault.importCodes(2)
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    for name in names {
      _ = try await vault.store.settle(try event(name, checkout), at: TestVault.start)
    }
    try vault.expectWhole()
    let order = try vault.order(1)
    #expect([.blocked, .revoked].contains(order.view.fulfilment), "\(names)")
    let due = try await vault.store.claimDue(limit: 9, at: TestVault.start)
    #expect(due.allSatisfy { $0.purpose == .refunded && $0.units.isEmpty }, "\(names)")
    return order.view.standing
  }

  @Test func `every order of arrival ends in the same standing (I5)`() async throws {
    let all = Self.facts.permutations
    #expect(all.count == 120)
    let expected = Order.Standing(payment: .partRefunded, dispute: .lost, risk: .hold)
    for names in all {
      #expect(try await standing(after: names) == expected, "\(names)")
    }
  }

  @Test(arguments: [["paid", "refund"], ["refund", "paid"]])
  func `a refund of all of it is known as such, before the payment or after`(
    names: [String]
  ) async throws {
    let vault = try TestVault()
    try await vault.importCodes(2)
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    let key = Payment.Key(paymentID: "pi_1", reference: nil)
    let refund = Sample.event(
      "evt_refund",
      .refunded(key, Refund.Confirmed(id: nil, amount: checkout.amount))
    )
    for name in names {
      let event = name == "paid" ? Sample.paid(checkout, by: "pi_1") : refund
      _ = try await vault.store.settle(event, at: TestVault.start)
    }
    let order = try vault.order(1)
    #expect(order.view.standing.payment == .refunded)
    #expect(order.refunded == checkout.amount)
    let isRevoked = names.first == "paid"
    #expect(order.view.fulfilment == (isRevoked ? .revoked : .blocked))
    let statuses = try vault.store.stockReport().first
    #expect(statuses?.revoked == (isRevoked ? 1 : 0))
  }

  @Test func `refund totals are cumulative: a smaller one that comes late changes nothing`()
    async throws
  {
    let vault = try TestVault()
    try await vault.importCodes(2)
    _ = try await vault.buy(1)
    let key = Payment.Key(paymentID: nil, reference: try Sample.reference(1))
    for (id, total, expected) in [("a", 2000, true), ("b", 1000, false), ("c", 4850, true)] {
      let money = try Sample.money(Int64(total))
      let event = Sample.event(id, .refunded(key, Refund.Confirmed(id: nil, amount: money)))
      let settlement = try await vault.store.settle(event, at: TestVault.start)
      #expect(
        settlement == (expected ? .refunded(try Sample.reference(1), total: money) : .ignored)
      )
    }
    #expect(try vault.order(1).view.standing.payment == .refunded)
  }

  @Test func `a dispute that is won goes on only when a person releases it`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(2)
    _ = try await vault.buy(1)
    let key = Payment.Key(paymentID: nil, reference: try Sample.reference(1))
    let person = try Sample.person()
    for (id, dispute) in [("a", Dispute.open), ("b", .won)] {
      let event = Sample.event(id, .disputed(key, dispute))
      let settlement = try await vault.store.settle(event, at: TestVault.start)
      #expect(settlement == .disputed(try Sample.reference(1), dispute))
      #expect(try vault.order(1).view.fulfilment == .blocked)
      #expect(try vault.order(1).hold == .dispute)
      #expect(try await vault.store.claimDue(limit: 9, at: TestVault.start).isEmpty)
    }
    try await vault.store.release(
      reference: try Sample.reference(1),
      by: person,
      at: TestVault.start
    )
    #expect(try vault.order(1).view.fulfilment == .allocated)
    #expect(try await vault.store.claimDue(limit: 9, at: TestVault.start).count == 1)
    await #expect(throws: StoreError.notHeld) {
      try await vault.store.release(
        reference: try Sample.reference(1),
        by: person,
        at: TestVault.start
      )
    }
    try vault.expectWhole()
  }

  @Test func `a failed payment may still be overtaken by its success`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(2)
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    let key = Payment.Key(paymentID: nil, reference: checkout.reference)
    let failed = Sample.event("evt_failed", .failed(key))
    #expect(try await vault.store.settle(failed, at: TestVault.start) == .ignored)
    let paid = Sample.paid(checkout)
    let settlement = try await vault.store.settle(paid, at: TestVault.start)
    #expect(settlement == .allocated(checkout.reference))
  }

  @Test func `refunds and disputes of unknown payments are kept and answered`() async throws {
    let vault = try TestVault()
    let key = Payment.Key(paymentID: "pi_9", reference: nil)
    let refund = Sample.event(
      "a",
      .refunded(key, Refund.Confirmed(id: nil, amount: try Sample.money(5)))
    )
    let settlement = try await vault.store.settle(refund, at: TestVault.start)
    #expect(settlement == .refunded(nil, total: try Sample.money(5)))
    let nameless = Payment.Key(paymentID: nil, reference: nil)
    let lost = Sample.event("b", .disputed(nameless, .lost))
    let held = try await vault.store.settle(lost, at: TestVault.start)
    #expect(held == .held(.unknownCheckout))
  }
}
