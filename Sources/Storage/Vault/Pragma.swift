import GRDB

/// One setting of SQLite that durability or the guards depend on.
struct Pragma: Sendable {
  let name: String
  /// The value that the connection must answer.
  let expected: String
  /// The value that is set when a connection opens; nil when it is set elsewhere.
  let set: String?

  private init(_ name: String, _ expected: String, set: String? = nil) {
    self.name = name
    self.expected = expected
    self.set = set
  }

  private static let all = [
    Pragma("foreign_keys", "1"),
    Pragma("recursive_triggers", "1", set: "PRAGMA recursive_triggers = ON"),
    Pragma("trusted_schema", "0", set: "PRAGMA trusted_schema = OFF"),
    Pragma("cell_size_check", "1", set: "PRAGMA cell_size_check = ON"),
    Pragma("temp_store", "2", set: "PRAGMA temp_store = MEMORY"),
    Pragma("mmap_size", "0", set: "PRAGMA mmap_size = 0"),
    Pragma("busy_timeout", "5000"),
    Pragma("journal_mode", "wal"),
  ]

  static let reader = all + [Pragma("query_only", "1", set: "PRAGMA query_only = ON")]

  static let writer =
    all + [
      Pragma("secure_delete", "1", set: "PRAGMA secure_delete = ON"),
      Pragma("wal_autocheckpoint", "2000", set: "PRAGMA wal_autocheckpoint = 2000"),
      Pragma("journal_size_limit", "67108864", set: "PRAGMA journal_size_limit = 67108864"),
      Pragma("locking_mode", "normal"),
      // 2 is FULL. Set after opening, see `Connections`.
      Pragma("synchronous", "2"),
    ]

  /// Reads each one back; throws at the first that differs.
  static func check(_ pragmas: some Sequence<Pragma>, on db: Database) throws {
    for pragma in pragmas {
      let found = try value(pragma.name, on: db)
      guard found == pragma.expected else {
        throw StoreError.setting(name: pragma.name, expected: pragma.expected, found: found)
      }
    }
  }

  /// Refuses a file of another program before anything is written to it.
  static func expectOurs(_ db: Database) throws {
    let application = try value("application_id", on: db)
    let isEmpty = try db.first("SELECT 1 FROM sqlite_master") == nil
    guard application == "\(Schema.applicationID)" || (isEmpty && application == "0") else {
      throw StoreError.notAVault(path: "")
    }
  }

  static func value(_ name: String, on db: Database) throws -> String {
    let row = try Row.fetchOne(db, sql: "PRAGMA \(name)")
    guard let value = row?.databaseValues.first else { return "" }
    return String.fromDatabaseValue(value) ?? Int64.fromDatabaseValue(value).map(String.init) ?? ""
  }
}
