import GRDB
import Shop
import Storage
import Testing

/// A buyer cancels an order that waits.
@Suite(.timeLimit(.minutes(20)))
struct StoreCancellationsTests {
  private func token(_ vault: TestVault, _ number: Int) async throws -> OrderToken {
    let letters = try await vault.store.claim()
    let reference = try Sample.reference(number)
    return try #require(letters.first { $0.reference == reference }).token
  }

  private func cancel(
    _ vault: TestVault,
    _ token: OrderToken,
    at providers: Set<Provider> = []
  ) async throws -> Order.Cancellation? {
    try await vault.store.cancelOrder(
      token: token,
      refundingAt: providers,
      at: TestVault.start
    )
  }

  @Test func `it leaves the queue for good, and waits for a person who gives the money back`()
    async throws
  {
    let vault = try TestVault()
    #expect(try await vault.buy(1, quantity: 2) == .backorder(Sample.reference(1)))
    let token = try await token(vault, 1)
    #expect(try await vault.buy(2) == .backorder(Sample.reference(2)))
    #expect(try vault.order(1).view.queuePlace == 1 && vault.order(2).view.queuePlace == 2)
    let done = try #require(try await cancel(vault, token))
    #expect(done.order.fulfilment == .cancelled && done.refund == nil)
    #expect(try vault.order(2).view.queuePlace == 1)
    // Again, it changes nothing.
    #expect(try await cancel(vault, token)?.order.fulfilment == .cancelled)
    let waiting = try vault.store.waitingOrders(of: Sample.reference(1), limit: 9)
    #expect(waiting.map(\.cause) == [.cancelled])
    #expect(try await vault.importCodes(3) == [Sample.reference(2)])
    #expect(try vault.order(1).codeIDs.isEmpty)
    #expect(try await vault.store.reveal(token: token, at: TestVault.start)?.units.isEmpty == true)
    await #expect(throws: StoreError.cancelled) {
      try await vault.store.release(
        reference: Sample.reference(1),
        by: Sample.person(),
        at: TestVault.start
      )
    }
    try vault.expectWhole()
  }

  @Test func `codes that came first stay the buyer's`() async throws {
    let vault = try TestVault()
    _ = try await vault.buy(1)
    let token = try await token(vault, 1)
    #expect(try await vault.importCodes(1) == [Sample.reference(1)])
    let late = try #require(try await cancel(vault, token, at: [.stripe]))
    #expect(late.order.fulfilment == .allocated && late.refund == nil)
    #expect(try vault.store.openRefunds().isEmpty && vault.order(1).codeIDs == [1])
    try vault.expectWhole()
  }

  @Test func `whoever waited behind it is served at once`() async throws {
    let vault = try TestVault()
    _ = try await vault.buy(1, quantity: 3)
    let token = try await token(vault, 1)
    _ = try await vault.buy(2)
    #expect(try await vault.importCodes(1).isEmpty)
    _ = try await cancel(vault, token)
    #expect(try vault.order(2).codeIDs == [1])
    try vault.expectWhole()
  }

  @Test func `money goes back at once where the shop says so, however the answer comes`()
    async throws
  {
    let vault = try TestVault()
    _ = try await vault.buy(1)
    let token = try await token(vault, 1)
    let done = try #require(try await cancel(vault, token, at: [.stripe]))
    let refund = try #require(done.refund)
    #expect(try refund.amount == Sample.money(4850))
    // The row was first: a crash here asks for the same refund again.
    vault.store.close()
    let store = try vault.reopened()
    defer { store.close() }
    #expect(try store.openRefunds().map(\.id) == [refund.id])
    #expect(try store.untoldCancellations(limit: 9).isEmpty)
    let key = Payment.Key(paymentID: "pi_\(try Sample.reference(1))", reference: nil)
    let fact = PaymentFact.refunded(key, Refund.Confirmed(id: "re_1", amount: refund.amount))
    try await store.recordRefund(refund.id, .done(fact), at: TestVault.start)
    let order = try #require(try store.order(reference: Sample.reference(1)))
    #expect(order.view.fulfilment == .cancelled && order.view.standing.payment == .refunded)
    #expect(try store.holds(limit: 9).isEmpty && store.waitingOrders(limit: 9).isEmpty)
    try store.requireWhole()
  }

  @Test func `a person gives back what no provider was asked for, and is told once`() async throws {
    let vault = try TestVault()
    _ = try await vault.buy(1)
    let token = try await token(vault, 1)
    _ = try await cancel(vault, token, at: [.paypal])
    let told = try vault.store.untoldCancellations(limit: 9)
    #expect(try told.map(\.reference) == [Sample.reference(1)])
    try await vault.store.recordCancellationsTold(told.map(\.reference), at: TestVault.start)
    #expect(try vault.store.untoldCancellations(limit: 9).isEmpty)
    let refund = try await vault.store.beginRefund(
      Sample.reference(1),
      amount: nil,
      reason: "cancelled",
      by: Sample.person(),
      at: TestVault.start
    )
    try await vault.store.recordRefund(refund.id, .refused("no funds"), at: TestVault.start)
    let held = try #require(try vault.store.holds(limit: 9).first)
    #expect(!held.isReleasable && held.hasOrder)
    try vault.expectWhole()
  }

  @Test func `nobody who cancelled is told to wait`() async throws {
    let vault = try TestVault()
    _ = try await vault.buy(1)
    let waiting = try #require(try await vault.store.claim().first)
    _ = try await cancel(vault, waiting.token)
    try await vault.store.record(.temporary(Sample.trouble()), of: waiting)
    #expect(try await vault.store.claim(after: 600).isEmpty)
    #expect(try vault.order(1).deliveries.map(\.state) == [.superseded])
    try vault.expectWhole()
  }

  @Test func `while a bank may take the money back, nobody is asked to give it back too`()
    async throws
  {
    let vault = try TestVault()
    _ = try await vault.buy(1)
    let token = try await token(vault, 1)
    _ = try await cancel(vault, token)
    let key = Payment.Key(paymentID: nil, reference: try Sample.reference(1))
    for (dispute, count) in [(Dispute.open, 0), (.won, 1)] {
      _ = try await vault.store.settle(
        Sample.event("dispute \(dispute)", .disputed(key, dispute, id: "d")),
        at: TestVault.start
      )
      #expect(try vault.store.untoldCancellations(limit: 9).count == count, "\(dispute)")
      #expect(try vault.order(1).view.fulfilment == .cancelled)
    }
    try vault.expectWhole()
  }

  @Test func `a part that was going back meanwhile is told as money of an order without codes`()
    async throws
  {
    let vault = try TestVault()
    _ = try await vault.buy(1, quantity: 3)
    let token = try await token(vault, 1)
    let part = try await beginPart(vault)
    let done = try #require(try await cancel(vault, token, at: [.stripe]))
    #expect(done.order.fulfilment == .cancelled && done.refund == nil)
    let key = Payment.Key(paymentID: "pi_\(try Sample.reference(1))", reference: nil)
    let fact = PaymentFact.refunded(key, Refund.Confirmed(id: "re_1", amount: part.amount))
    try await vault.store.recordRefund(part.id, .done(fact), at: TestVault.start)
    let letter = try #require(try await vault.store.claim().first { $0.purpose == .refunded })
    #expect(letter.refund?.codes == Refund.Notice.Codes.none && letter.refund?.units == [])
    // The rest waits for a person, who can give it back as a whole only.
    #expect(try vault.store.untoldCancellations(limit: 9).count == 1)
    await #expect(throws: StoreError.cancelled) { _ = try await beginPart(vault) }
    try vault.expectWhole()
  }

  private func beginPart(_ vault: TestVault) async throws -> Refund {
    try await vault.store.beginRefund(
      Sample.reference(1),
      amount: nil,
      for: .units(1),
      reason: "one less",
      by: Sample.person(),
      at: TestVault.start
    )
  }

  @Test func `the file refuses a code for a cancelled order, and to bring it back`() async throws {
    let vault = try TestVault()
    _ = try await vault.buy(1)
    let token = try await token(vault, 1)
    _ = try await cancel(vault, token)
    try await vault.importCodes(1)
    for sql in [
      "INSERT INTO allocation (codeID, unitID, allocatedAt) VALUES (1, 1, 1)",
      "UPDATE paidOrder SET fulfilment = 'backorder' WHERE id = 1",
      "DELETE FROM cancellation", "UPDATE cancellation SET cancelledAt = 1",
      "INSERT INTO cancellation (orderID, cancelledAt) VALUES (1, 1)",
    ] {
      #expect(throws: DatabaseError.self, "\(sql)") {
        try vault.meddle { try $0.execute(sql: sql) }
      }
    }
  }
}
