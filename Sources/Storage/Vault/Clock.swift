import GRDB
package import Shop

extension Store {
  /// The latest moment that the vault has seen.
  package func clockHighWater() throws(StoreError) -> Timestamp {
    try read { db in
      let row = try db.first("SELECT clockHighWater FROM meta")
      return Timestamp(milliseconds: row?[0] ?? 0)
    }
  }

  /// Sets the vault's clock to a moment, later or earlier, that a person says is right; the only
  /// way in which that clock falls.
  ///
  /// When it falls, everything that was planned for later than that moment is due at once, since it
  /// was planned by a wrong clock. Prices that were replaced in that time are honoured for another
  /// day and no longer, and units that wait are served with codes that had seemed expired.
  package func acceptClock(
    _ moment: Timestamp,
    reason: String,
    by person: Operator
  ) async throws(StoreError) {
    try await commit(at: moment) { transaction in
      try transaction.acceptClock(moment, reason: reason, by: person)
    }
  }
}

extension Transaction {
  fileprivate func acceptClock(
    _ moment: Timestamp,
    reason: String,
    by person: Operator
  ) throws {
    let before = try db.first("SELECT clockHighWater FROM meta").map { $0[0] as Int64 } ?? 0
    let seen = max(Timestamp(milliseconds: before), now)
    setClock(to: moment)
    try note("clock", "vault", "from \(seen.text) to \(moment.text): \(reason)", by: person.actor)
    try db.change(
      "INSERT INTO clockAcceptance (fromTime, toTime, ledgerSeq) VALUES (?, ?, ?)",
      [seen.milliseconds, moment.milliseconds, head.seq]
    )
    guard moment < seen else { return }
    try db.change(
      """
      UPDATE delivery SET dueAt = ?1 WHERE dueAt > ?1 AND state IN ('queued', 'retry', 'uncertain')
      """,
      [moment.milliseconds]
    )
    try db.change("UPDATE question SET dueAt = ?1 WHERE dueAt > ?1", [moment.milliseconds])
    try db.change(
      """
      UPDATE question SET underWayUntil = ?1 + (underWayUntil - underWaySince), underWaySince = ?1
      WHERE underWaySince > ?1
      """,
      [moment.milliseconds]
    )
    try db.change(
      "UPDATE catalogBuild SET replacedAt = ?1 WHERE replacedAt > ?1",
      [moment.milliseconds]
    )
    try db.change("DELETE FROM formerPrice WHERE endedAt > ?", [moment.milliseconds])
    try db.change(
      "UPDATE opening SET dueAt = ?1 WHERE dueAt > ?1 AND state = 'waiting'",
      [moment.milliseconds]
    )
    try serveEverybody()
  }
}
