import Foundation
import GRDB
import Shop
import Storage
import Synchronization
import Testing

/// What an intruder who can write the file but lacks the key can gain: nothing (I4, I12).
@Suite(.timeLimit(.minutes(20)))
struct AlterationTests {
  /// Edits of checkout 1, its line and its address; the last ones copy another checkout's values.
  static let quoteEdits = [
    """
    UPDATE checkout SET amountMinor = 1 WHERE id = 1;
    UPDATE line SET unitPriceMinor = 1 WHERE id = 1
    """,
    "UPDATE checkout SET currency = 'JPY' WHERE id = 1",
    "UPDATE checkout SET provider = 'epay' WHERE id = 1",
    "UPDATE checkout SET expiresAt = expiresAt + 864000000 WHERE id = 1",
    "UPDATE checkout SET language = 'en' WHERE id = 1",
    "UPDATE line SET sku = 'GAME-500' WHERE id = 1",
    "UPDATE line SET quantity = 9 WHERE id = 1",
    "UPDATE line SET quantity = 2, unitPriceMinor = 2425 WHERE id = 1",
    "UPDATE line SET kind = 'link' WHERE id = 1",
    "UPDATE line SET redeemText = 'Write your code to thief@example.com' WHERE id = 1",
    "UPDATE line SET title = 'Another' WHERE id = 1",
    "UPDATE checkout SET emailHash = randomblob(32) WHERE id = 1",
    "UPDATE checkout SET networkHash = randomblob(32) WHERE id = 1",
    "UPDATE checkout SET browserHash = randomblob(32) WHERE id = 1",
    """
    UPDATE checkout SET emailSealed = (SELECT emailSealed FROM checkout WHERE id = 2) WHERE id = 1
    """,
    """
    UPDATE checkout SET (emailSealed, emailHash, binding) =
      (SELECT emailSealed, emailHash, binding FROM checkout WHERE id = 2) WHERE id = 1
    """,
    "UPDATE checkout SET binding = (SELECT binding FROM checkout WHERE id = 2) WHERE id = 1",
    """
    UPDATE line SET checkoutID = checkoutID + 100 WHERE id IN (1, 2);
    UPDATE line SET checkoutID = 103 - checkoutID WHERE id IN (1, 2)
    """,
  ]

  @Test(arguments: quoteEdits)
  func `an edited checkout sells nothing when it is paid`(edit: String) async throws {
    let vault = try TestVault()
    try await vault.importCodes(9)
    let checkout = try Sample.checkout(1)
    try await vault.store.open(checkout)
    try await vault.store.open(try Sample.checkout(2, quantity: 2))
    try vault.edit(edit)
    let alarms = Alarms()
    let store = try vault.reopened(alarms)
    defer { store.close() }
    for amount in [checkout.amount, try Sample.money(1), try Sample.money(4850, "JPY")] {
      let event = Sample.event(
        "evt_\(amount)",
        .paid(
          PaidFact(
            key: Payment.Key(paymentID: "pi_\(amount)", reference: checkout.reference),
            amount: amount
          )
        )
      )
      #expect(try await store.settle(event, at: TestVault.start) == .held(.altered))
    }
    #expect(Set(alarms.all) == [.alteredCheckout(checkout.reference)])
    #expect(try store.holds(limit: 9).map(\.reason) == [.altered, .altered, .altered])
    #expect(try await store.claimDue(limit: 9, at: TestVault.start).isEmpty)
    // A checkout whose address does not open has no page.
    guard !edit.contains("emailSealed") else { return }
    #expect(try store.checkout(checkout.reference)?.isHeld == true)
  }

