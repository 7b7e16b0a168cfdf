import GRDB
package import Shop

extension Store {
  /// The letter to send to the operator about messages that failed for good; nil when nothing
  /// failed, when one was sent within the last day, or while failures are being collected.
  ///
  /// The next try is planned when this returns. A letter without a record is due again, with later
  /// failures added.
  package func claimFailureDigest(at: Timestamp) async throws(StoreError) -> FailureDigest? {
    try await commit(at: at) { try $0.claimFailureDigest() }
  }

  /// Records that the letter was sent.
  package func recordFailureDigest(id: Int64, at: Timestamp) async throws(StoreError) {
    try await commit(at: at) { transaction in
      _ = try transaction.db.change(
        "UPDATE failureDigest SET endedAt = ? WHERE id = ? AND endedAt IS NULL",
        [transaction.now.milliseconds, id]
      )
    }
  }
}

extension Transaction {
  fileprivate func claimFailureDigest() throws -> FailureDigest? {
    let open = try db.first("SELECT id, begunAt, dueAt FROM failureDigest WHERE endedAt IS NULL")
    guard let open else {
      try beginFailureDigest()
      return nil
    }
    // A later moment than the longest wait comes from a clock that ran ahead.
    let due = open.timestamp("dueAt")
    let isDue = due <= now || due > now.advanced(seconds: FailureDigest.secondsBetween)
    return isDue ? try failureDigest(open["id"], begunAt: open.timestamp("begunAt")) : nil
  }

  /// Begins to collect once something failed that is in no letter, a day after the last letter.
  private func beginFailureDigest() throws {
    let news = """
      SELECT 1 FROM deliveryFailure f JOIN delivery d ON d.id = f.deliveryID
      WHERE d.state = 'failed' AND f.id > (
          SELECT COALESCE(MAX(lastFailureID), 0) FROM failureDigest)
        AND NOT EXISTS (SELECT 1 FROM failureDigest WHERE begunAt > ?1 AND begunAt <= ?2)
      LIMIT 1
      """
    let dayAgo = now.advanced(seconds: -FailureDigest.secondsBetween)
    guard try db.first(news, [dayAgo.milliseconds, now.milliseconds]) != nil else { return }
    let due = now.advanced(seconds: FailureDigest.gatherSeconds)
    try db.change(
      "INSERT INTO failureDigest (begunAt, dueAt) VALUES (?, ?)",
      [now.milliseconds, due.milliseconds]
    )
  }

  private func failureDigest(_ id: Int64, begunAt: Timestamp) throws -> FailureDigest? {
    let told =
      try db.integers(
        "SELECT COALESCE(MAX(lastFailureID), 0) FROM failureDigest WHERE id <> ?",
        [id]
      ).first ?? 0
    let failed = try db.all(
      """
      SELECT d.*, c.reference, MAX(f.id) AS failureID
      FROM delivery d JOIN deliveryFailure f ON f.deliveryID = d.id
      JOIN paidOrder o ON o.id = d.orderID JOIN checkout c ON c.id = o.checkoutID
      WHERE d.state = 'failed' GROUP BY d.id ORDER BY failureID
      """
    )
    let news = failed.filter { ($0["failureID"] as Int64) > told }
    let again = now.advanced(seconds: FailureDigest.secondsUntilRetry)
    try db.change(
      """
      UPDATE failureDigest SET dueAt = ?, lastFailureID = (SELECT MAX(id) FROM deliveryFailure),
        endedAt = ?
      WHERE id = ?
      """,
      // Everything was mended in the meantime: no letter is needed.
      [again.milliseconds, news.isEmpty ? now.milliseconds : nil, id]
    )
    guard !news.isEmpty else { return nil }
    let shown = try news.prefix(FailureDigest.mostRows).map(Delivery.init)
    return FailureDigest(
      id: id,
      begunAt: begunAt,
      failures: shown,
      more: news.count - shown.count,
      older: failed.count - news.count
    )
  }
}
