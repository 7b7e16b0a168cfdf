import Foundation
import GRDB
package import Shop

/// How many checkouts strangers may leave in the vault; `Purge` deletes those that end unpaid.
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
}
