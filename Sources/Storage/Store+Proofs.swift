import GRDB
package import Shop

extension Store {
  /// A page of the ledger, newest first.
  package func ledger(_ filter: LedgerFilter) throws(StoreError) -> ListPage<LedgerLine> {
    try readSlowly { db in
      try db.page(
        "l.seq, l.at, l.actor, l.action, l.object, l.detail",
        from: "ledger l",
        where: """
          (:since IS NULL OR l.at >= :since) AND (:until IS NULL OR l.at <= :until)
          AND (:actor IS NULL OR l.actor IN (:actor, 'operator ' || :actor)
            OR (:actor = 'operator' AND substr(l.actor, 1, 9) = 'operator ')
            OR substr(l.actor, 1, 15 + length(:actor)) = 'operator ' || :actor || ' (uid ')
          AND (:order IS NULL OR l.object IN ('order ' || :order, 'checkout ' || :order)
            OR l.object IN (
              SELECT 'order row ' || o.orderID FROM orderOverview o WHERE o.reference = :order
              UNION ALL SELECT 'payment row ' || p.id FROM payment p WHERE p.reference = :order
              UNION ALL SELECT 'delivery ' || d.id FROM delivery d
                JOIN orderOverview o ON o.orderID = d.orderID WHERE o.reference = :order))
          """,
        by: "l.seq",
        [
          "since": filter.since?.milliseconds, "until": filter.until?.milliseconds,
          "actor": filter.actor, "order": filter.order?.text,
        ],
        after: filter.after,
        limit: filter.limit
      ) { row in
        LedgerLine(
          number: row["seq"],
          at: row.timestamp("at"),
          actor: row["actor"],
          action: row["action"],
          object: row["object"],
          detail: row["detail"]
        )
      }
    }
  }

  /// Reads the whole ledger and its sealed end (I13).
  ///
  /// In slices, for callers that may block for as long as it takes.
  package func verifyLedger() throws(StoreError) -> LedgerReport {
    var reading = LedgerReading()
    while true {
      if let report = try verifyLedger(&reading) { return report }
    }
  }

  /// Reads the next slice; the report when it was the last one.
  ///
  /// Each is a read of some milliseconds on a connection of its own, so that a chain of millions
  /// holds up neither a buyer nor the checkpoints. What is appended meanwhile is read at the end.
  package func verifyLedger(_ reading: inout LedgerReading) throws(StoreError) -> LedgerReport? {
    let sealing = sealing
    let head = reading.head
    let slice = try readSlowly { try $0.verifyLedger(after: head, sealing) }
    switch slice {
    case .more(let next):
      reading.head = next
      return nil
    case .done(let report): return report
    }
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

/// How far a reading of the ledger has come.
package struct LedgerReading: Sendable {
  var head = LedgerHead.empty

  package init() {}

  /// How many entries were read.
  package var entries: Int { Int(head.seq) }
}

extension Store {
  /// Refuses a vault in which a promise is broken already: nothing may be sold from it (I16).
  package func requireWhole() throws(StoreError) {
    if let broken = try brokenViews().first(where: { $0.rows > 0 }) {
      throw .broken(view: broken.name)
    }
  }
}

/// One setting of SQLite as a connection answers it.
package struct ConnectionSetting: Equatable, Sendable {
  /// `writer` or `reader`.
  package let connection: String
  package let name: String
  package let value: String
}

extension Store {
  /// Asks the writer and a reader for every setting that the vault rests on, for `check` and tests.
  package func settings() throws(StoreError) -> [ConnectionSetting] {
    try asWriter { try $0.settings(of: "writer", Pragma.writer) }
      + read { try $0.settings(of: "reader", Pragma.reader) }
  }
}

extension Database {
  fileprivate func settings(
    of connection: String,
    _ pragmas: [Pragma]
  ) throws -> [ConnectionSetting] {
    try pragmas.map { pragma in
      ConnectionSetting(
        connection: connection,
        name: pragma.name,
        value: try Pragma.value(pragma.name, on: self)
      )
    }
  }
}
