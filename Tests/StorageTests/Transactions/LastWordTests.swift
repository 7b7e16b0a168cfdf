import Shop
import Storage
import Testing

/// What was heard of a payment is never unheard, however late a smaller word comes (I5).
@Suite(.timeLimit(.minutes(5)))
struct LastWordTests {
  private func sold() async throws -> (TestVault, Payment.Key) {
    let vault = try TestVault()
    try await vault.importCodes(2)
    _ = try await vault.buy(1)
    let reference = try Sample.reference(1)
    return (vault, Payment.Key(paymentID: "pi_\(reference)", reference: reference))
  }

  @Test func `a failure that is told after the money changes nothing`() async throws {
    let (vault, key) = try await sold()
    for (id, key) in [("a", key), ("b", Payment.Key(paymentID: nil, reference: key.reference))] {
      let failed = Sample.event(id, .failed(key))
      #expect(try await vault.store.settle(failed, at: TestVault.start) == .ignored)
    }
    let order = try vault.order(1)
    #expect(order.view.standing.isDeliverable)
    #expect(try vault.store.payment(key.paymentID ?? "")?.summary.state == .paid)
    #expect(try await vault.store.claimDue(limit: 9, at: TestVault.start).count == 1)
    try vault.expectWhole()
  }

  @Test(
    arguments: [
      ([1_000, 3_000], 3_000), ([3_000, 1_000], 3_000), ([3_000, 1], 3_000), ([1, 2, 1], 2),
    ] as [([Int64], Int64)]
  )
  func `a refund that is told twice counts with the larger of its amounts`(
    told: [Int64],
    counted: Int64
  ) async throws {
    let (vault, key) = try await sold()
    for (index, units) in told.enumerated() {
      let refund = Refund.Confirmed(id: "rf_1", amount: try Sample.money(units))
      let event = Sample.event("evt_\(index)", .refunded(key, refund))
      _ = try await vault.store.settle(event, at: TestVault.start)
    }
    #expect(try vault.order(1).refunded == (try Sample.money(counted)))
    try vault.expectWhole()
  }
}
