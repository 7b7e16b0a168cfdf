import Shop
import Storage
import Testing

/// Nobody waits unseen (I7): the list has everything that only a person can move, and no more.
@Suite(.timeLimit(.minutes(20)))
struct WaitingOrdersTests {
  @Test func `an order that waits for stock is listed with its units, until they come`()
    async throws
  {
    let vault = try TestVault()
    _ = try await vault.buy(1, quantity: 5)
    let waiting = try vault.store.waitingOrders(limit: 9)
    #expect(waiting.map(\.cause) == [.stock(try Sample.sku(), units: 5)])
    #expect(waiting.map(\.reference) == [try Sample.reference(1)])
    try await vault.importCodes(5)
    #expect(try vault.store.waitingOrders(limit: 9).isEmpty)
  }

  @Test func `a mail that failed is listed, until it is sent`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    _ = try await vault.buy(1)
    func deliver(_ outcome: SendOutcome) async throws {
      for message in try await vault.store.claimDue(limit: 9, at: TestVault.start) {
        try await vault.store.record(
          outcome,
          delivery: message.deliveryID,
          attempt: message.attempt,
          at: TestVault.start
        )
      }
    }
    try await deliver(.permanent(Sample.trouble(.recipient)))
    guard case .mail(let delivery) = try vault.store.waitingOrders(limit: 9).first?.cause else {
      Issue.record("expected the failed mail")
      return
    }
    try await vault.store.retryDelivery(
      id: delivery,
      by: Sample.person(),
      at: TestVault.start
    )
    try await deliver(.sent)
    #expect(try vault.store.waitingOrders(limit: 9).isEmpty)
  }

  @Test(arguments: [0, 1])
  func `an order of which a part went back is listed, until the rest does`(stock: Int) async throws
  {
    let vault = try TestVault()
    if stock > 0 { try await vault.importCodes(stock) }
    _ = try await vault.buy(1)
    let key = Payment.Key(paymentID: "pi_\(try Sample.reference(1))", reference: nil)
    for (id, amount) in [("a", Int64(100)), ("b", 4850)] {
      let refund = Refund.Confirmed(id: nil, amount: try Sample.money(amount))
      let event = Sample.event("evt_\(id)", .refunded(key, refund))
      _ = try await vault.store.settle(event, at: TestVault.start)
      let causes = try vault.store.waitingOrders(limit: 9).map(\.cause)
      await #expect(throws: id == "a" ? StoreError.moneyWentBack : .notHeld) {
        try await vault.store.release(
          reference: Sample.reference(1),
          by: Sample.person(),
          at: TestVault.start
        )
      }
      #expect(causes == (id == "a" ? [.partRefund(units: nil)] : []))
    }
  }

  @Test func `a part that cannot be asked for is listed with its trouble, until it is answered`()
    async throws
  {
    for partial in [Refund.Part.goodwill, .units(1)] {
      let sale = try await PartlyRefunded(.delivered)
      let (store, words) = (sale.vault.store, "connection refused")
      let refund = try await sale.begin(partial, 100)
      #expect(try store.waitingOrders(limit: 9).isEmpty)
      try await store.recordRefund(refund.id, .unknown(words), at: TestVault.start)
      #expect(try store.waitingOrders(limit: 9).map(\.cause) == [.refund(trouble: words)])
      #expect(try store.waitingOrders(limit: 9).map(\.refundTrouble) == [words])
      #expect(try store.holds(limit: 9).isEmpty)
      // The provider accepted the refund: the trouble is over.
      try await store.recordRefund(refund.id, .pending, at: TestVault.start)
      #expect(try store.waitingOrders(limit: 9).isEmpty)
      try await store.recordRefund(refund.id, .unknown(words), at: TestVault.start)
      try await sale.answer(refund)
      #expect(try store.waitingOrders(limit: 9).isEmpty)
    }
  }

  @Test func `money that made no order is listed while something can be done about it`()
    async throws
  {
    let vault = try TestVault()
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    let key = Payment.Key(paymentID: "pi_1", reference: checkout.reference)
    let wrong = PaidFact(key: key, amount: try Sample.money(4_000))
    let facts: [(PaymentFact, Bool, Dispute?)] = [
      (.paid(wrong), false, nil),
      (.refunded(key, Refund.Confirmed(id: "re_1", amount: try Sample.money(10))), true, nil),
      (.disputed(key, .open, id: "du_1"), true, .open),
    ]
    for (number, (fact, isPartlyBack, dispute)) in facts.enumerated() {
      _ = try await vault.store.settle(Sample.event("e\(number)", fact), at: TestVault.start)
      let held = try vault.store.holds(limit: 9)
      #expect(held.map(\.isPartlyBack) == [isPartlyBack] && held.map(\.dispute) == [dispute])
    }
    // The bank took the money: no command can help.
    let lost = Sample.event("lost", .disputed(key, .lost, id: "du_1"))
    _ = try await vault.store.settle(lost, at: TestVault.start)
    #expect(try vault.store.holds(limit: 9).isEmpty)
  }

  @Test(arguments: [Dispute.open, .lost])
  func `release says which dispute stands in the way`(dispute: Dispute) async throws {
    let vault = try TestVault()
    _ = try await vault.buy(1)
    let key = Payment.Key(paymentID: "pi_\(try Sample.reference(1))", reference: nil)
    let event = Sample.event("evt_d", .disputed(key, dispute, id: "du_1"))
    _ = try await vault.store.settle(event, at: TestVault.start)
    await #expect(throws: StoreError.disputed(dispute)) {
      try await vault.store.release(
        reference: Sample.reference(1),
        by: Sample.person(),
        at: TestVault.start
      )
    }
    let held = try vault.store.holds(limit: 9)
    #expect(held.map(\.dispute) == (dispute == .open ? [.open] : []))
    #expect(held.allSatisfy { !$0.isReleasable })
  }

  @Test func `a mail that is claimed is owed no longer once its order is stopped`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(1)
    _ = try await vault.buy(1)
    let claimed = try await vault.store.claimDue(limit: 9, at: TestVault.start)
    let message = try #require(claimed.first)
    func isOwed() throws -> Bool {
      try vault.store.isStillOwed(delivery: message.deliveryID, attempt: message.attempt)
    }
    #expect(try isOwed())
    #expect(try !vault.store.isStillOwed(delivery: message.deliveryID, attempt: 0))
    _ = try await vault.store.beginRefund(
      Sample.reference(1),
      amount: nil,
      reason: "sold out",
      by: Sample.person(),
      at: TestVault.start
    )
    #expect(try !isOwed())
    try await vault.store.record(
      .abandoned(Sample.trouble()),
      delivery: message.deliveryID,
      attempt: message.attempt,
      at: TestVault.start
    )
    #expect(try vault.order(1).deliveries.map(\.state) == [.blocked])
    try vault.expectWhole()
  }
}
