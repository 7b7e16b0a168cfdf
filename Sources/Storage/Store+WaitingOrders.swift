import GRDB
package import Shop

extension Store {
  /// Orders that are not held and that nothing but a person moves on, the longest waiting first.
  package func waitingOrders(limit: Int) throws(StoreError) -> [WaitingOrder] {
    try read { db in
      try db.all(
        """
        SELECT o.*, 'stock' AS cause, NULL AS deliveryID,
          (SELECT COUNT(*) FROM liveUnit u WHERE u.orderID = o.orderID) AS units
        FROM backorder b JOIN orderOverview o ON o.orderID = b.orderID
        UNION ALL
        SELECT o.*, 'mail' AS cause, d.id AS deliveryID, 0 AS units
        FROM delivery d JOIN orderOverview o ON o.orderID = d.orderID
        WHERE d.state = 'failed' AND (o.isDeliverable OR d.purpose NOT IN ('order', 'resend'))
          AND NOT EXISTS (SELECT 1 FROM delivery s WHERE s.orderID = d.orderID AND s.id > d.id
            AND s.purpose IN ('order', 'resend') AND s.state = 'sent')
        UNION ALL
        SELECT o.*, 'partRefund' AS cause, NULL AS deliveryID, 0 AS units FROM orderOverview o
        WHERE o.state = 'partRefunded' AND o.risk = 'clear' AND NOT EXISTS (
            SELECT 1 FROM delivery s WHERE s.orderID = o.orderID AND s.state = 'sent'
              AND s.purpose IN ('order', 'resend'))
          AND NOT EXISTS (SELECT 1 FROM reveal r WHERE r.orderID = o.orderID)
        ORDER BY paidAt, orderID LIMIT ?
        """,
        [limit]
      ).map(WaitingOrder.init)
    }
  }
}

extension WaitingOrder {
  fileprivate init(_ row: Row) throws {
    let cause: Cause =
      switch row["cause"] as String {
      case "stock": .stock(try row.parsed("sku", as: SKU.init), units: row["units"])
      case "mail": .mail(delivery: row["deliveryID"])
      default: .partRefund
      }
    self.init(
      reference: try row.parsed("reference", as: { Reference($0) }),
      provider: try row.parsed("provider", as: Provider.init),
      paymentID: row["paymentKey"],
      amount: try row.money("amountMinor", "currency"),
      cause: cause,
      since: row.timestamp("paidAt")
    )
  }
}
