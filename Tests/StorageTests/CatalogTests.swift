import GRDB
import Shop
import Storage
import Testing

/// Products whose price fell too far wait for a person, and are not sold meanwhile.
@Suite(.timeLimit(.minutes(20)))
struct StoreCatalogTests {
  private static func catalog(
    _ hash: String,
    price: Int64 = 4850,
    currency: String = "CNY",
    limit: Int = 2,
    further: [(String, Int64)] = []
  ) -> CatalogDocument {
    var document = Sample.catalog(hash: hash, price: price)
    document.products[0].currency = currency
    document.products[0].limit = limit
    document.products[0].furtherPrices = further.map { currency, minor in
      CatalogDocument.PriceEntry(minor: minor, currency: currency)
    }
    return document
  }

  private func hosted(_ minorUnits: Int64, _ id: String) throws -> PaymentEvent {
    let fact = PaidFact(
      key: Payment.Key(paymentID: "pi_\(id)", reference: nil),
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

  @Test(
    arguments: [
      ([("USD", 680), ("EUR", 620)], nil), ([("EUR", 620), ("USD", 680)], nil),
      ([("USD", 9999), ("EUR", 310)], nil), ([("USD", 680)], nil), ([], nil),
      ([("USD", 339), ("EUR", 620)], .fall), ([("USD", 680), ("EUR", 1)], .fall),
      ([("USD", 680), ("EUR", 620), ("JPY", 1050)], .currency), ([("JPY", 1)], .currency),
    ] as [([(String, Int64)], HeldPrice.Reason?)]
  )
  func `every further price is compared with its own currency's, and a new one waits`(
    further: [(String, Int64)],
    reason: HeldPrice.Reason?
  ) async throws {
    let vault = try TestVault()
    let first = Self.catalog("one", further: [("USD", 680), ("EUR", 620)])
    #expect(try await vault.store.recordCatalog(first, at: TestVault.start).isEmpty)
    let next = Self.catalog("two", further: further)
    let held = try await vault.store.recordCatalog(next, at: TestVault.start)
    #expect(held.map(\.reason) == [reason].compactMap(\.self))
    #expect(try vault.store.heldPrices() == held)
    vault.store.close()
    let store = try vault.reopened()
    defer { store.close() }
    #expect(try store.heldPrices() == held)
    guard reason != nil else { return }
    #expect(held.first?.last?.priceText == "48.50 CNY, 6.20 EUR, 6.80 USD")
    let accepted = try await store.acceptPrices(
      build: "two",
      skus: [],
      reason: "prices abroad",
      by: try Sample.person(),
      at: TestVault.start
    )
    #expect(accepted == held)
    #expect(try await store.recordCatalog(next, at: TestVault.start).isEmpty)
    // A currency that a catalog left out is new when it returns.
    let back = try await store.recordCatalog(first, at: TestVault.start)
    #expect(back.allSatisfy { $0.reason == .currency || $0.reason == .fall })
  }

  @Test func `a price that falls in steps within a day falls as far as in one`() async throws {
    let vault = try TestVault()
    func publish(_ price: Int64, usd: Int64, after seconds: Int64) async throws -> [HeldPrice] {
      try await vault.store.recordCatalog(
        Self.catalog("\(price) \(usd)", price: price, further: [("USD", usd)]),
        at: TestVault.start.advanced(seconds: seconds)
      )
    }
    #expect(try await publish(4850, usd: 680, after: 0).isEmpty)
    #expect(try await publish(3000, usd: 680, after: 100).isEmpty)
    #expect(try await publish(2425, usd: 500, after: 200).isEmpty)
    // Less than half of the first price, though not of the last; in dollars too.
    #expect(try await publish(2400, usd: 500, after: 300).map(\.reason) == [.fall])
    #expect(try await publish(2425, usd: 339, after: 400).map(\.reason) == [.fall])
    // The first price ended at 100 and counts for a day after that.
    let day = PriceAlarm.memorySeconds
    #expect(try await publish(2400, usd: 500, after: day + 99).map(\.reason) == [.fall])
    #expect(try await publish(2400, usd: 500, after: day + 100).isEmpty)
    #expect(try await publish(1400, usd: 500, after: day + 101).map(\.reason) == [.fall])
    // What a person accepts is where the next fall begins.
    let held = try await publish(1400, usd: 300, after: day + 102)
    #expect(held.map(\.reason) == [.fall])
    _ = try await vault.store.acceptPrices(
      build: "1400 300",
      skus: [],
      reason: "a sale",
      by: try Sample.person(),
      at: TestVault.start.advanced(seconds: day + 103)
    )
    #expect(try await publish(700, usd: 150, after: day + 104).isEmpty)
    try vault.expectWhole()
  }

  @Test func `a price that ended in the wrong time is compared with no longer`() async throws {
    let vault = try TestVault()
    let wrong = TestVault.start.advanced(seconds: 10 * 365 * 86_400)
    for (price, moment) in [(Int64(4_850), TestVault.start), (3_000, wrong)] {
      let catalog = Self.catalog("\(price)", price: price)
      #expect(try await vault.store.recordCatalog(catalog, at: moment).isEmpty)
    }
    vault.store.close()
    let now = TestVault.start.advanced(seconds: 60)
    let store = try Store(folder: vault.folder, key: vault.key, allowsClockBehind: true, now: now)
    defer { store.close() }
    try await store.acceptClock(now, reason: "it had been 2036", by: Sample.person())
    let later = now.advanced(seconds: PriceAlarm.memorySeconds * 2)
    let next = Self.catalog("next", price: 2_000)
    #expect(try await store.recordCatalog(next, at: later).isEmpty)
  }

  @Test func `a further price that becomes the product's own waits for a person`() async throws {
    let vault = try TestVault()
    let first = Self.catalog("one", price: 4850, further: [("USD", 680)])
    #expect(try await vault.store.recordCatalog(first, at: TestVault.start).isEmpty)
    let next = Self.catalog("two", price: 680, currency: "USD", further: [("CNY", 4850)])
    let held = try await vault.store.recordCatalog(next, at: TestVault.start)
    #expect(held.map(\.reason) == [.currency])
  }

  @Test func `a hosted link sells for any of the prices, in that currency alone`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(9)
    let catalog = Self.catalog("one", further: [("USD", 680)])
    try await vault.store.recordCatalog(catalog, at: TestVault.start)
    let event = { (units: Int64, currency: String) in
      let fact = PaidFact(
        key: Payment.Key(paymentID: "pi_\(units)\(currency)", reference: nil),
        amount: try Sample.money(units, currency),
        sku: try Sample.sku(),
        email: EmailAddress("b@example.com")
      )
      return Sample.event("evt_\(units)\(currency)", .paid(fact))
    }
    for (units, currency) in [(4850, "CNY"), (680, "USD")] as [(Int64, String)] {
      let settled = try await vault.store.settle(event(units, currency), at: TestVault.start)
      guard case .allocated = settled else {
        Issue.record("\(units) \(currency): \(settled)")
        continue
      }
    }
    for (units, currency) in [(680, "CNY"), (4850, "USD"), (680, "EUR")] as [(Int64, String)] {
      let settled = try await vault.store.settle(event(units, currency), at: TestVault.start)
      #expect(settled == .held(.unknownPrice), "\(units) \(currency)")
    }
    try vault.expectWhole()
  }

  @Test(arguments: [
    "UPDATE acceptedFurtherPrice SET priceMinor = 1", "DELETE FROM acceptedFurtherPrice",
    "UPDATE acceptedFurtherPrice SET currency = 'JPY'",
  ])
  func `a further price that was edited in the file is not believed`(edit: String) async throws {
    let vault = try TestVault()
    let further: [(String, Int64)] = [("USD", 680)]
    try await vault.store.recordCatalog(Self.catalog("one", further: further), at: TestVault.start)
    try vault.edit(edit)
    let store = try vault.reopened()
    defer { store.close() }
    let held = try await store.recordCatalog(
      Self.catalog("two", further: [("USD", 1)]),
      at: TestVault.start
    )
    #expect(held.map(\.reason) == [.altered])
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
    // When it is on again, a price that stays as it is does not fall.
    let same = try await vault.store.recordCatalog(
      Self.catalog("three", price: 1, currency: "JPY"),
      at: TestVault.start
    )
    #expect(same.isEmpty)
  }

  @Test func `a price that stays, after a fall that was taken while the alarm was off, is taken`()
    async throws
  {
    let vault = try TestVault()
    let off = try #require(PriceAlarm("off"))
    try await vault.store.recordCatalog(Self.catalog("one"), at: TestVault.start)
    _ = try await vault.store.recordCatalog(
      Self.catalog("two", price: 1_000),
      alarm: off,
      at: TestVault.start
    )
    let next = { (name: String, price: Int64) in
      try await vault.store.recordCatalog(Self.catalog(name, price: price), at: TestVault.start)
    }
    #expect(try await next("three", 1_000).isEmpty)
    #expect(try await next("four", 999).map(\.reason) == [.fall])
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
