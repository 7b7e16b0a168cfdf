import Foundation
import GRDB
package import Shop

/// How many checkouts strangers may leave in the vault, and when those are deleted.
extension Store {
  /// How many unpaid checkouts may be open at once; each is open for `Checkout.lifetimeSeconds`.
  package struct OpenBounds: Equatable, Sendable {
    /// From one IPv4 /24 or IPv6 /48.
    package var perNetwork: Int
    /// For one address.
    package var perEmail: Int
    /// For all buyers together.
    package var inAll: Int

    package init(perNetwork: Int = 500, perEmail: Int = 50, inAll: Int = 20_000) {
      self.perNetwork = perNetwork
      self.perEmail = perEmail
      self.inAll = inAll
    }

    /// Whether a network with `own` open checkouts may open another while `open` are open in all.
    ///
    /// The more of its own bound a network uses, the more of the common one it leaves to others, up
    /// to half: a few dozen networks cannot use it up for a new one.
    func leaveRoom(inAll open: Int, ofNetwork own: Int) -> Bool {
      own < perNetwork && 2 * open * perNetwork + own * inAll <= 2 * inAll * perNetwork
    }
  }

  /// Stores a stranger's checkout.
  ///
  /// Throws `.refusedBuyer` for a blocked buyer, and `.tooManyOpen` when too many are open.
  /// `network` is nil when it is unknown.
  package func open(
    _ checkout: Checkout,
    from network: IPNetwork?,
    bounds: OpenBounds = OpenBounds()
  ) async throws(StoreError) {
    try await commit(at: checkout.createdAt) { transaction in
      try transaction.admit(checkout, from: network, bounds)
      try transaction.open(checkout, from: network)
    }
  }

  /// The shortest time that a checkout that ended unpaid is stored: for a day after its end its
  /// quote may be honored, and a provider may still report.
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
  /// Throws unless a stranger's checkout may be stored.
  func admit(_ checkout: Checkout, from network: IPNetwork?, _ bounds: Store.OpenBounds) throws {
    if try isBlocked(.email(checkout.email)) { throw StoreError.refusedBuyer }
    if let network, try isBlocked(.network(network)) { throw StoreError.refusedBuyer }
    let own = sealing.hash(checkout.email)
    let inAll = try open("", [], upTo: bounds.inAll)
    guard try open("AND c.emailHash = ?", [own], upTo: bounds.perEmail) < bounds.perEmail,
      inAll < bounds.inAll
    else { throw StoreError.tooManyOpen }
    guard let network else { return }
    let count = try open(
      "AND c.networkHash = ?",
      [sealing.hash(.network(network))],
      upTo: bounds.perNetwork
    )
    guard bounds.leaveRoom(inAll: inAll, ofNetwork: count) else { throw StoreError.tooManyOpen }
  }

  /// Counts unpaid open checkouts, up to `limit`; leaves out those from the future, made while the
  /// clock ran ahead.
  private func open(
    _ condition: String,
    _ arguments: StatementArguments,
    upTo limit: Int
  ) throws -> Int {
    var all: StatementArguments = [now.milliseconds, now.milliseconds]
    all += arguments
    all += [limit]
    let row = try db.first(
      """
      SELECT COUNT(*) FROM (
        SELECT 1 FROM checkout c WHERE c.expiresAt > ? AND c.createdAt <= ? \(condition)
          AND NOT EXISTS (SELECT 1 FROM paidOrder o WHERE o.checkoutID = c.id)
        LIMIT ?)
      """,
      all
    )
    return row?[0] ?? 0
  }

  fileprivate func purgeUnpaid(keepSeconds: Int64, limit: Int, mostEnded: Int) throws -> Int {
    let ended =
      try db.integers(
        """
        SELECT COUNT(*) FROM (SELECT 1 FROM inquiry WHERE expiredAt IS NOT NULL LIMIT ?)
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
      SELECT c.id FROM inquiry i JOIN checkout c ON c.id = i.checkoutID
      WHERE i.expiredAt <= ?1 AND c.expiresAt <= ?1
        AND NOT EXISTS (SELECT 1 FROM paidOrder o WHERE o.checkoutID = c.id)
        AND NOT \(Schema.reportsMoney(of: "c.reference"))
      ORDER BY i.expiredAt, i.checkoutID LIMIT ?2
      """,
      [end, limit]
    )
  }
}
