import Foundation
import GRDB
import Shop
import Storage
import Testing

/// A rehearsal's money takes the way of a sale, and buys nothing.
@Suite(.timeLimit(.minutes(20))) struct RehearsalTests {
  private static func checkout(_ number: Int) throws -> Checkout {
    let email = try #require(EmailAddress("operator@example.com"))
    return try #require(
      Rehearsal.checkout(
        try Sample.reference(number),
        provider: .stripe,
        amount: try Sample.money(100),
        email: email,
        at: TestVault.start
      )
    )
  }

  /// A vault with stock for every product, and an open rehearsal.
  private static func begun() async throws -> (TestVault, Checkout) {
    let vault = try TestVault()
    try await vault.importCodes(2)
    let checkout = try checkout(1)
    try await vault.store.beginRehearsal(
      checkout,
      isPhone: false,
      by: try Sample.person(),
      at: TestVault.start
    )
    return (vault, checkout)
  }

  private static func expectUntouched(_ vault: TestVault) throws {
    #expect(try vault.count("SELECT COUNT(*) FROM paidOrder") == 0)
    #expect(try vault.count("SELECT COUNT(*) FROM allocation") == 0)
    #expect(try vault.count("SELECT COUNT(*) FROM delivery") == 0)
    #expect(try vault.count("SELECT COUNT(*) FROM code WHERE status = 'available'") == 2)
    try vault.expectWhole()
  }

  @Test func `the exact money is held as a rehearsal and makes no order`() async throws {
    let (vault, checkout) = try await Self.begun()
    let event = Sample.paid(checkout)
    #expect(try await vault.store.settle(event, at: TestVault.start) == .held(.rehearsal))
    #expect(try await vault.store.settle(event, at: TestVault.start) == .duplicate)
    // The same payment in another event is the same money.
    let again = Sample.paid(checkout, event: "evt_again")
    #expect(try await vault.store.settle(again, at: TestVault.start) == .held(.rehearsal))
    let held = try #require(try vault.store.holds(limit: 9).first)
    #expect(held.reason == .rehearsal && !held.hasOrder && !held.isReleasable)
    try Self.expectUntouched(vault)
  }

  @Test(arguments: [Int64(99), 101])
  func `money that is not exactly the quote is held for what it is`(units: Int64) async throws {
    let (vault, checkout) = try await Self.begun()
    let key = Payment.Key(paymentID: "pi_odd", reference: checkout.reference)
    let fact = PaymentFact.paid(PaidFact(key: key, amount: try Sample.money(units)))
    let event = Sample.event("evt_odd", fact)
    #expect(try await vault.store.settle(event, at: TestVault.start) == .held(.amount))
    try Self.expectUntouched(vault)
  }

  @Test func `paid twice the second is surplus; after its end it is late`() async throws {
    let (vault, checkout) = try await Self.begun()
    let person = try Sample.person()
    let now = TestVault.start
    _ = try await vault.store.settle(Sample.paid(checkout, by: "pi_first"), at: now)
    let second = Sample.paid(checkout, event: "evt_2", by: "pi_second")
    #expect(try await vault.store.settle(second, at: now) == .held(.surplus))
    await #expect(throws: StoreError.rehearsalPaid) {
      try await vault.store.endRehearsal(checkout.reference, by: person, at: now)
    }
    for payment in ["pi_first", "pi_second"] {
      let refund = try await vault.store.beginRefund(
        checkout.reference,
        payment: payment,
        amount: nil,
        reason: "rehearsal",
        by: person,
        at: now
      )
      let key = Payment.Key(paymentID: payment, reference: checkout.reference)
      let back = PaymentFact.refunded(
        key,
        Refund.Confirmed(id: "re_\(payment)", amount: checkout.amount)
      )
      try await vault.store.recordRefund(refund.id, .done(back), at: now)
    }
    try await vault.store.endRehearsal(checkout.reference, by: person, at: now)
    let late = Sample.paid(checkout, event: "evt_3", by: "pi_third")
    #expect(try await vault.store.settle(late, at: now) == .held(.surplus))
    #expect(try vault.store.holds(limit: 9).map(\.reason) == [.surplus])
    try Self.expectUntouched(vault)
  }

  @Test func `money for one that ended unpaid is late`() async throws {
    let (vault, checkout) = try await Self.begun()
    let person = try Sample.person()
    try await vault.store.endRehearsal(checkout.reference, by: person, at: TestVault.start)
    let event = Sample.paid(checkout)
    #expect(try await vault.store.settle(event, at: TestVault.start) == .held(.late))
    #expect(try vault.store.rehearsal(with: .stripe)?.endedAt == TestVault.start)
    try Self.expectUntouched(vault)
  }

  @Test func `one at a time with a provider, and the ledger names who began and ended it`()
    async throws
  {
    let (vault, checkout) = try await Self.begun()
    let person = try Sample.person()
    let open = StoreError.rehearsalOpen(checkout.reference)
    await #expect(throws: open) {
      try await vault.store.beginRehearsal(
        try Self.checkout(2),
        isPhone: false,
        by: person,
        at: TestVault.start
      )
    }
    try await vault.store.endRehearsal(checkout.reference, by: person, at: TestVault.start)
    try await vault.store.endRehearsal(checkout.reference, by: person, at: TestVault.start)
    let entries = try vault.store.ledger(LedgerFilter(actor: "tester"))
    #expect(entries.map(\.action).filter { $0 != "import" } == ["rehearse", "rehearse"])
  }

  @Test func `nobody marks a rehearsal paid, and its crash leaves the money where it was`()
    async throws
  {
    let (vault, checkout) = try await Self.begun()
    let person = try Sample.person()
    await #expect(throws: StoreError.rehearsalOpen(checkout.reference)) {
      _ = try await vault.store.markPaid(
        checkout.reference,
        proof: "T-1",
        reason: "seen",
        by: person,
        at: TestVault.start
      )
    }
    _ = try await vault.store.settle(Sample.paid(checkout), at: TestVault.start)
    vault.store.close()
    let next = try vault.reopened()
    defer { next.close() }
    try next.requireWhole()
    #expect(try next.rehearsal(with: .stripe)?.endedAt == nil)
    #expect(try next.holds(limit: 9).map(\.reason) == [.rehearsal])
  }

  @Test func `a stranger's order of what only rehearsals sell is refused`()
    async throws
  {
    let (vault, _) = try await Self.begun()
    let stranger = Checkout.Buyer(isPhone: false, address: "203.0.113.7", network: "203.0.113.0/24")
    await #expect(throws: StoreError.refusedBuyer) {
      _ = try await vault.store.enter(try Self.checkout(3), by: stranger)
    }
    #expect(try vault.count("SELECT COUNT(*) FROM checkout") == 1)
  }

  /// In the vault: checkout 1 is a rehearsal that was paid by payment 1; checkout 2 a sale.
  static let attacks = [
    """
    INSERT INTO paidOrder (checkoutID, paymentID, tokenHash, tokenSealed, risk, fulfilment, paidAt)
    VALUES (1, 1, randomblob(32), randomblob(32), 'clear', 'blocked', 1)
    """,
    "UPDATE payment SET mismatch = NULL",
    "UPDATE payment SET mismatch = 'surplus'",
    "UPDATE rehearsal SET endedAt = startedAt + 1",
    "UPDATE rehearsal SET checkoutID = 2",
    "DELETE FROM rehearsal",
    "INSERT INTO rehearsal (checkoutID, provider, startedAt) VALUES (2, 'alipay', 1)",
    "INSERT OR REPLACE INTO rehearsal (checkoutID, provider, startedAt) VALUES (1, 'alipay', 1)",
    "UPDATE code SET sku = 'CARDSTOCK-REHEARSAL'",
    """
    INSERT INTO code (batchID, sku, line, fingerprint, similar, sealed, status, expiresAt)
    SELECT batchID, 'CARDSTOCK-REHEARSAL', line, randomblob(32), similar, sealed, status, expiresAt
    FROM code WHERE id = 1
    """,
  ]

  @Test(arguments: attacks) func `the file refuses to sell a rehearsal`(attack: String) async throws
  {
    let (vault, checkout) = try await Self.begun()
    try await vault.store.open(try Sample.checkout(2))
    _ = try await vault.store.settle(Sample.paid(checkout), at: TestVault.start)
    #expect(throws: DatabaseError.self) { try vault.meddle { try $0.execute(sql: attack) } }
  }
}
