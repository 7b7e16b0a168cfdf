import GRDB
import Shop
import Storage
import Testing

@Suite(.timeLimit(.minutes(20))) struct StoreProofsTests {
  @Test func `sells nothing from a vault in which a promise is broken (I16)`() async throws {
    let vault = try TestVault()
    _ = try await vault.importCodes(1)
    try vault.store.requireWhole()
    try vault.meddle { db in
      // An intruder removes the guards, marks an unsold code as sold, and restores them.
      let sql = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'code'"
      let guards = try Row.fetchAll(db, sql: sql)
      for row in guards { try db.execute(sql: "DROP TRIGGER \(row["name"] as String)") }
      try db.execute(sql: "UPDATE code SET status = 'allocated'")
      for row in guards { try db.execute(sql: row["sql"]) }
    }
    let next = try vault.reopened()
    defer { next.close() }
    #expect(throws: StoreError.broken(view: "brokenCode")) { try next.requireWhole() }
  }
}
