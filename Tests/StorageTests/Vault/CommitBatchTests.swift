import GRDB
import Shop
import Testing

@testable import Storage

/// A failed item is undone whole, in the file and in memory; one whose error shows that the file
/// can no longer be trusted stops the store.
@Suite(.timeLimit(.minutes(20)))
struct CommitBatchTests {
  private struct Refused: Error {}

  @Test(
    arguments: [
      ResultCode.SQLITE_IOERR_READ, .SQLITE_IOERR_WRITE, .SQLITE_CORRUPT, .SQLITE_NOTADB,
      .SQLITE_READONLY, .SQLITE_CANTOPEN,
    ]
  )
  func `an IO error inside an item stops the store for good (I16)`(code: ResultCode) async throws {
    let vault = try TestVault()
    await #expect(throws: StoreError.self) {
      try await vault.store.commit(at: TestVault.start) { _ in
        throw DatabaseError(resultCode: code)
      }
    }
    #expect(!vault.store.isHealthy)
    await #expect(throws: StoreError.failed("the store stopped after an I/O error")) {
      try await vault.store.commit(at: TestVault.start) { _ in }
    }
  }

  @Test(arguments: [ResultCode.SQLITE_CONSTRAINT, .SQLITE_TOOBIG, .SQLITE_MISMATCH])
  func `an item that SQLite refuses stops nobody else (I15)`(code: ResultCode) async throws {
    let vault = try TestVault()
    await #expect(throws: StoreError.self) {
      try await vault.store.commit(at: TestVault.start) { _ in
        throw DatabaseError(resultCode: code)
      }
    }
    #expect(vault.store.isHealthy)
    #expect(try await vault.store.commit(at: TestVault.start) { _ in 1 } == 1)
  }

  @Test func `the ledger goes on behind an item that was undone (I13)`() async throws {
    let vault = try TestVault()
    let note = { @Sendable (transaction: Transaction) throws in
      try transaction.note("test", "object", by: "tester")
    }
    try await vault.store.commit(at: TestVault.start, note)
    let before = try vault.store.verifyLedger()
    await #expect(throws: StoreError.self) {
      try await vault.store.commit(at: TestVault.start) { transaction in
        try note(transaction)
        throw Refused()
      }
    }
    #expect(try vault.store.verifyLedger() == before)
    try await vault.store.commit(at: TestVault.start, note)
    let after = try vault.store.verifyLedger()
    #expect(after.firstBroken == nil && after.entries == before.entries + 1)
    vault.store.close()
    try vault.reopened().close()
  }

  @Test func `the vault's time does not run on with an item that was undone`() async throws {
    let vault = try TestVault()
    await #expect(throws: StoreError.self) {
      try await vault.store.commit(at: TestVault.start.advanced(seconds: 86_400)) { _ in
        throw Refused()
      }
    }
    let now = try await vault.store.commit(at: TestVault.start) { $0.now }
    #expect(now == TestVault.start)
  }
}
