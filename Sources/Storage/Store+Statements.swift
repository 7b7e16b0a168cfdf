import GRDB
package import Shop

extension Store {
  /// Keeps what a provider says that it did on a day, its fees with the payments, and compares it
  /// with payments, orders and codes (I18).
  ///
  /// The day is the provider's own. The same statement again says what is still open.
  package func takeStatement(
    _ provider: Provider,
    _ day: CivilDate,
    _ lines: [Shop.Statement.Line],
    at: Timestamp
  ) async throws(StoreError) -> Shop.Statement.Match {
    try await commit(at: at) { try $0.takeStatement(provider, day, lines) }
  }

  /// The days of a provider whose statements were taken, newest first; the last hundred.
  package func statementDays(_ provider: Provider) throws(StoreError) -> [CivilDate] {
    try read { db in
      try db.all(
        "SELECT day FROM statement WHERE provider = ? ORDER BY day DESC LIMIT 100",
        [provider.rawValue]
      ).map { try $0.parsed("day", as: { CivilDate($0) }) }
    }
  }
}
