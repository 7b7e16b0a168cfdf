import Shop
import Storage
import Testing

/// A payment may be disputed more than once; each dispute counts by its ID (I5).
@Suite(.timeLimit(.minutes(20)))
struct DisputeTests {
  private static func key() throws -> Payment.Key {
    Payment.Key(paymentID: "pi_\(try Sample.reference(1))", reference: nil)
  }

  private func tell(_ vault: TestVault, _ events: [(String?, Dispute)]) async throws {
    for (index, event) in events.enumerated() {
      let fact = PaymentFact.disputed(try Self.key(), event.1, id: event.0)
      let name = "evt_\(index)_\(event.0 ?? "")_\(event.1)"
      _ = try await vault.store.settle(Sample.event(name, fact), at: TestVault.start)
    }
  }

  private func release(_ vault: TestVault) async throws {
    try await vault.store.release(
      reference: Sample.reference(1),
      by: Sample.person(),
      at: TestVault.start
    )
  }

  @Test(arguments: ["du_2", nil])
  func `a second dispute after a won one is heard`(second: String?) async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    _ = try await vault.buy(1)
    try await tell(vault, [("du_1", .open), ("du_1", .won)])
    try await release(vault)
    #expect(try vault.order(1).view.standing.isDeliverable)
    try await tell(vault, [(second, .open)])
    let order = try vault.order(1)
    #expect(order.view.standing == Order.Standing(payment: .paid, dispute: .open, risk: .hold))
    #expect(order.view.fulfilment == .blocked)
    #expect(try await vault.store.claimDue(limit: 9, at: TestVault.start).isEmpty)
    await #expect(throws: StoreError.self) { try await release(vault) }
    try await tell(vault, [(second, .won)])
    try await release(vault)
    #expect(try vault.order(1).view.fulfilment == .allocated)
    try vault.expectWhole()
  }

  @Test(
    arguments: [
      ([("du_1", .open), ("du_1", .won), ("du_2", .open), ("du_2", .won)], .won),
      ([("du_1", .open), ("du_1", .won), ("du_2", .open), (nil, .won)], .open),
      ([("du_1", .open), ("du_1", .lost), ("du_2", .open), ("du_2", .won)], .lost),
      ([("du_1", .won), ("du_2", .won), (nil, .open)], .open),
    ] as [([(String?, Dispute)], Dispute)]
  )
  func `the order in which disputes are told does not matter, before the payment or after`(
    events: [(String?, Dispute)],
    expected: Dispute
  ) async throws {
    for (index, order) in events.permutations.enumerated() {
      let vault = try TestVault()
      try await vault.importCodes(1)
      let early = index % (events.count + 1)
      try await tell(vault, Array(order.prefix(early)))
      _ = try await vault.buy(1)
      try await tell(vault, order.suffix(order.count - early).map { $0 })
      let found = try vault.order(1)
      #expect(
        found.view.standing == Order.Standing(payment: .paid, dispute: expected, risk: .hold),
        "\(order)"
      )
      #expect(found.hold == .dispute)
      #expect(!found.view.standing.isDeliverable)
      try vault.expectWhole()
    }
  }
}
