import GRDB
import Shop
import Storage
import Testing

/// Prices that fell too far wait for a person, and nothing is sold by them meanwhile.
@Suite(.timeLimit(.minutes(5)))
struct StoreCatalogTests {
  private static func catalog(
    _ hash: String,
    price: Int64 = 4850,
    currency: String = "CNY",
    limit: Int = 2
  ) -> CatalogDocument {
    var document = Sample.catalog(hash: hash, price: price)
    document.products[0].currency = currency
    document.products[0].limit = limit
    return document
  }

  private func hosted(_ minorUnits: Int64, _ id: String) throws -> PaymentEvent {
    let fact = PaidFact(
      key: PaymentKey(paymentID: "pi_\(id)", reference: nil),
      amount: try Sample.money(minorUnits),
      sku: try Sample.sku(),
      email: EmailAddress("b@example.com")
    )
    return Sample.event("evt_\(id)", .paid(fact))
  }

  @Test(
    arguments: [
      (catalog("two", price: 4850), nil), (catalog("two", price: 9999), nil),
      (catalog("two", price: 2425), nil), (catalog("two", price: 2424), .fall),
      (catalog("two", price: 1), .fall), (catalog("two", currency: "JPY"), .currency),
      (catalog("two", price: 485_000, currency: "USD"), .currency),
      (catalog("two", limit: 20), nil), (catalog("two", limit: 21), .limit),
      (catalog("two", limit: 1), nil),
    ] as [(CatalogDocument, HeldPrice.Reason?)]
  )
  func `holds a fall, another currency and a limit that grows absurdly`(
    next: CatalogDocument,
    reason: HeldPrice.Reason?
  ) async throws {
    let vault = try TestVault()
    #expect(try await vault.store.recordCatalog(Self.catalog("one"), at: TestVault.start).isEmpty)
    let held = try await vault.store.recordCatalog(next, at: TestVault.start)
    #expect(held.map(\.reason) == [reason].compactMap(\.self))
    #expect(try vault.store.heldPrices() == held)
    #expect(next.without(held).products.isEmpty == (reason != nil))
    try vault.expectWhole()
  }

  @Test func `a held price stays held over other builds and restarts, until it is accepted`()
    async throws
  {
    let vault = try TestVault()
    try await vault.importCodes(9)
    try await vault.store.recordCatalog(Self.catalog("one"), at: TestVault.start)
    for hash in ["bad", "worse", "bad"] {
      let held = try await vault.store.recordCatalog(
        Self.catalog(hash, price: 48),
        at: TestVault.start
      )
      #expect(held.map(\.build) == [hash])
    }
    #expect(
      try await vault.store.settle(hosted(48, "a"), at: TestVault.start) == .held(.unknownPrice)
    )
    vault.store.close()
    let store = try vault.reopened()
    defer { store.close() }
    let again = try await store.recordCatalog(Self.catalog("bad", price: 48), at: TestVault.start)
    #expect(again.map(\.reason) == [.fall])
    let person = try Sample.person()
    for (build, skus) in [("worse", []), ("bad", [try Sample.sku("OTHER")])] {
      await #expect(throws: StoreError.noHeldPrice) {
        try await store.acceptPrices(
          build: build,
          skus: skus,
          reason: "x",
          by: person,
          at: TestVault.start
        )
      }
    }
    let accepted = try await store.acceptPrices(
      build: "bad",
      skus: [],
      reason: "autumn sale",
      by: person,
      at: TestVault.start
    )
    #expect(accepted.map(\.sku) == [try Sample.sku()])
    #expect(
      try await store.recordCatalog(Self.catalog("bad", price: 48), at: TestVault.start).isEmpty
    )
    guard case .allocated = try await store.settle(hosted(48, "b"), at: TestVault.start) else {
      return #expect(Bool(false), "what a person accepted is sold")
    }
    #expect(try store.verifyLedger().firstBroken == nil)
  }

  @Test func `a build that comes back does not bring its low price back`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(9)
    try await vault.store.recordCatalog(Self.catalog("low", price: 1000), at: TestVault.start)
    try await vault.store.recordCatalog(Self.catalog("high", price: 4850), at: TestVault.start)
    let day = TestVault.start.advanced(seconds: 3600)
    let held = try await vault.store.recordCatalog(Self.catalog("low", price: 1000), at: day)
    #expect(held.map(\.reason) == [.fall])
    #expect(try await vault.store.settle(hosted(1000, "a"), at: day) == .held(.unknownPrice))
  }

  @Test func `what was accepted and then edited in the file is not believed`() async throws {
    let vault = try TestVault()
    try await vault.store.recordCatalog(Self.catalog("one"), at: TestVault.start)
    try vault.edit("UPDATE acceptedPrice SET priceMinor = 2")
    let store = try vault.reopened()
    defer { store.close() }
    let held = try await store.recordCatalog(Self.catalog("two", price: 1), at: TestVault.start)
    #expect(held.map(\.reason) == [.altered])
  }

  @Test func `takes every price when the alarm is off`() async throws {
    let vault = try TestVault()
    let off = try #require(PriceAlarm("off"))
    try await vault.store.recordCatalog(Self.catalog("one"), at: TestVault.start)
    let held = try await vault.store.recordCatalog(
      Self.catalog("two", price: 1, currency: "JPY"),
      alarm: off,
      at: TestVault.start
    )
    #expect(held.isEmpty)
  }

  @Test(
    arguments: [
      ("50%", 50), ("1%", 1), ("99", 99), ("off", -1), ("0%", nil), ("100%", nil), ("", nil),
      ("5 %", nil), ("-5%", nil), ("half", nil),
    ] as [(String, Int?)]
  )
  func `reads the setting`(text: String, percent: Int?) {
    let alarm = PriceAlarm(text)
    #expect(alarm.map { $0.percent ?? -1 } == percent)
  }
}
