/// The versions of the database, oldest first; a released one is never edited.
enum Schema {
  /// One step: what it does, as a sentence, and its statements.
  struct Migration {
    let number: Int
    let name: String
    let statements: [String]
  }

  static let migrations = [
    Migration(
      number: 1,
      name: "keep batches, sealed codes, checkouts, payments, orders, deliveries and the ledger",
      statements: tables + indexes + afterSaleIndexes + rehearsalIndexes + overview.map(\.sql)
        + guards.map(\.sql)
        + brokenViews.map(\.sql)
    )
  ]

  /// `CARD` in ASCII, by which SQLite and `file` recognize a vault.
  static let applicationID = 0x4341_5244

  /// The version that this program writes; a higher one in the file is refused.
  static var version: Int { migrations.last?.number ?? 0 }

  /// "Never expires" as a moment, so that codes sort by one integer: the end of the year 9999.
  static let never: Int64 = 253_402_300_799_999
}
