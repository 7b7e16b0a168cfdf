import GRDB
package import Shop

/// Payments that try out a provider; only an operator begins one.
extension Store {
  /// Stores the checkout of a rehearsal and puts it into its provider's queue.
  ///
  /// Throws `.rehearsalOpen` while another with that provider has not ended.
  package func beginRehearsal(
    _ checkout: Checkout,
    isPhone: Bool,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { try $0.beginRehearsal(checkout, isPhone: isPhone, by: person) }
  }

  /// The open rehearsal with a provider, or else the latest; nil without any.
  package func rehearsal(with provider: Provider) throws(StoreError) -> Rehearsal? {
    try read { db in
      try db.first(
        Rehearsal.sql + """
           WHERE r.provider = ? ORDER BY r.endedAt IS NULL DESC, r.checkoutID DESC LIMIT 1
          """,
        [provider.rawValue]
      ).map(Rehearsal.init)
    }
  }

  /// Ends a rehearsal: money that comes later is held as late.
  ///
  /// Throws `.rehearsalPaid` while its money is here; does nothing to one that has ended.
  package func endRehearsal(
    _ reference: Reference,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { try $0.endRehearsal(reference, by: person) }
  }
}

extension Transaction {
  fileprivate func beginRehearsal(
    _ checkout: Checkout,
    isPhone: Bool,
    by person: Operator
  ) throws {
    let open = try db.first(
      Rehearsal.sql + " WHERE r.provider = ? AND r.endedAt IS NULL",
      [checkout.provider.rawValue]
    )
    if let open {
      throw StoreError.rehearsalOpen(try open.parsed("reference", as: { Reference($0) }))
    }
    let checkoutID = try self.open(checkout)
    try db.change(
      "INSERT INTO rehearsal (checkoutID, provider, startedAt) VALUES (?, ?, ?)",
      [checkoutID, checkout.provider.rawValue, now.milliseconds]
    )
    // The operator's checkout has no network, so that its place in the queue is its arrival.
    let buyer = Checkout.Buyer(isPhone: isPhone, address: "127.0.0.1", network: nil)
    try enter(checkoutID, checkout, buyer)
    let detail = "\(checkout.amount) by \(checkout.provider.rawValue)"
    try note("rehearse", "checkout \(checkout.reference)", detail, by: person.actor)
  }

  fileprivate func endRehearsal(_ reference: Reference, by person: Operator) throws {
    guard let row = try db.first(Rehearsal.sql + " WHERE c.reference = ?", [reference.text]) else {
      throw StoreError.unknownCheckout
    }
    guard (row["endedAt"] as Int64?) == nil else { return }
    let here = """
      SELECT 1 FROM payment WHERE reference = ? AND mismatch = 'rehearsal' AND state <> 'refunded'
      """
    guard try db.first(here, [reference.text]) == nil else { throw StoreError.rehearsalPaid }
    try db.change(
      "UPDATE rehearsal SET endedAt = ? WHERE checkoutID = ?",
      [now.milliseconds, row["checkoutID"] as Int64]
    )
    try note("rehearse", "checkout \(reference)", "ended", by: person.actor)
  }

  /// Why money that matches a rehearsal exactly is held; nil where the checkout is a sale.
  func rehearsalHold(_ checkoutID: Int64, paidBy payment: PaymentRecord) throws -> HoldReason? {
    let row = try db.first(
      """
      SELECT r.endedAt, EXISTS (SELECT 1 FROM payment p JOIN checkout c ON c.id = r.checkoutID
        WHERE p.reference = c.reference AND p.mismatch = 'rehearsal' AND p.id IS NOT ?) AS isPaid
      FROM rehearsal r WHERE r.checkoutID = ?
      """,
      [payment.id, checkoutID]
    )
    guard let row else { return nil }
    if row["isPaid"] { return .surplus }
    return (row["endedAt"] as Int64?) == nil || payment.mismatch == .rehearsal ? .rehearsal : .late
  }
}

extension Rehearsal {
  fileprivate static let sql = """
    SELECT r.checkoutID, r.provider, r.startedAt, r.endedAt, c.reference, c.amountMinor,
      c.currency, c.expiresAt
    FROM rehearsal r JOIN checkout c ON c.id = r.checkoutID
    """

  fileprivate init(_ row: Row) throws {
    self.init(
      reference: try row.parsed("reference", as: { Reference($0) }),
      provider: try row.parsed("provider", as: Provider.init),
      amount: try row.money("amountMinor", "currency"),
      startedAt: row.timestamp("startedAt"),
      expiresAt: row.timestamp("expiresAt"),
      endedAt: (row["endedAt"] as Int64?).map { Timestamp(milliseconds: $0) }
    )
  }
}
