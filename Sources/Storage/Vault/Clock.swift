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

  /// Lets the vault go by another time, forwards or backwards, because a person says that it is
  /// right; the one way in which the vault's clock falls.
  ///
  /// What was planned for later than that moment is due at once when the clock falls: it would wait
  /// for a time that was wrong. Prices that were replaced in that time are honoured for a day from
  /// now and no longer, and whoever waits for codes that had seemed over is served.
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
    go(by: moment)
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
    try db.change("UPDATE inquiry SET dueAt = ?1 WHERE dueAt > ?1", [moment.milliseconds])
    try db.change(
      "UPDATE catalogBuild SET replacedAt = ?1 WHERE replacedAt > ?1",
      [moment.milliseconds]
    )
    try db.change(
      "UPDATE opening SET dueAt = ?1 WHERE dueAt > ?1 AND state = 'waiting'",
      [moment.milliseconds]
    )
    try serveEverybody()
  }
}
