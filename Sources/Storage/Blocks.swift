import Foundation
import GRDB
package import Shop

/// Buyers whom the shop does not sell to.
extension Store {
  /// The most blocks that a list shows.
  package static let mostBlocks = 10_000

  /// Blocks a buyer: refuses their checkouts, and holds money that comes from them and their orders
  /// that are not handed over whole; returns those orders, first paid first.
  ///
  /// An order is found by its address and by the network that it was begun from; nothing is stored
  /// that finds the orders of an account at a provider. Throws `.blockedAlready` when the same
  /// buyer is blocked.
  package func block(
    _ buyer: BlockedBuyer,
    reason: String,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) -> [Reference] {
    guard reason.isOneLine(most: 200) else { throw .badText("--reason") }
    return try await commit(at: at) { transaction in
      guard try !transaction.isBlocked(buyer) else { throw StoreError.blockedAlready }
      let hash = transaction.sealing.hash(buyer)
      try transaction.db.change(
        "INSERT INTO block (kind, keyHash, masked, reason, madeAt) VALUES (?, ?, ?, ?, ?)",
        [buyer.kind.rawValue, hash, buyer.masked, reason, transaction.now.milliseconds]
      )
      try transaction.note(
        "block",
        "\(buyer.kind.rawValue) \(buyer.masked)",
        reason,
        by: person.actor
      )
      let held = try transaction.unservedOrders(of: buyer)
      // Last paid first: codes that one order frees must not be bound to another that is about to
      // be held.
      for order in held.reversed() {
        try transaction.hold(order, .blocked)
        try transaction.stopHandOver(order)
        try transaction.note("hold", "order \(order.reference)", reason, by: person.actor)
      }
      return held.map(\.reference)
    }
  }

  /// Unblocks a buyer; orders that were held meanwhile stay held.
  ///
  /// Throws `.notBlocked` when the buyer is not blocked.
  package func unblock(
    _ buyer: BlockedBuyer,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { transaction in
      let ended = try transaction.db.change(
        "UPDATE block SET endedAt = ? WHERE kind = ? AND keyHash = ? AND endedAt IS NULL",
        [
          transaction.now.milliseconds, buyer.kind.rawValue,
          transaction.sealing.hash(buyer),
        ]
      )
      guard ended > 0 else { throw StoreError.notBlocked }
      try transaction.note(
        "unblock",
        "\(buyer.kind.rawValue) \(buyer.masked)",
        by: person.actor
      )
    }
  }

  /// Whether a buyer is blocked at present.
  package func isBlocked(_ buyer: BlockedBuyer) throws(StoreError) -> Bool {
    let hash = sealing.hash(buyer)
    return try read { try $0.isBlocked(buyer.kind, hash) }
  }

  /// All blocks, latest first.
  package func blocks() throws(StoreError) -> [BlockedBuyer.Row] {
    try read { db in
      try db.all(
        "SELECT * FROM block WHERE endedAt IS NULL ORDER BY id DESC LIMIT ?",
        [Self.mostBlocks]
      ).map { row in
        BlockedBuyer.Row(
          kind: try row.parsed("kind", as: BlockedBuyer.Kind.init),
          masked: row["masked"],
          reason: row["reason"],
          madeAt: row.timestamp("madeAt")
        )
      }
    }
  }
}

extension Transaction {
  func isBlocked(_ buyer: BlockedBuyer) throws -> Bool {
    try db.isBlocked(buyer.kind, sealing.hash(buyer))
  }

  /// A buyer's orders that are not held and still have codes to hand over.
  fileprivate func unservedOrders(of buyer: BlockedBuyer) throws -> [OrderRecord] {
    let rows = try db.all(
      """
      SELECT o.*, c.emailSealed AS orderedSealed, c.networkHash AS network
      FROM orderOverview o JOIN checkout c ON c.reference = o.reference
      WHERE o.risk = 'clear' AND o.isDeliverable AND (o.fulfilment IN ('backorder', 'allocated')
        OR o.orderID IN (SELECT orderID FROM waitingUnit))
      ORDER BY o.orderID
      """
    )
    let hash = sealing.hash(buyer)
    return try rows.filter { row in
      switch buyer {
      case .email(let email):
        let (reference, seals) = (row["reference"] as String, ["emailSealed", "orderedSealed"])
        return seals.contains { seal in
          mailbox(row[seal], of: reference) == email.mailbox
        }
      case .network: return row["network"] as Data? == hash
      case .payer: return false
      }
    }.map(OrderRecord.init)
  }

  /// The mailbox behind a seal; nil for one that does not open, which another check reports.
  private func mailbox(_ sealed: Data, of reference: String) -> String? {
    do {
      let opened = try sealing.open(sealed, as: .email, of: reference)
      return EmailAddress(String(decoding: opened, as: UTF8.self))?.mailbox
    } catch {
      return nil
    }
  }

  /// Whether money of this checkout is held because its address, its network or its payer is
  /// blocked.
  func isFromBlockedBuyer(_ sale: Sale) throws -> Bool {
    // Usually there is no block, and nothing needs to be opened.
    guard try db.first("SELECT 1 FROM block WHERE endedAt IS NULL") != nil else { return false }
    let found = try db.first(
      "SELECT emailSealed, networkHash FROM checkout WHERE id = ?",
      [sale.checkoutID]
    )
    guard let found else { throw StoreError.unknownCheckout }
    let opened = try sealing.open(found["emailSealed"], as: .email, of: sale.reference.text)
    let email = EmailAddress(String(decoding: opened, as: UTF8.self))
    if let email, try isBlocked(.email(email)) { return true }
    if let hash = found["networkHash"] as Data?, try db.isBlocked(.network, hash) { return true }
    guard let payer = sale.payer else { return false }
    return try isBlocked(.payer(payer.provider, payer.id))
  }
}

extension Database {
  fileprivate func isBlocked(_ kind: BlockedBuyer.Kind, _ hash: Data) throws -> Bool {
    try first(
      "SELECT 1 FROM block WHERE kind = ? AND keyHash = ? AND endedAt IS NULL",
      [kind.rawValue, hash]
    ) != nil
  }
}
