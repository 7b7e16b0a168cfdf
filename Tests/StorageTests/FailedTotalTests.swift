import Shop
import Storage
import Testing

/// Refunds that failed, of a provider that tells what went back as a total too: the total never
/// falls, and what failed leaves it (I5).
@Suite(.timeLimit(.minutes(20)))
struct FailedTotalTests {
  @Test func `what failed leaves the total, in any order`() async throws {
    let reports: [RefundReport] = [
      .part("rf_1", 3000), .total(3000), .failed("rf_1", 3000), .part("rf_2", 500),
    ]
    let (first, last) = (RefundReport.paid, RefundReport.total(500))
    for order in reports.permutations {
      for facts in [[first] + order + [last], [last] + order + [first]] {
        try await expectSecondLeft(after: facts)
      }
    }
  }

  private func expectSecondLeft(after facts: [RefundReport]) async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    for fact in facts {
      _ = try await vault.store.settle(try fact.event(checkout), at: TestVault.start)
    }
    #expect(try vault.order(1).refunded == (try Sample.money(500)), "\(facts)")
    #expect(try vault.order(1).hold == .refund, "\(facts)")
    try vault.expectWhole()
  }

  @Test func `a whole refund that failed twice is given again, and the order leaves the list`()
    async throws
  {
    let sale = try await PartlyRefunded(.delivered)
    for number in 1...3 {
      let refund = try await sale.begin(nil)
      #expect(refund.amount == (try Sample.money(14_550)))
      try await sale.answer(refund)
      try await sale.hearTotal(14_550)
      #expect(try sale.order().view.standing.payment == .refunded)
      #expect(try sale.order().refunded == refund.amount)
      if number < 3 {
        #expect(try sale.vault.store.holds(limit: 9).count == 0)
        try await sale.fail(refund)
        #expect(try sale.order().refunded == nil)
        #expect(try sale.order().view.standing.payment == .paid)
        #expect(try sale.vault.store.holds(limit: 9).map(\.reason) == [.refund])
      }
      try sale.vault.expectWhole()
    }
    #expect(try sale.vault.store.holds(limit: 9).isEmpty)
  }

  @Test func `goodwill that failed is void, and given once more`() async throws {
    let sale = try await PartlyRefunded(.delivered)
    for _ in 1...2 {
      let refund = try await sale.begin(.goodwill, 1_000)
      try await sale.answer(refund)
      try await sale.hearTotal(1_000)
      if try sale.order().partialRefunds.count == 1 { try await sale.fail(refund) }
    }
    #expect(try sale.order().partialRefunds.map(\.state) == [.void, .done])
    #expect(try sale.order().refunded == (try Sample.money(1_000)))
    try sale.vault.expectWhole()
  }

  @Test func `a total beside a single refund counts what was not told yet`() async throws {
    let sale = try await PartlyRefunded(.delivered)
    let refund = Refund.Confirmed(
      id: "rf_1",
      amount: try Sample.money(1_000),
      total: try Sample.money(1_500)
    )
    let event = Sample.event("evt_1", .refunded(try sale.key(), refund))
    _ = try await sale.vault.store.settle(event, at: TestVault.start)
    #expect(try sale.order().refunded == (try Sample.money(1_500)))
    // A refund larger than the total was no part of it.
    let failed = PaymentFact.refundFailed(
      try sale.key(),
      refundID: "rf_2",
      amount: try Sample.money(1_501)
    )
    _ = try await sale.vault.store.settle(Sample.event("evt_2", failed), at: TestVault.start)
    #expect(try sale.order().refunded == (try Sample.money(1_500)))
    try sale.vault.expectWhole()
  }
}
