import GRDB
import Shop
import Storage
import Testing

@Suite(.timeLimit(.minutes(20)))
struct ConnectionsTests {
  private static let expected = [
    "writer synchronous": "2", "writer journal_mode": "wal", "writer foreign_keys": "1",
    "writer recursive_triggers": "1", "writer trusted_schema": "0", "writer cell_size_check": "1",
    "writer secure_delete": "1", "writer busy_timeout": "5000", "writer temp_store": "2",
    "writer wal_autocheckpoint": "2000", "writer journal_size_limit": "67108864",
    "reader query_only": "1", "reader recursive_triggers": "1", "reader trusted_schema": "0",
  ]

  private func check(_ store: Store) throws {
    let found = Dictionary(
      uniqueKeysWithValues: try store.settings().map { ("\($0.connection) \($0.name)", $0.value) }
    )
    for (name, value) in Self.expected { #expect(found[name] == value, "\(name)") }
  }

  @Test func `reads every setting back from a new file and from an old one (I2)`() throws {
    let vault = try TestVault()
    try check(vault.store)
    vault.store.close()
    let again = try vault.reopened()
    try check(again)
    again.close()
  }

  @Test func `GRDB alone would leave synchronous at NORMAL, which loses rows`() throws {
    let vault = try TestVault()
    var configuration = Configuration()
    configuration.journalMode = .wal
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    let path = vault.folder + "/other.sqlite"
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    let found = try queue.read { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    #expect(found == 1)
  }

  @Test func `knows its own files by application ID and version`() throws {
    let vault = try TestVault()
    #expect(try vault.count("PRAGMA application_id") == 0x4341_5244)
    #expect(try vault.count("PRAGMA user_version") == 1)
  }
}