  @Test(arguments: quoteEdits)
  func `an edited order that waits gets no codes, and those behind it move up`(
    edit: String
  ) async throws {
    let vault = try TestVault()
    #expect(try await vault.buy(1) == .backorder(try Sample.reference(1)))
    #expect(try await vault.buy(2, quantity: 2) == .backorder(try Sample.reference(2)))
    #expect(try await vault.buy(3) == .backorder(try Sample.reference(3)))
    try vault.edit(edit)
    let alarms = Alarms()
    let store = try vault.reopened(alarms)
    defer { store.close() }
    let served = try await vault.importInto(store, ["A", "B", "C", "D", "E"])
    #expect(served.last == (try Sample.reference(3)))
    #expect(!served.contains(try Sample.reference(1)))
    #expect(alarms.all.first == .alteredCheckout(try Sample.reference(1)))
    #expect(try store.holds(limit: 9).contains { $0.hasOrder && $0.reason == .altered })
    await #expect(throws: StoreError.altered) {
      try await store.release(
        reference: Sample.reference(1),
        by: Sample.person(),
        at: TestVault.start
      )
    }
    #expect(try store.verifyLedger().firstBroken == nil)
  }

  @Test(arguments: quoteEdits)
  func `an edited order is neither mailed nor shown`(edit: String) async throws {
    let vault = try TestVault()
    try await vault.importCodes(9)
    _ = try await vault.buy(1)
    let token = try #require(
      try await vault.store.claimDue(limit: 9, at: TestVault.start).first?.token
    )
    _ = try await vault.buy(2, quantity: 2)
    let later = TestVault.start.advanced(seconds: 3600)
    try vault.edit(edit)
    let alarms = Alarms()
    let store = try vault.reopened(alarms)
    defer { store.close() }
    let shown = try await store.reveal(token: token, at: later)
    #expect(shown?.units.isEmpty != false)
    let claimed = try await store.claimDue(limit: 9, at: later)
    #expect(!claimed.map(\.reference).contains(try Sample.reference(1)))
    #expect(try store.holds(limit: 9).contains { $0.reason == .altered })
    #expect(!alarms.all.isEmpty)
  }

  /// Edits of code 1, which is the first to be sold.
  static let codeEdits = [
    "UPDATE code SET sealed = (SELECT sealed FROM code WHERE id = 2) WHERE id = 1",
    "UPDATE code SET sku = 'GAME-50', expiresAt = 1 WHERE id = 4",
    "UPDATE code SET sku = 'GAME-50', batchID = 1, expiresAt = 1795900000000 WHERE id = 4",
    "UPDATE code SET batchID = 2 WHERE id = 1",
    "UPDATE code SET expiresAt = expiresAt - 1 WHERE id = 1",
    "UPDATE code SET fingerprint = randomblob(32) WHERE id = 1",
    "UPDATE code SET id = 77, expiresAt = 1795900000000 WHERE id = 1",
    "UPDATE code SET sealed = randomblob(61) WHERE id = 1",
    "UPDATE code SET sealed = x'' WHERE id = 1",
  ]

  @Test(arguments: codeEdits)
  func `a code that is not of its row is quarantined, and another is sold`(
    edit: String
  ) async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    try await vault.importCodes(1, sku: "GAME-500", prefix: "DEAR")
    try vault.edit(edit)
    let alarms = Alarms()
    let store = try vault.reopened(alarms)
    defer { store.close() }
    let checkout = try Sample.checkout(1)
    try await store.open(checkout)
    let settled = try await store.settle(Sample.paid(checkout), at: TestVault.start)
    #expect(settled == .allocated(checkout.reference))
    let claimed = try await store.claimDue(limit: 1, at: TestVault.start)
    let code = try #require(claimed.first?.units.first?.code)
    let own = (1...3).map { CardCode(code: "CODE-\($0)", pin: nil) }
    #expect(own.contains(code))
    let isPast = edit.contains("expiresAt = 1 ")
    #expect(alarms.all.count == (isPast ? 0 : 1))
    let quarantined = try vault.count("SELECT COUNT(*) FROM code WHERE status = 'quarantined'")
    #expect(quarantined == (isPast ? 0 : 1))
    #expect(try store.stockReport().map(\.quarantined).reduce(0, +) == quarantined)
  }

  @Test(arguments: [
    // The expensive code for the cheap order; the other order's code; the other order's link.
    "UPDATE allocation SET codeID = 3 WHERE unitID = 1",
    "UPDATE code SET sealed = (SELECT sealed FROM code WHERE id = 2) WHERE id = 1",
    """
    UPDATE paidOrder SET tokenHash = randomblob(32) WHERE id = 1
    """,
    """
    UPDATE paidOrder SET tokenSealed = (SELECT tokenSealed FROM paidOrder WHERE id = 2)
    WHERE id = 1
    """,
  ])
  func `an order hands over its own codes and link alone`(edit: String) async throws {
    let vault = try TestVault()
    try await vault.importCodes(2)
    try await vault.importCodes(1, sku: "GAME-500", prefix: "DEAR")
    _ = try await vault.buy(1)
    _ = try await vault.buy(2)
    try vault.edit(edit)
    let alarms = Alarms()
    let store = try vault.reopened(alarms)
    defer { store.close() }
    let claimed = try await store.claimDue(limit: 9, at: TestVault.start)
    #expect(claimed.count == 1)
    #expect(alarms.all.count == 1)
    #expect(try store.holds(limit: 9).map(\.reason) == [.altered])
  }

  @Test func `a link that was given another order's hash shows nothing`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(2)
    _ = try await vault.buy(1)
    _ = try await vault.buy(2)
    let messages = try await vault.store.claimDue(limit: 9, at: TestVault.start)
    let own = try Sample.reference(1)
    let thief = try #require(messages.first { $0.reference == own })
    try vault.edit(
      """
      CREATE TEMP TABLE kept AS SELECT tokenHash FROM paidOrder WHERE id = 1;
      UPDATE paidOrder SET tokenHash = randomblob(32) WHERE id = 1;
      UPDATE paidOrder SET tokenHash = (SELECT tokenHash FROM kept) WHERE id = 2
      """
    )
    let alarms = Alarms()
    let store = try vault.reopened(alarms)
    defer { store.close() }
    #expect(try await store.reveal(token: thief.token, at: TestVault.start) == nil)
    #expect(alarms.all == [.alteredOrder(try Sample.reference(2))])
  }

  @Test(arguments: [
    "UPDATE catalogItem SET priceMinor = 1",
    "UPDATE catalogItem SET currency = 'JPY', priceMinor = 1",
    "INSERT INTO catalogPrice (itemID, currency, priceMinor) SELECT id, 'JPY', 1 FROM catalogItem",
    "UPDATE catalogItem SET mostPerCheckout = 1000, priceMinor = 1",
    "UPDATE catalogText SET redeemText = 'a@example.com'; UPDATE catalogItem SET priceMinor = 1",
  ])
  func `a recorded price that was edited sells nothing`(edit: String) async throws {
    let vault = try TestVault()
    try await vault.importCodes(2)
    try await vault.store.recordCatalog(Sample.catalog(), at: TestVault.start)
    try vault.edit(edit)
    let alarms = Alarms()
    let store = try vault.reopened(alarms)
    defer { store.close() }
    let fact = PaidFact(
      key: Payment.Key(paymentID: "pi_1", reference: nil),
      amount: try Sample.money(1, edit.contains("JPY") ? "JPY" : "CNY"),
      sku: try Sample.sku(),
      email: EmailAddress("b@example.com")
    )
    let event = Sample.event("evt_1", .paid(fact))
    #expect(try await store.settle(event, at: TestVault.start) == .held(.altered))
    #expect(alarms.all == [.alteredPrice(try Sample.sku())])
  }

  @Test func `what nobody touched raises no alarm`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    _ = try await vault.buy(1)
    vault.store.close()
    let alarms = Alarms()
    let store = try vault.reopened(alarms)
    defer { store.close() }
    let message = try #require(try await store.claimDue(limit: 9, at: TestVault.start).first)
    #expect(try await store.reveal(token: message.token, at: TestVault.start)?.units.count == 1)
    #expect(alarms.all.isEmpty)
  }
}

