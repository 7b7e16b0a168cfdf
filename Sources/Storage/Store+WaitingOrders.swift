import GRDB
package import Shop

extension Store {
  /// Orders that are not held and that nothing but a person moves on, the longest waiting first;
  /// one of them alone where it is named.
  package func waitingOrders(
    of reference: Reference? = nil,
    limit: Int
  ) throws(StoreError) -> [Order.Waiting] {
    try read { db in
      try db.all(
        """
        SELECT * FROM (
        SELECT o.*, 'stock' AS cause, NULL AS deliveryID, o.unitsLeft AS units, NULL AS trouble
        FROM backorder b JOIN orderOverview o ON o.orderID = b.orderID
        UNION ALL
        SELECT o.*, 'stock' AS cause, NULL AS deliveryID,
          (SELECT COUNT(*) FROM waitingUnit w WHERE w.orderID = o.orderID) AS units,
          NULL AS trouble
        FROM orderOverview o WHERE o.orderID IN (SELECT orderID FROM waitingUnit)
          AND o.isDeliverable AND o.fulfilment IN ('allocated', 'delivered')
        UNION ALL
        SELECT o.*, 'mail' AS cause, d.id AS deliveryID, 0 AS units, NULL AS trouble
        FROM delivery d JOIN orderOverview o ON o.orderID = d.orderID
        WHERE d.state = 'failed' AND (o.isDeliverable OR d.purpose NOT IN ('order', 'resend'))
          AND NOT EXISTS (SELECT 1 FROM delivery s WHERE s.orderID = d.orderID AND s.id > d.id
            AND s.purpose IN ('order', 'resend') AND s.state = 'sent')
        UNION ALL
        SELECT o.*, 'refund' AS cause, NULL AS deliveryID, 0 AS units, f.trouble
        FROM refundOrder f JOIN orderOverview o ON o.paymentID = f.paymentID
        WHERE f.endedAt IS NULL AND f.trouble IS NOT NULL AND o.risk = 'clear'
        UNION ALL
        SELECT v.*, 'partRefund' AS cause, NULL AS deliveryID, \(Self.unexplainedUnits) AS units,
          NULL AS trouble
        FROM orderOverview v
        WHERE v.state = 'partRefunded' AND v.risk = 'clear' AND NOT v.isRefundExplained
          AND v.fulfilment = 'blocked' AND COALESCE(v.dispute, 'won') = 'won'
          AND NOT EXISTS (SELECT 1 FROM refundOrder f
            WHERE f.paymentID = v.paymentID AND f.endedAt IS NULL)
        ) WHERE (reference = ?1 OR ?1 IS NULL) ORDER BY paidAt, orderID LIMIT ?2
        """,
        [reference?.text, limit]
      ).map(Order.Waiting.init)
    }
  }
}

extension Order.Waiting {
  fileprivate init(_ row: GRDB.Row) throws {
    let cause: Cause =
      switch row["cause"] as String {
      case "stock": .stock(try row.parsed("sku", as: SKU.init), units: row["units"])
      case "mail": .mail(delivery: row["deliveryID"])
      case "refund": .refund(trouble: row["trouble"])
      default: .partRefund(units: row["units"])
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
