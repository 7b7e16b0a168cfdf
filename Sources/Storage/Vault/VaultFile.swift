import Foundation
import GRDB
import Shop

/// The checks of a file before anything is sold from it (I16).
enum VaultFile {
  /// How far the clock may be behind the vault's; allows for steps of time servers.
  static let clockToleranceSeconds: Int64 = 5

  /// Brings the file up to date and checks guards, key, ledger and clock; throws on any doubt.
  ///
  /// With `allowsClockBehind` everything but the clock is checked, for the command that mends it.
  static func open(
    _ db: Database,
    _ sealing: Sealing,
    allowsClockBehind: Bool,
    at now: Timestamp
  ) throws -> HighWaterMarks {
    try migrate(db, sealing, at: now)
    try checkGuards(db)
    let columns = "SELECT keyCheck, clockHighWater FROM meta"
    guard let meta = try db.first(columns), meta[0] == sealing.keyCheck else {
      throw StoreError.wrongKey
    }
    guard let head = try db.ledgerHead(sealing) else {
      throw StoreError.broken(view: "ledger")
    }
    let clock = Timestamp(milliseconds: meta[1])
    let behind = clock.seconds - now.seconds
    guard behind <= clockToleranceSeconds || allowsClockBehind else {
      throw StoreError.clockBehind(seconds: behind)
    }
    return HighWaterMarks(clock: max(clock, now), ledger: head)
  }

  private static func migrate(_ db: Database, _ sealing: Sealing, at now: Timestamp) throws {
    let found = Int(try Pragma.value("user_version", on: db)) ?? 0
    guard found <= Schema.version else {
      throw StoreError.newerSchema(found: found, known: Schema.version)
    }
    for migration in Schema.migrations where migration.number > found {
      try db.inTransaction(.immediate) {
        for statement in migration.statements { try db.execute(sql: statement) }
        try db.execute(
          sql: "INSERT INTO migration (number, name, appliedAt) VALUES (?, ?, ?)",
          arguments: [migration.number, migration.name, now.milliseconds]
        )
        if migration.number == 1 { try begin(db, sealing, at: now) }
        try db.execute(sql: "PRAGMA user_version = \(migration.number)")
        return .commit
      }
    }
  }

  private static func begin(_ db: Database, _ sealing: Sealing, at now: Timestamp) throws {
    try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
    try db.execute(
      sql: """
        INSERT INTO meta (id, keyCheck, createdAt, clockHighWater, ledgerSeq, ledgerSeal,
          messageDomain)
        VALUES (1, ?, ?, ?, 0, ?, 'cardstock.invalid')
        """,
      arguments: [
        sealing.keyCheck, now.milliseconds, now.milliseconds, sealing.ledgerSeal(.empty),
      ]
    )
  }

  private static func checkGuards(_ db: Database) throws {
    let rows = try db.all("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')")
    let found = Dictionary(rows.map { ($0[0] as String, $0[1] as String) }) { first, _ in first }
    let guards = Schema.guards.map { ($0.name, $0.sql) }
    // The guards read the overview, so an altered view would mislead them.
    let views = (Schema.overview + Schema.brokenViews).map { ($0.name, $0.sql) }
    for (name, sql) in guards + views where found[name] != sql {
      throw StoreError.guardMissing(name)
    }
  }
}
