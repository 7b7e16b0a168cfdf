import GRDB
import Shop
import Storage
import Testing

/// A unit whose code was useless waits alone for another when none is in stock.
@Suite(.timeLimit(.minutes(20)))
struct WaitingUnitTests {
  /// An order of that many units, the last of which was replaced while the stock was empty.
  private func waiting(quantity: Int, isMailed: Bool = true) async throws -> TestVault {
    let vault = try TestVault()
    try await vault.importCodes(quantity)
    _ = try await vault.buy(1, quantity: quantity)
    if isMailed {
      let mail = try #require(try await vault.store.claimDue(limit: 9, at: TestVault.start).first)
      try await send(mail, vault.store)
    }
    let done = try await replace(vault.store, unit: quantity)
    #expect(done.revokedID == Int64(quantity) && done.codeID == nil)
    try vault.expectWhole()
    return vault
  }

  private func replace(_ store: Store, unit: Int) async throws -> Replacement {
    try await store.replace(
      Sample.reference(1),
      unit: unit,
      reason: "used before",
      by: Sample.person(),
      at: TestVault.start
    )
  }

  private func send(_ mail: OwedMessage, _ store: Store) async throws {
    try await store.record(
      .sent,
      delivery: mail.deliveryID,
      attempt: mail.attempt,
      at: TestVault.start
    )
  }

  private func due(_ store: Store) async throws -> [OwedMessage] {
    try await store.claimDue(limit: 9, at: TestVault.start)
  }

  private func dispute(_ dispute: Dispute, _ vault: TestVault) async throws {
    let key = Payment.Key(paymentID: "pi_\(try Sample.reference(1))", reference: nil)
    let fact = PaymentFact.disputed(key, dispute, id: "du_1")
    _ = try await vault.store.settle(Sample.event("evt_\(dispute)", fact), at: TestVault.start)
  }

  @Test func `the buyer is told, keeps the other codes, and stock serves the one unit alone`()
    async throws
  {
    let vault = try await waiting(quantity: 2)
    let store = vault.store
    #expect(try vault.order(1).codeIDs == [1])
    #expect(try vault.order(1).view.waitingUnits == [2])
    let told = try await due(store)
    #expect(told.map(\.purpose) == [.waiting] && told.first?.waitingUnits == [2])
    let token = try #require(told.first).token
    let shown = try await store.reveal(token: token, at: TestVault.start)
    #expect(shown?.units.map(\.number) == [1] && shown?.order.waitingUnits == [2])
    #expect(try store.waitingOrders(limit: 9).map(\.cause) == [.stock(try Sample.sku(), units: 1)])
    #expect(try store.stockReport().first?.waiting == 1)
    await #expect(throws: StoreError.unitWaits) { try await replace(store, unit: 2) }
    for mail in told { try await send(mail, store) }
    #expect(try await vault.importCodes(1, prefix: "MORE") == [try Sample.reference(1)])
    #expect(try vault.order(1).codeIDs == [1, 3] && vault.order(1).view.waitingUnits == [])
    let mail = try #require(try await due(store).first)
    #expect(mail.purpose == .resend && mail.units.map(\.code.code) == ["CODE-1", "MORE-1"])
    #expect(try store.waitingOrders(limit: 9).isEmpty)
    try vault.expectWhole()
  }

