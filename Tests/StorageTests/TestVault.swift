import Foundation
import GRDB
import Shop
import Storage
import Testing

/// A vault in a temporary folder, with the few steps that tests need.
final class TestVault: Sendable {
  static let start = Timestamp(seconds: 1_795_000_000)
  let folder: String
  let key: VaultKey
  let store: Store

  init(probe: CommitProbe = .none) throws {
    var template = Array("/tmp/cardstock-vault-XXXXXX".utf8CString)
    let made = mkdtemp(&template) != nil
    try #require(made)
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    key = try #require(VaultKey(bytes: Array(1...32)))
    store = try Store(
      folder: folder,
      key: key,
      randomness: SplitMix64(seed: 42),
      probe: probe,
      now: Self.start
    )
  }

  deinit {
    store.close()
    do {
      try FileManager.default.removeItem(atPath: folder)
    } catch {
      Issue.record("the folder \(folder) cannot be removed: \(error)")
    }
  }

  var database: String { folder + "/vault.sqlite" }

  /// Opens the vault again, as the next run of the worker does; close the first store before.
  func reopened(
    at now: Timestamp = start,
    seed: UInt64 = 7,
    linkLifetime: LinkLifetime = .standard
  ) throws(StoreError) -> Store {
    try Store(
      folder: folder,
      key: key,
      randomness: SplitMix64(seed: seed),
      linkLifetime: linkLifetime,
      now: now
    )
  }

  /// A file of the vault as it is on disk; nil when there is none.
  func bytes(of name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: folder + "/" + name).map { Array($0) }
  }

  /// Reads the file without the store.
  func look<Value>(_ look: (Database) throws -> Value) throws -> Value {
    var configuration = Configuration()
    configuration.readonly = true
    return try DatabaseQueue(path: database, configuration: configuration).read(look)
  }

  /// Closes the store and writes into its file without it, as an intruder would.
  func meddle(_ meddle: (Database) throws -> Void) throws {
    store.close()
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    try DatabaseQueue(path: database, configuration: configuration).writeWithoutTransaction(meddle)
  }

  func count(_ sql: String) throws -> Int {
    try look { try Int.fetchOne($0, sql: sql) ?? 0 }
  }

  /// Expects that no promise is broken in the file.
  func expectWhole() throws {
    #expect(try store.brokenViews().allSatisfy { $0.rows == 0 })
    #expect(try store.verifyLedger().firstBroken == nil)
  }
}

/// A generator whose every value follows from its seed.
struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
