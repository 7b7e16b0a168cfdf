import GRDB
import Shop
import Storage
import Testing

/// Every cut, edit and swap in the ledger is found (I13).
@Suite(.timeLimit(.minutes(20)))
struct LedgerTests {
  private func written() async throws -> TestVault {
    let vault = try TestVault()
    try await vault.importCodes(2)
    _ = try await vault.buy(1)
    _ = try await vault.buy(2)
    return vault
  }

  @Test func `is whole, and stays so over a restart`() async throws {
    let vault = try await written()
    let before = try vault.store.verifyLedger()
    #expect(before.firstBroken == nil && before.entries >= 6)
    vault.store.close()
    let again = try vault.reopened()
    #expect(try again.verifyLedger() == before)
    again.close()
  }

  @Test(arguments: [
    "UPDATE ledger SET actor = 'x' WHERE seq = 3",
    "UPDATE ledger SET at = at + 1 WHERE seq = 3",
    "UPDATE ledger SET action = action || 'x' WHERE seq = 3",
    "UPDATE ledger SET object = '' WHERE seq = 3",
    "UPDATE ledger SET detail = detail || ' ' WHERE seq = 3",
    "UPDATE ledger SET hash = zeroblob(32) WHERE seq = 3",
    "UPDATE ledger SET previous = zeroblob(32) WHERE seq = 3",
    "DELETE FROM ledger WHERE seq = 3",
    """
    UPDATE ledger SET seq = -3 WHERE seq = 3; UPDATE ledger SET seq = 3 WHERE seq = 4;
    UPDATE ledger SET seq = 4 WHERE seq = -3
    """,
  ])
  func `names the first entry that was changed`(attack: String) async throws {
    let vault = try await written()
    try meddle(vault, attack)
    let again = try vault.reopened()
    #expect(try again.verifyLedger().firstBroken == 3, "\(attack)")
    again.close()
  }

  @Test func `refuses to start when the end was cut off or forged`() async throws {
    for attack in [
      "DELETE FROM ledger WHERE seq = (SELECT MAX(seq) FROM ledger)",
      "DELETE FROM ledger",
      "UPDATE meta SET ledgerSeal = zeroblob(32)",
      """
      DELETE FROM ledger WHERE seq = (SELECT MAX(seq) FROM ledger);
      UPDATE meta SET ledgerSeq = ledgerSeq - 1
      """,
    ] {
      let vault = try await written()
      try meddle(vault, attack)
      #expect(throws: StoreError.broken(view: "ledger"), "\(attack)") { try vault.reopened() }
    }
  }

  /// Alters the ledger without the guards and restores them, so that only the chain can show it.
  private func meddle(_ vault: TestVault, _ attack: String) throws {
    try vault.meddle { db in
      let names = ["ledgerIsKept", "ledgerIsFixed", "clockDoesNotFall"]
      let guards = try names.map { name in
        let sql = "SELECT sql FROM sqlite_master WHERE name = ?"
        return try #require(try String.fetchOne(db, sql: sql, arguments: [name]))
      }
      for name in names { try db.execute(sql: "DROP TRIGGER \(name)") }
      try db.execute(sql: attack)
      for sql in guards { try db.execute(sql: sql) }
    }
  }

  @Test func `is read in slices, between which others write`() async throws {
    let vault = try TestVault()
    let person = try Sample.person()
    try await vault.importCodes(12_000)
    for number in 1...12 { _ = try await vault.buy(number) }
    for number in 1...12 {
      for _ in 1...500 {
        try await vault.store.resend(
          reference: Sample.reference(number),
          by: person,
          at: TestVault.start
        )
      }
    }
    var reading = LedgerReading()
    var report = try vault.store.verifyLedger(&reading)
    #expect(report == nil && reading.entries == 5_000)
    _ = try await vault.buy(13)
    while report == nil { report = try vault.store.verifyLedger(&reading) }
    #expect(report == (try vault.store.verifyLedger()))
    #expect(report?.firstBroken == nil && (report?.entries ?? 0) > 6_000)
  }
}
