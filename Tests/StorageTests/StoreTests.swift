import Foundation
import GRDB
import Shop
import Storage
import TestServers
import Testing

/// The checks of a file before anything is sold from it (I16).
@Suite(.timeLimit(.minutes(20)))
struct StoreTests {
  private func refusal(of vault: TestVault, at now: Timestamp = TestVault.start) -> StoreError? {
    do throws(StoreError) {
      try vault.reopened(at: now).close()
      return nil
    } catch {
      return error
    }
  }

  @Test func `knows whether it was made just now`() throws {
    let vault = try TestVault()
    #expect(vault.store.isNew)
    vault.store.close()
    let again = try vault.reopened()
    #expect(!again.isNew)
    again.close()
  }

  @Test func `refuses a second store in the same process and says who has it`() throws {
    let vault = try TestVault()
    #expect(refusal(of: vault) == .locked(by: "process \(getpid())"))
    vault.store.close()
    #expect(refusal(of: vault) == nil)
  }

  @Test func `refuses a folder that another process holds`() throws {
    let vault = try TestVault()
    vault.store.close()
    let holder = try ChildProcess(
      ["/usr/bin/flock", vault.folder + "/lock", "-c", "echo held; read line"]
    )
    #expect(holder.output.availableData == Data("held\n".utf8))
    #expect(refusal(of: vault) == .locked(by: "process \(getpid())"))
    try holder.input.close()
    _ = holder.status()
    #expect(refusal(of: vault) == nil)
  }

  @Test func `keeps the folder and its files to its own user`() throws {
    let vault = try TestVault()
    let mode = { (path: String) in
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      return (attributes[.posixPermissions] as? NSNumber)?.intValue
    }
    #expect(try mode(vault.folder) == 0o700)
    for name in ["lock", "vault.sqlite", "vault.sqlite-wal", "vault.sqlite-shm"] {
      #expect(try mode(vault.folder + "/" + name) == 0o600, "\(name)")
    }
  }

  @Test func `makes no new vault where one was used`() throws {
    let vault = try TestVault()
    vault.store.close()
    #expect(unlink(vault.database) == 0)
    #expect(refusal(of: vault) == .lost(path: vault.database))
    #expect(unlink(vault.folder + "/lock") == 0)
    #expect(refusal(of: vault) == nil)
  }

  @Test(arguments: [("", 0o750), ("/vault.sqlite", 0o640)])
  func `refuses what others can reach`(path: String, mode: Int) throws {
    let vault = try TestVault()
    vault.store.close()
    let whole = vault.folder + path
    #expect(chmod(whole, mode_t(mode)) == 0)
    #expect(refusal(of: vault) == .exposed(path: whole, mode: String(mode, radix: 8)))
    #expect(chmod(vault.folder, 0o700) == 0)
  }

  @Test func `refuses another key`() throws {
    let vault = try TestVault()
    vault.store.close()
    let other = try #require(VaultKey(bytes: Array(2...33)))
    #expect(throws: StoreError.wrongKey) {
      try Store(folder: vault.folder, key: other, now: TestVault.start)
    }
  }

  @Test func `refuses a file of a newer release and a file of another program`() throws {
    let vault = try TestVault()
    try vault.meddle { try $0.execute(sql: "PRAGMA user_version = 99") }
    #expect(refusal(of: vault) == .newerSchema(found: 99, known: 1))
    try vault.meddle { try $0.execute(sql: "PRAGMA application_id = 1") }
    #expect(refusal(of: vault) == .notAVault(path: vault.database))
  }

  @Test func `refuses a file whose guard was dropped`() throws {
    let vault = try TestVault()
    try vault.meddle { try $0.execute(sql: "DROP TRIGGER allocationIsKept") }
    #expect(refusal(of: vault) == .guardMissing("allocationIsKept"))
  }

  @Test(arguments: ["liveUnit", "orderOverview", "checkoutOverview", "brokenUnit"])
  func `refuses a file with a view that says something else`(name: String) throws {
    let vault = try TestVault()
    try vault.meddle { db in
      let sql = "SELECT sql FROM sqlite_master WHERE name = ?"
      let view = try #require(try String.fetchOne(db, sql: sql, arguments: [name]))
      try db.execute(sql: "DROP VIEW \(name); \(view) LIMIT 1000000")
    }
    #expect(refusal(of: vault) == .guardMissing(name))
  }

  @Test func `refuses a clock more than five seconds behind what it has seen`() async throws {
    let vault = try TestVault()
    _ = try await vault.buy(1)
    try await vault.store.requestLinks(
      email: try #require(EmailAddress("buyer1@example.com")),
      at: TestVault.start.advanced(seconds: 100)
    )
    vault.store.close()
    let behind = TestVault.start.advanced(seconds: 90)
    #expect(refusal(of: vault, at: behind) == .clockBehind(seconds: 10))
    #expect(refusal(of: vault, at: TestVault.start.advanced(seconds: 95)) == nil)
  }

  @Test func `answers closed after it was closed`() async throws {
    let vault = try TestVault()
    vault.store.close()
    vault.store.close()
    #expect(throws: StoreError.closed) { try vault.store.stock() }
    await #expect(throws: StoreError.closed) { try await vault.buy(1) }
  }

  @Test func `time in the vault does not run backwards`() async throws {
    let vault = try TestVault()
    let later = TestVault.start.advanced(seconds: 1_000)
    try await vault.importCodes(1, at: later)
    _ = try await vault.buy(1)
    #expect(try vault.order(1).view.paidAt == later)
  }
}
