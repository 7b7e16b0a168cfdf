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
    _ lines: [StatementLine],
    at: Timestamp
  ) async throws(StoreError) -> StatementMatch {
    try await commit(at: at) { try $0.takeStatement(provider, day, lines) }
  }

  /// The last day of a provider whose statement was taken; nil when none was.
  package func statementDay(_ provider: Provider) throws(StoreError) -> CivilDate? {
    try read { db in
      let row = try db.first(
        "SELECT MAX(day) FROM statement WHERE provider = ?",
        [provider.rawValue]
      )
      return (row?[0] as String?).flatMap { CivilDate($0) }
    }
  }
}
