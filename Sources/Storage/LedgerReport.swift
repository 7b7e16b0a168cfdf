/// What reading the whole ledger found (I13).
package struct LedgerReport: Equatable, Sendable {
  package let entries: Int
  /// The sequence number of the first entry that is missing, changed or out of place.
  package let firstBroken: Int64?

  package init(entries: Int, firstBroken: Int64?) {
    self.entries = entries
    self.firstBroken = firstBroken
  }
}

/// A promise that the schema watches, and how many rows break it; all must be zero.
package struct BrokenView: Equatable, Sendable {
  package let name: String
  package let rows: Int

  package init(name: String, rows: Int) {
    self.name = name
    self.rows = rows
  }
}