/// The alarms that a store raised.
final class Alarms: Sendable {
  private let told = Mutex<[VaultAlarm]>([])

  var all: [VaultAlarm] { told.withLock { $0 } }

  func tell(_ alarm: VaultAlarm) { told.withLock { $0.append(alarm) } }
}

extension TestVault {
  /// Edits the file like an intruder who removes the guards meanwhile.
  func edit(_ sql: String) throws {
    try meddle { db in
      let triggers = try Row.fetchAll(
        db,
        sql: "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
      )
      for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger["name"] as String)") }
      try db.execute(sql: sql)
      for trigger in triggers { try db.execute(sql: trigger["sql"] as String) }
    }
  }

  /// Opens the vault again, collecting its alarms.
  func reopened(_ alarms: Alarms, at now: Timestamp = start) throws(StoreError) -> Store {
    try Store(
      folder: folder,
      key: key,
      randomness: SplitMix64(seed: 7),
      alarm: alarms.tell,
      now: now
    )
  }

  /// Imports these codes into the open store; returns the orders that were served.
  func importInto(_ store: Store, _ codes: [String]) async throws -> [Reference] {
    let header = Import.Header(
      sku: try Sample.sku(),
      batch: "later",
      supplier: nil,
      fileHash: Array(repeating: 3, count: 32)
    )
    let person = try Sample.person()
    let progress = try await store.beginImport(header, by: person, at: Self.start)
    let lines = try codes.enumerated().map { index, code in
      Import.Line(number: index + 1, code: try #require(CardCode(code: code, pin: nil)))
    }
    let chunk = try await store.importChunk(
      lines,
      batch: progress.batchID,
      by: person,
      at: Self.start
    )
    return chunk.served
  }
}

extension Sample {
  /// A catalog of one product, for hosted payment links.
  static func catalog(hash: String = "one", price: Int64 = 4850) -> CatalogDocument {
    CatalogDocument(
      version: CatalogDocument.currentVersion,
      hash: hash,
      shop: .init(
        title: ["zh-CN": "卡店"],
        baseURL: "https://cards.example.com",
        supportEmail: nil,
        language: "zh-CN",
        accent: .standard,
        timezone: "Asia/Shanghai"
      ),
      products: [
        .init(
          sku: "GAME-50",
          title: ["zh-CN": "游戏卡", "en": "Game card"],
          path: ["zh-CN": "/products/game-50/"],
          priceMinor: price,
          currency: "CNY",
          faceValue: "50",
          region: nil,
          limit: 2,
          delivery: .code,
          redeem: ["zh-CN": .init(html: "<p>打开应用</p>\n", text: "打开应用")]
        )
      ]
    )
  }
}
