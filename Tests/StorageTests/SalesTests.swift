import Shop
import Storage
import Testing

/// Hosted payment links, which have no checkout: the catalog decides.
@Suite(.timeLimit(.minutes(20)))
struct SaleTests {
  private func pay(
    _ minorUnits: Int64,
    quantity: Int = 1,
    email: String? = "b@example.com"
  ) throws -> PaymentEvent {
    let fact = PaidFact(
      key: Payment.Key(paymentID: "pi_\(minorUnits)_\(quantity)", reference: nil),
      amount: try Sample.money(minorUnits),
      sku: try Sample.sku(),
      quantity: quantity,
      email: email.flatMap(EmailAddress.init),
      language: .english
    )
    return Sample.event("evt_\(minorUnits)_\(quantity)", .paid(fact))
  }

  private func reference(of settlement: Settlement) throws -> Reference {
    guard case .allocated(let reference) = settlement else {
      Issue.record("expected an allocated order, found \(settlement)")
      return try Sample.reference(0)
    }
    return reference
  }

  @Test func `sells at the catalog's price, in the buyer's language`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(5)
    try await vault.store.recordCatalog(
      Sample.catalog(hash: "one", price: 4850),
      at: TestVault.start
    )
    let settlement = try await vault.store.settle(try pay(9700, quantity: 2), at: TestVault.start)
    let found = try vault.store.order(reference: try reference(of: settlement))
    let order = try #require(found)
    #expect(order.view.line.title == "Game card")
    #expect(order.view.line.quantity == 2)
    #expect(order.view.email.text == "b@example.com")
    let messages = try await vault.store.claimDue(limit: 1, at: TestVault.start)
    #expect(messages.first?.messageID.hasSuffix("@cards.example.com") == true)
    try vault.expectWhole()
  }

  @Test(arguments: [(4849, 1), (14550, 3), (0, 0), (-4850, -1)])
  func `holds a price or quantity that the catalog does not have`(
    minorUnits: Int64,
    quantity: Int
  ) async throws {
    let vault = try TestVault()
    try await vault.store.recordCatalog(
      Sample.catalog(hash: "one", price: 4850),
      at: TestVault.start
    )
    let event = try pay(minorUnits, quantity: quantity)
    #expect(try await vault.store.settle(event, at: TestVault.start) == .held(.unknownPrice))
  }

  @Test func `honours the build before for a day`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(5)
    try await vault.store.recordCatalog(
      Sample.catalog(hash: "one", price: 4850),
      at: TestVault.start
    )
    try await vault.store.recordCatalog(
      Sample.catalog(hash: "two", price: 5000),
      at: TestVault.start
    )
    let day = TestVault.start.advanced(seconds: 24 * 3600)
    _ = try reference(of: try await vault.store.settle(try pay(5000), at: TestVault.start))
    _ = try reference(of: try await vault.store.settle(try pay(4850), at: day))
    let after = day.advanced(milliseconds: 1)
    let late = try await vault.store.settle(try pay(9700, quantity: 2), at: after)
    #expect(late == .held(.unknownPrice))
  }

  @Test func `holds a sale without an address`() async throws {
    let vault = try TestVault()
    try await vault.store.recordCatalog(
      Sample.catalog(hash: "one", price: 4850),
      at: TestVault.start
    )
    let event = try pay(4850, email: nil)
    #expect(try await vault.store.settle(event, at: TestVault.start) == .held(.address))
  }

  @Test func `takes the same build down once, and an old one back up`() async throws {
    let vault = try TestVault()
    for hash in ["one", "one", "two", "one"] {
      try await vault.store.recordCatalog(
        Sample.catalog(hash: hash, price: 4850),
        at: TestVault.start
      )
    }
    #expect(try vault.count("SELECT COUNT(*) FROM catalogBuild") == 2)
    #expect(
      try vault.count("SELECT COUNT(*) FROM catalogBuild WHERE hash = 'one' AND replacedAt IS NULL")
        == 1
    )
  }
}
