import GRDB
import Shop
import Storage
import Testing

/// A unit that was refunded or replaced is out for good, and so is its code (I1).
@Suite(.timeLimit(.minutes(20)))
struct UnitTests {
  private static let end =
    "INSERT INTO unitEnd (unitID, reason, detail, endedAt) VALUES (1, 'replaced', 'dead', 1)"

  /// Order 1 has codes 1 and 2; code 3 is free; unit 1 ended.
  private func withEndedUnit(_ look: (Database) throws -> Void) async throws {
    let vault = try TestVault()
    try await vault.importCodes(3)
    _ = try await vault.buy(1, quantity: 2)
    try vault.meddle { db in
      try db.execute(sql: Self.end)
      try look(db)
    }
  }

  @Test func `the code of a unit that ends is revoked, and no other`() async throws {
    try await withEndedUnit { db in
      let states = try String.fetchAll(db, sql: "SELECT status FROM code ORDER BY id")
      #expect(states == ["revoked", "allocated", "available"])
    }
  }

  @Test(arguments: [
    UnitTests.end,
    "INSERT OR REPLACE INTO unitEnd SELECT unitID, 'refunded', 'x', 1, 1 FROM unitEnd",
    "INSERT INTO unitEnd (unitID, reason, detail, endedAt) VALUES (2, 'lost', 'x', 1)",
    "INSERT INTO unitEnd (unitID, reason, detail, endedAt) VALUES (2, NULL, 'x', 1)",
    "INSERT INTO unitEnd (unitID, reason, detail, endedAt) VALUES (2, 'replaced', '', 1)",
    "DELETE FROM unitEnd",
    "UPDATE unitEnd SET unitID = 2",
    "INSERT INTO allocation (codeID, unitID, allocatedAt) VALUES (3, 1, 1)",
    "UPDATE code SET status = 'available' WHERE id = 1",
    "INSERT INTO unit (orderID, number, generation) VALUES (1, 1, 1)",
    "INSERT INTO unit (orderID, number, generation) VALUES (1, 1, 3)",
    "INSERT INTO unit (orderID, number, generation) VALUES (1, 2, 2)",
    "INSERT INTO unit (orderID, number, generation) VALUES (1, 3, 2)",
  ])
  func `an end is once, for a reason, and nothing comes after it but a successor`(
    attack: String
  ) async throws {
    try await withEndedUnit { db in
      #expect(throws: DatabaseError.self) { try db.execute(sql: attack) }
    }
  }

  @Test func `an ended unit gets no code even where its order waits for one`() async throws {
    let vault = try TestVault()
    _ = try await vault.buy(1, quantity: 2)
    try await vault.importCodes(1)
    try vault.meddle { db in
      try db.execute(sql: Self.end)
      #expect(throws: DatabaseError.self) {
        try db.execute(sql: "INSERT INTO allocation (codeID, unitID, allocatedAt) VALUES (1, 1, 1)")
      }
      // The other unit may have the code.
      try db.execute(sql: "INSERT INTO allocation (codeID, unitID, allocatedAt) VALUES (1, 2, 1)")
    }
  }

  @Test(arguments: ["allocated", "delivered"])
  func `a successor gets a code of its own, in an order that was handed over as well`(
    state: String
  ) async throws {
    try await withEndedUnit { db in
      if state == "delivered" {
        try db.execute(sql: "UPDATE paidOrder SET fulfilment = 'delivered'")
      }
      let unbroken = "SELECT (SELECT COUNT(*) FROM brokenUnit) + (SELECT COUNT(*) FROM brokenOrder)"
      #expect(try Int.fetchOne(db, sql: unbroken) == 1)
      try db.execute(sql: "INSERT INTO unit (orderID, number, generation) VALUES (1, 1, 2)")
      try db.execute(
        sql: "INSERT INTO allocation (codeID, unitID, allocatedAt) VALUES (3, ?, 1)",
        arguments: [db.lastInsertedRowID]
      )
      #expect(try Int.fetchOne(db, sql: unbroken) == 0)
      #expect(try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM brokenUnitEnd") == 0)
    }
  }
}

