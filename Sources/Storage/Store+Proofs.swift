import GRDB

extension Store {
  /// Reads the whole ledger and its sealed end (I13).
  package func verifyLedger() throws(StoreError) -> LedgerReport {
    let sealing = sealing
    return try read { try $0.verifyLedger(sealing) }
  }

  /// Counts the rows that break a promise; every count is zero, or something is badly wrong.
  package func brokenViews() throws(StoreError) -> [BrokenView] {
    try read { db in
      try Schema.brokenViews.map { view in
        let count = try db.integers("SELECT COUNT(*) FROM \(view.name)").first ?? 0
        return BrokenView(name: view.name, rows: Int(count))
      }
    }
  }
}
