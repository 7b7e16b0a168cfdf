import GRDB
package import Shop

extension Store {
  /// What was sold in a period, what went back in it, and what made no order (I18).
  package func salesReport(of period: ReportPeriod) throws(StoreError) -> SalesReport {
    try read { db in
      var report = SalesReport(period)
      let moments = [
        period.moments.lowerBound.milliseconds, period.moments.upperBound.milliseconds,
      ]
      for row in try db.all(Self.sales, StatementArguments(moments)) {
        report.add(try SalesReport.Key(row)) { sums in
          sums.orders += row["orders"] as Int
          sums.units += row["units"] as Int
          sums.gross += row["gross"] as Int64
          sums.fees += row["fees"] as Int64
          sums.ordersWithoutFee += row["withoutFee"] as Int
        }
      }
      for row in try db.all(Self.costs, StatementArguments(moments)) {
        report.add(try SalesReport.Key(row)) { sums in
          sums.cost += row["cost"] as Int64
          sums.unitsWithoutCost += row["withoutCost"] as Int
        }
      }
      for row in try db.all(Self.refunds, StatementArguments(moments)) {
        report.add(try SalesReport.Key(row)) { $0.refunds += row["refunds"] as Int64 }
      }
      for row in try db.all(Self.lostDisputes, StatementArguments(moments)) {
        report.add(try SalesReport.Key(row)) { $0.disputed += row["disputed"] as Int64 }
      }
      for row in try db.all(Self.held, StatementArguments(moments)) {
        report.add(try SalesReport.Key(row)) { sums in
          sums.held += row["held"] as Int64
          sums.heldPayments += row["payments"] as Int
        }
      }
      return report
    }
  }

  /// Orders that were paid between ?1 and ?2, by provider, currency and product.
  private static let sales = """
    SELECT p.provider, p.currency, l.sku, COUNT(*) AS orders, SUM(l.quantity) AS units,
      SUM(p.amountMinor) AS gross,
      COALESCE(SUM(CASE WHEN p.feeCurrency = p.currency THEN p.feeMinor END), 0) AS fees,
      SUM(p.feeMinor IS NULL) AS withoutFee
    FROM paidOrder o JOIN payment p ON p.id = o.paymentID
    JOIN line l ON l.checkoutID = o.checkoutID
    WHERE o.paidAt BETWEEN ?1 AND ?2 GROUP BY p.provider, p.currency, l.sku
    """

  /// The cost of every code that was bound to those orders, replaced ones included: the shop paid
  /// for each.
  private static let costs = """
    SELECT p.provider, p.currency, l.sku,
      COALESCE(SUM(CASE WHEN k.costCurrency = p.currency THEN k.costMinor END), 0) AS cost,
      SUM(k.costMinor IS NULL OR k.costCurrency IS NOT p.currency) AS withoutCost
    FROM paidOrder o JOIN payment p ON p.id = o.paymentID
    JOIN line l ON l.checkoutID = o.checkoutID
    JOIN unit u ON u.orderID = o.id JOIN allocation a ON a.unitID = u.id
    JOIN code k ON k.id = a.codeID
    WHERE o.paidAt BETWEEN ?1 AND ?2 GROUP BY p.provider, p.currency, l.sku
    """

  /// Refunds that were reported one by one count on the day of their report; a provider's total
  /// counts on the day that it last rose.
  private static let refunds = """
    SELECT p.provider, p.currency, l.sku, SUM(r.minor) AS refunds FROM (
      SELECT paymentID, amountMinor AS minor FROM confirmedRefund
      WHERE failedAt IS NULL AND receivedAt BETWEEN ?1 AND ?2
      UNION ALL
      SELECT q.id, q.refundedMinor - (SELECT COALESCE(SUM(s.amountMinor), 0) FROM confirmedRefund s
        WHERE s.paymentID = q.id AND s.failedAt IS NULL)
      FROM payment q WHERE q.refundedAt BETWEEN ?1 AND ?2
    ) r JOIN payment p ON p.id = r.paymentID
    LEFT JOIN checkout c ON c.reference = p.reference LEFT JOIN line l ON l.checkoutID = c.id
    WHERE p.currency IS NOT NULL GROUP BY p.provider, p.currency, l.sku HAVING SUM(r.minor) > 0
    """

  /// Lost disputes: what was not given back before is gone; a payment with two lost disputes counts
  /// once.
  private static let lostDisputes = """
    SELECT p.provider, p.currency, l.sku, SUM(p.amountMinor - p.refundedMinor) AS disputed
    FROM payment p JOIN (
      SELECT paymentID, MIN(receivedAt) AS heardAt FROM dispute WHERE state = 'lost'
      GROUP BY paymentID
    ) d ON d.paymentID = p.id
    LEFT JOIN checkout c ON c.reference = p.reference LEFT JOIN line l ON l.checkoutID = c.id
    WHERE p.mismatch IS NULL AND p.amountMinor > p.refundedMinor AND p.currency IS NOT NULL
      AND d.heardAt BETWEEN ?1 AND ?2 GROUP BY p.provider, p.currency, l.sku
    """

  /// Money that came and made no order, whatever happened to it later.
  private static let held = """
    SELECT p.provider, p.currency, l.sku, SUM(p.amountMinor) AS held, COUNT(*) AS payments
    FROM payment p
    LEFT JOIN checkout c ON c.reference = p.reference LEFT JOIN line l ON l.checkoutID = c.id
    WHERE p.mismatch IS NOT NULL AND p.amountMinor IS NOT NULL
      AND p.receivedAt BETWEEN ?1 AND ?2 GROUP BY p.provider, p.currency, l.sku
    """
}

extension SalesReport.Key {
  fileprivate init(_ row: Row) throws {
    self.init(
      provider: try row.parsed("provider", as: Provider.init),
      currency: try row.parsed("currency", as: Currency.init),
      sku: try row.parsedIfPresent("sku", as: SKU.init)
    )
  }
}