@Suite(.timeLimit(.minutes(20))) struct ReplacementTests {
  @Test func `a bad code is revoked, claimed and followed by another, which alone is mailed`()
    async throws
  {
    let vault = try TestVault()
    try await vault.importCodes(3)
    _ = try await vault.buy(1, quantity: 2)
    let (store, person) = (vault.store, try Sample.person())
    let reference = try Sample.reference(1)
    let before = try vault.order(1).codeIDs
    let done = try await store.replace(
      reference,
      unit: 2,
      reason: "used before",
      by: person,
      at: TestVault.start
    )
    #expect(done.revokedID == before[1])
    let codeID = try #require(done.codeID)
    #expect(try vault.order(1).codeIDs == [before[0], codeID])
    // An operator who reads a unit's code to its buyer gets the current one.
    let place = CardCode.Wanted.unit(reference, 2)
    let shown = try await store.revealCode(place, reason: "asked", by: person, at: TestVault.start)
    #expect(shown.id == done.codeID)
    let claims = try store.claims(supplier: nil, after: nil, limit: 9)
    #expect(claims.map(\.codeID) == [done.revokedID])
    #expect(claims.first?.reason == "used before" && claims.first?.order == reference)
    #expect(try store.claims(supplier: "nobody", after: nil, limit: 9).isEmpty)
    // The owed and untried message says what holds when it is claimed.
    let messages = try await store.claimDue(limit: 9, at: TestVault.start)
    #expect(messages.map(\.purpose) == [.order])
    #expect(messages.first?.units.map(\.number) == [1, 2])
    #expect(messages.first?.units.last?.code.code == "CODE-\(codeID)")
    await #expect(throws: StoreError.unknownUnit) {
      try await store.replace(reference, unit: 3, reason: "x", by: person, at: TestVault.start)
    }
    await #expect(throws: StoreError.badText("--reason")) {
      try await store.replace(reference, unit: 1, reason: "", by: person, at: TestVault.start)
    }
    try vault.expectWhole()
  }

  @Test func `the shop's own mistake is claimed from nobody`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(2)
    _ = try await vault.buy(1)
    let done = try await vault.store.replace(
      Sample.reference(1),
      unit: 1,
      reason: "imported under the wrong SKU",
      isOwnFault: true,
      by: Sample.person(),
      at: TestVault.start
    )
    #expect(done.codeID != nil)
    #expect(try vault.store.claims(supplier: nil, after: nil, limit: 9).isEmpty)
    try vault.expectWhole()
  }

  @Test func `a replacement that is repeated takes no second code, unless the code is named`()
    async throws
  {
    let vault = try TestVault()
    try await vault.importCodes(3)
    _ = try await vault.buy(1, quantity: 1)
    let reference = try Sample.reference(1)
    let person = try Sample.person()
    func replace(insteadOf codeID: Int64? = nil) async throws -> Replacement {
      try await vault.store.replace(
        reference,
        unit: 1,
        insteadOf: codeID,
        reason: "used before",
        by: person,
        at: TestVault.start
      )
    }
    let first = try #require(try vault.order(1).codeIDs.first)
    await #expect(throws: StoreError.replacedBefore(by: first)) {
      try await replace(insteadOf: first + 1)
    }
    let second = try #require(try await replace().codeID)
    for named in [nil, first] {
      await #expect(throws: StoreError.replacedBefore(by: second)) {
        try await replace(insteadOf: named)
      }
    }
    #expect(try vault.order(1).codeIDs == [second])
    #expect(try vault.store.claims(supplier: nil, after: nil, limit: 9).map(\.codeID) == [first])
    let third = try #require(try await replace(insteadOf: second).codeID)
    #expect(try vault.order(1).codeIDs == [third])
    try vault.expectWhole()
  }

  @Test func `a corrected address gets the codes and a link of its own; the old link ends`()
    async throws
  {
    let vault = try TestVault()
    try await vault.importCodes(1)
    _ = try await vault.buy(1)
    let (store, person) = (vault.store, try Sample.person())
    let reference = try Sample.reference(1)
    let first = try #require(try await store.claimDue(limit: 9, at: TestVault.start).first)
    let right = try #require(EmailAddress("right@example.com"))
    await #expect(throws: StoreError.underWay) {
      try await store.readdress(reference, to: right, by: person, at: TestVault.start)
    }
    try await store.record(.sent, delivery: first.deliveryID, attempt: 1, at: TestVault.start)
    // The address that it has: its link would end for nothing.
    let same = try #require(EmailAddress("Buyer1@Example.com"))
    await #expect(throws: StoreError.sameAddress) {
      try await store.readdress(reference, to: same, by: person, at: TestVault.start)
    }
    try await store.readdress(reference, to: right, by: person, at: TestVault.start)
    let second = try #require(try await store.claimDue(limit: 9, at: TestVault.start).first)
    #expect(second.to == right && second.units == first.units && second.token != first.token)
    #expect(try store.orderPage(token: first.token, at: TestVault.start) == nil)
    #expect(try await store.reveal(token: first.token, at: TestVault.start) == nil)
    #expect(try store.orderPage(token: second.token, at: TestVault.start)?.email == right)
    #expect(try store.orders(Order.Filter(email: right)).count == 1)
    let old = try #require(EmailAddress("buyer1@example.com"))
    // A buyer may ask from the address that the order was given.
    #expect(try store.orders(Order.Filter(email: old)).count == 1)
    // The old address gets no link to the order any more.
    try await store.requestLinks(email: old, at: TestVault.start)
    #expect(try await store.claimDue(limit: 9, at: TestVault.start).isEmpty)
    try await store.requestLinks(email: right, at: TestVault.start)
    #expect(try await store.claimDue(limit: 9, at: TestVault.start).map(\.to) == [right])
    _ = try await store.reveal(token: second.token, at: TestVault.start)
    await #expect(throws: StoreError.shownBefore) {
      try await store.readdress(reference, to: old, by: person, at: TestVault.start)
    }
    await #expect(throws: StoreError.unknownOrder) {
      try await store.readdress(Sample.reference(9), to: old, by: person, at: TestVault.start)
    }
    try vault.expectWhole()
  }
}
