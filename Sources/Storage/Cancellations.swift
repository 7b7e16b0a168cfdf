import GRDB
package import Shop

extension Store {
  /// Cancels an order that waits, for the holder of its link: it leaves the queue for good, and its
  /// money is to go back.
  ///
  /// At a provider in `providers` the refund is begun in the same transaction, and comes back for
  /// its provider to be asked; otherwise a person gives the money back. Codes that were bound first
  /// stay: then nothing changes. Nil when there is no such order, or the link has ended.
  package func cancelOrder(
    token: OrderToken,
    refundingAt providers: Set<Provider>,
    at: Timestamp
  ) async throws(StoreError) -> Order.Cancellation? {
    try await commit(at: at) { try $0.cancelOrder(token, refundingAt: providers) }
  }

  /// Cancelled orders whose money waits for a person and that the operator was not told of, the
  /// earliest first.
  package func untoldCancellations(limit: Int) throws(StoreError) -> [Order.Cancelled] {
    try read { db in
      try db.all(
        """
        SELECT o.reference, o.amountMinor, o.currency, x.cancelledAt
        FROM cancellation x JOIN orderOverview o ON o.orderID = x.orderID
        WHERE x.toldAt IS NULL AND \(Self.awaitsRefund) ORDER BY x.orderID LIMIT ?
        """,
        [limit]
      ).map { row in
        Order.Cancelled(
          reference: try row.parsed("reference", as: { Reference($0) }),
          amount: try row.money("amountMinor", "currency"),
          cancelledAt: row.timestamp("cancelledAt")
        )
      }
    }
  }

  /// Records that the operator was told of them.
  package func recordCancellationsTold(
    _ references: [Reference],
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { transaction in
      for reference in references {
        try transaction.db.change(
          """
          UPDATE cancellation SET toldAt = ? WHERE toldAt IS NULL AND orderID = (
            SELECT orderID FROM orderOverview WHERE reference = ?)
          """,
          [transaction.now.milliseconds, reference.text]
        )
      }
    }
  }
}

extension Transaction {
  fileprivate func cancelOrder(
    _ token: OrderToken,
    refundingAt providers: Set<Provider>
  ) throws -> Order.Cancellation? {
    let sql = OrderRecord.byToken
    guard let row = try db.first(sql, [sealing.hash(token)]), !isLinkOver(row) else { return nil }
    let order = try OrderRecord(row)
    guard try isWhole(order), try sealing.token(of: row) == token else {
      try stop(order, .alteredOrder(order.reference))
      return nil
    }
    guard order.fulfilment == .backorder else {
      return Order.Cancellation(order: try Order.BuyerView(row, opening: sealing), refund: nil)
    }
    try db.change(
      "INSERT INTO cancellation (orderID, cancelledAt) VALUES (?, ?)",
      [order.id, now.milliseconds]
    )
    try move(order.id, to: .cancelled)
    try db.change("DELETE FROM backorder WHERE orderID = ?", [order.id])
    try note("cancel", "order \(order.reference)", by: "buyer")
    _ = try serve(order.sku)
    let refund = try refundCancelled(order, at: providers)
    guard let cancelled = try db.first(sql, [sealing.hash(token)]) else { return nil }
    let view = try Order.BuyerView(cancelled, opening: sealing)
    return Order.Cancellation(order: view, refund: refund)
  }

  /// Begins to give back all that is left of a cancelled order, where its provider is one of those;
  /// nil where a person does it, as while another refund of it is under way.
  private func refundCancelled(
    _ order: OrderRecord,
    at providers: Set<Provider>
  ) throws -> Refund? {
    let row = try db.first(
      """
      SELECT o.provider FROM orderOverview o WHERE o.orderID = ? AND \(Store.awaitsRefund)
      """,
      [order.id]
    )
    guard let row, providers.contains(try row.parsed("provider", as: Provider.init)) else {
      return nil
    }
    return try beginRefund(
      order.reference,
      payment: nil,
      amount: nil,
      for: nil,
      reason: "cancelled by the buyer",
      unlessMadeSince: nil,
      by: "buyer"
    )
  }
}