  @Test func `a mail under way is followed by one without the dead code`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(2)
    _ = try await vault.buy(1, quantity: 2)
    let first = try #require(try await due(vault.store).first)
    _ = try await replace(vault.store, unit: 1)
    #expect(try !vault.store.isStillOwed(delivery: first.deliveryID, attempt: first.attempt))
    let next = try await due(vault.store)
    #expect(next.map(\.purpose) == [.resend, .waiting])
    #expect(next.first?.units.map(\.number) == [2] && next.first?.waitingUnits == [1])
    try vault.expectWhole()
  }

  @Test func `an order of one card waits with nothing to show, also after a restart`()
    async throws
  {
    let vault = try await waiting(quantity: 1, isMailed: false)
    let told = try await due(vault.store)
    #expect(told.map(\.purpose) == [.waiting])
    let token = try #require(told.first).token
    vault.store.close()
    let store = try vault.reopened()
    defer { store.close() }
    try store.requireWhole()
    let order = try #require(try store.order(reference: Sample.reference(1)))
    #expect(order.view.hasCodes == false && order.view.waitingUnits == [1])
    let person = try Sample.person()
    await #expect(throws: StoreError.unitWaits) {
      try await store.resend(reference: Sample.reference(1), by: person, at: TestVault.start)
    }
    #expect(try await store.reveal(token: token, at: TestVault.start)?.units.isEmpty == true)
    #expect(try #require(try store.order(reference: Sample.reference(1))).reveals == 0)
    let header = Import.Header(
      sku: try Sample.sku(),
      batch: "more",
      supplier: nil,
      fileHash: Array(repeating: 9, count: 32)
    )
    let progress = try await store.beginImport(header, by: person, at: TestVault.start)
    let code = try #require(CardCode(code: "MORE-1", pin: nil))
    let chunk = try await store.importChunk(
      [Import.Line(number: 1, code: code)],
      batch: progress.batchID,
      by: person,
      at: TestVault.start
    )
    #expect(chunk.served == [try Sample.reference(1)])
    let units = try await store.reveal(token: token, at: TestVault.start)?.units
    #expect(units?.map(\.code.code) == ["MORE-1"])
    try store.requireWhole()
  }

  @Test func `who paid first is served first, whether for a unit or for an order`() async throws {
    let vault = try await waiting(quantity: 1)
    #expect(try await vault.buy(2) == .backorder(try Sample.reference(2)))
    #expect(try vault.store.stock().isEmpty)
    #expect(try await vault.importCodes(1, prefix: "ONE") == [try Sample.reference(1)])
    #expect(try await vault.importCodes(1, prefix: "TWO") == [try Sample.reference(2)])
    try vault.expectWhole()
  }

  @Test func `a dispute takes it out of the line, and a release puts it back`() async throws {
    let vault = try await waiting(quantity: 1)
    try await dispute(.open, vault)
    #expect(try vault.order(1).view.fulfilment == .blocked)
    #expect(try await vault.importCodes(1, prefix: "ONE").isEmpty)
    #expect(try vault.store.waitingOrders(limit: 9).isEmpty)
    try await dispute(.won, vault)
    try await vault.store.release(
      reference: Sample.reference(1),
      by: Sample.person(),
      at: TestVault.start
    )
    #expect(try vault.order(1).codeIDs == [2] && vault.order(1).view.fulfilment == .delivered)
    try vault.expectWhole()
  }

  @Test(arguments: [1, 2])
  func `money that goes back ends the wait, and the stock is the next one's`(quantity: Int)
    async throws
  {
    let vault = try await waiting(quantity: quantity)
    _ = try await vault.buy(2)
    let all = try Sample.money(4_850 * Int64(quantity))
    let key = Payment.Key(paymentID: "pi_\(try Sample.reference(1))", reference: nil)
    let fact = PaymentFact.refunded(key, Refund.Confirmed(id: "re_1", amount: all))
    _ = try await vault.store.settle(Sample.event("evt_re", fact), at: TestVault.start)
    #expect(try vault.order(1).view.fulfilment == .revoked)
    try vault.expectWhole()
    #expect(try await vault.importCodes(1, prefix: "ONE") == [try Sample.reference(2)])
    try vault.expectWhole()
  }

  /// Catalogs change what may be sold; so do rows that somebody altered in the vault.
  @Test func `a newcomer takes no code that a unit waits for, however it came to be there`()
    async throws
  {
    let vault = try await waiting(quantity: 1)
    try await vault.store.recordCatalog(Sample.catalog(minValidityDays: 30), at: TestVault.start)
    let day = TestVault.start.advanced(seconds: 20 * 86_400)
    #expect(try await vault.importCodes(1, prefix: "NEAR", expiresAt: day).isEmpty)
    try vault.meddle { try $0.execute(sql: "UPDATE catalogItem SET minValidityDays = 0") }
    let store = try vault.reopened()
    defer { store.close() }
    let checkout = try Sample.checkout(2)
    try await store.open(checkout)
    let settled = try await store.settle(Sample.paid(checkout), at: TestVault.start)
    #expect(settled == .backorder(checkout.reference))
    // The next catalog serves the waiting orders, first paid first.
    try await store.recordCatalog(Sample.catalog(minValidityDays: 1), at: TestVault.start)
    #expect(try store.order(reference: Sample.reference(1))?.codeIDs == [2])
    #expect(try store.order(reference: Sample.reference(2))?.codeIDs == [])
    try store.requireWhole()
  }

  /// One of three units was served while a refund of the others was open, and that failed.
  @Test func `units that come back beside one with its code wait alone, and are served`()
    async throws
  {
    let sale = try await PartlyRefunded(.waiting)
    let refund = try await sale.begin(.units(2))
    #expect(try await sale.vault.importCodes(1) == [try Sample.reference(1)])
    try await sale.vault.store.recordRefund(refund.id, .refused("no funds"), at: TestVault.start)
    try await sale.release()
    #expect(try sale.order().view.waitingUnits == [2, 3])
    let causes = try sale.vault.store.waitingOrders(limit: 9).map(\.cause)
    #expect(causes == [.stock(try Sample.sku(), units: 2)])
    try sale.vault.expectWhole()
    #expect(try await sale.vault.importCodes(2, prefix: "MORE") == [try Sample.reference(1)])
    #expect(try sale.order().codeIDs == [1, 2, 3])
    #expect(try sale.vault.store.waitingOrders(limit: 9).isEmpty)
    try sale.vault.expectWhole()
  }

  @Test func `a lost dispute revokes an order that waits`() async throws {
    let vault = try await waiting(quantity: 2)
    try await dispute(.lost, vault)
    #expect(try vault.order(1).view.fulfilment == .revoked)
    #expect(try await vault.importCodes(2, prefix: "ONE").isEmpty)
    #expect(try vault.count("SELECT COUNT(*) FROM code WHERE status = 'revoked'") == 2)
    try vault.expectWhole()
  }
}
