import GRDB
package import Shop

/// Deletes checkouts that ended unpaid.
extension Store {
  /// The shortest time that a checkout that ended unpaid is stored: for a day after its end its
  /// quote may be honoured, and a provider may still report.
  package static let shortestKeepSeconds: Int64 = 2 * 86_400
  /// The most stored checkouts that ended unpaid; beyond this the oldest are deleted early.
  static let mostEnded = 200_000

  /// Deletes checkouts that ended unpaid and for which no money was ever reported, oldest first;
  /// returns how many, at most `limit`.
  ///
  /// They are deleted `keepSeconds` after their end, or earlier when there are too many, but never
  /// before `shortestKeepSeconds`. Money that comes for a deleted one is held, since its checkout
  /// is unknown.
  package func purgeUnpaid(
    keepSeconds: Int64,
    limit: Int,
    mostEnded: Int = mostEnded,
    at: Timestamp
  ) async throws(StoreError) -> Int {
    try await commit(at: at) {
      try $0.purgeUnpaid(keepSeconds: keepSeconds, limit: limit, mostEnded: mostEnded)
    }
  }
}

extension Transaction {
  fileprivate func purgeUnpaid(keepSeconds: Int64, limit: Int, mostEnded: Int) throws -> Int {
    let ended =
      try db.integers(
        """
        SELECT COUNT(*) FROM (SELECT 1 FROM question WHERE expiredAt IS NOT NULL LIMIT ?)
        """,
        [mostEnded + limit]
      ).first.map { Int($0) } ?? 0
    // The guard compares with the vault's clock, which a commit writes only at its end.
    try db.change("UPDATE meta SET clockHighWater = ?", [now.milliseconds])
    let shortest = Store.shortestKeepSeconds
    var ids = try purgeable(after: max(keepSeconds, shortest), limit: limit)
    let over = min(limit, ended - mostEnded)
    if ids.count < over { ids = try purgeable(after: shortest, limit: over) }
    for id in ids { try db.change("DELETE FROM checkout WHERE id = ?", [id]) }
    if !ids.isEmpty {
      try note("purge", "checkouts that ended unpaid", "\(ids.count)", by: "worker")
    }
    return ids.count
  }

  private func purgeable(after seconds: Int64, limit: Int) throws -> [Int64] {
    let end = now.advanced(seconds: -seconds).milliseconds
    return try db.integers(
      """
      SELECT c.id FROM question q JOIN checkout c ON c.id = q.checkoutID
      WHERE q.expiredAt <= ?1 AND c.expiresAt <= ?1
        AND COALESCE(q.underWayUntil, 0) <= ?3
        AND NOT EXISTS (SELECT 1 FROM paidOrder o WHERE o.checkoutID = c.id)
        AND NOT \(Schema.reportsMoney(of: "c.reference"))
      ORDER BY q.expiredAt, q.checkoutID LIMIT ?2
      """,
      [end, limit, now.milliseconds]
    )
  }
}
