import GRDB
import Shop
import Storage
import Testing

/// A unit that was refunded or replaced is out for good, and so is its code (I1).
@Suite(.timeLimit(.minutes(5)))
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
      // The other one may have it.
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
