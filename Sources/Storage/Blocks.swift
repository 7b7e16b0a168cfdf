import Foundation
import GRDB
package import Shop

/// Whom the shop does not sell to, and orders that a person stopped.
extension Store {
  /// The most blocks that a list shows.
  package static let mostBlocks = 10_000

  /// Refuses checkouts of a buyer from now on, and holds money that comes from them.
  ///
  /// Throws `.blockedAlready` when the same is blocked.
  package func block(
    _ buyer: BlockedBuyer,
    reason: String,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) {
    guard reason.isOneLine(most: 200) else { throw .badText("--reason") }
    try await commit(at: at) { transaction in
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
    }
  }

  /// Sells to a buyer again; orders that were held meanwhile stay held.
  ///
  /// Throws `.notBlocked` when it is not blocked.
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

  /// All that is blocked, the latest first.
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
    try isBlocked(buyer.kind, sealing.hash(buyer))
  }

  private func isBlocked(_ kind: BlockedBuyer.Kind, _ hash: Data) throws -> Bool {
    try db.first(
      "SELECT 1 FROM block WHERE kind = ? AND keyHash = ? AND endedAt IS NULL",
      [kind.rawValue, hash]
    ) != nil
  }

  /// Whether money of this checkout is held: for its address, where it came from, or who paid.
  func isFromBlockedBuyer(_ sale: Sale) throws -> Bool {
    // Without a block, which is the rule, nothing is opened.
    guard try db.first("SELECT 1 FROM block WHERE endedAt IS NULL") != nil else { return false }
    let found = try db.first(
      "SELECT emailSealed, networkHash FROM checkout WHERE id = ?",
      [sale.checkoutID]
    )
    guard let found else { throw StoreError.unknownCheckout }
    let opened = try sealing.open(found["emailSealed"], as: .email, of: sale.reference.text)
    let email = EmailAddress(String(decoding: opened, as: UTF8.self))
    if let email, try isBlocked(.email(email)) { return true }
    if let hash = found["networkHash"] as Data?, try isBlocked(.network, hash) { return true }
    guard let payer = sale.payer else { return false }
    return try isBlocked(.payer(payer.provider, payer.id))
  }
}
