import GRDB

extension Store {
  /// Counts the rows that break a promise; in a sound vault every count is zero.
  package func brokenViews() throws(StoreError) -> [BrokenView] {
    try read { db in
      try Schema.brokenViews.map { view in
        let count = try db.integers("SELECT COUNT(*) FROM \(view.name)").first ?? 0
        return BrokenView(name: view.name, rows: Int(count))
      }
    }
  }

  /// Throws for a vault in which a promise is broken: nothing may be sold from it (I16).
  package func requireWhole() throws(StoreError) {
    if let broken = try brokenViews().first(where: { $0.rows > 0 }) {
      throw .broken(view: broken.name)
    }
  }

  /// Asks the writer and a reader for every setting that the vault depends on, for `check` and
  /// tests.
  package func settings() throws(StoreError) -> [ConnectionSetting] {
    try asWriter { try $0.settings(of: "writer", Pragma.writer) }
      + read { try $0.settings(of: "reader", Pragma.reader) }
  }
}

/// A view of a broken promise, and how many rows it has; must be zero.
package struct BrokenView: Equatable, Sendable {
  /// The name of the view.
  package let name: String
  /// How many rows break the promise; 0 in a sound vault.
  package let rows: Int

  package init(name: String, rows: Int) {
    self.name = name
    self.rows = rows
  }
}

/// One setting of SQLite as a connection answers it.
package struct ConnectionSetting: Equatable, Sendable {
  /// `writer` or `reader`.
  package let connection: String
  /// The pragma's name.
  package let name: String
  /// The connection's answer; empty when it gives none.
  package let value: String
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
