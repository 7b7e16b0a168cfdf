import GRDB
package import Shop

extension Store {
  /// Where the order of a link stands; nil when there is none, or the link has ended.
  package func orderPage(token: OrderToken, at now: Timestamp) throws(StoreError) -> Order
    .BuyerView?
  {
    let (sealing, lifetime) = (sealing, linkLifetime)
    return try read { db in
      guard let row = try db.first(OrderRecord.byToken, [sealing.hash(token)]),
        !lifetime.isOver(madeAt: row.timestamp("linkedAt"), at: now)
      else { return nil }
      return try Order.BuyerView(row, opening: sealing)
    }
  }

  /// Hands the codes of an order to whoever holds its link, and writes down that it did.
  ///
  /// Decided here and now (I5): an order that may not be handed over comes without units. Nil when
  /// there is no such order, or the link has ended.
  package func reveal(token: OrderToken, at: Timestamp) async throws(StoreError) -> Order.Reveal? {
    try await commit(at: at) { try $0.reveal(token) }
  }

  /// A page of orders, newest first.
  package func orders(_ filter: Order.Filter) throws(StoreError) -> ListPage<Order.Row> {
    let sealing = sealing
    return try read { db in
      try db.page(
        "o.*",
        from: "orderOverview o",
        where: """
          (o.fulfilment = :fulfilment OR :fulfilment IS NULL)
          AND (:state IS NOT 'held' OR o.risk = 'hold'
            OR (o.state = 'partRefunded' AND NOT o.isRefundExplained))
          AND (:state IS NOT 'refunded' OR o.refundedMinor > 0)
          AND (:state IS NOT 'disputed' OR o.dispute IS NOT NULL)
          AND (o.sku = :sku OR :sku IS NULL)
          AND (o.emailHash = :email OR :email IS NULL)
          AND (o.paymentKey = :payment OR :payment IS NULL)
          AND (o.paidAt >= :since OR :since IS NULL) AND (o.paidAt <= :until OR :until IS NULL)
          AND (:code IS NULL OR EXISTS (
            SELECT 1 FROM code k JOIN allocation a ON a.codeID = k.id
            JOIN unit u ON u.id = a.unitID
            WHERE k.fingerprint = :code AND u.orderID = o.orderID))
          """,
        by: "o.orderID",
        [
          "fulfilment": filter.state?.fulfilment?.rawValue, "state": filter.state?.rawValue,
          "sku": filter.sku?.text, "email": filter.email.map(sealing.hash),
          "payment": filter.paymentID, "since": filter.since?.milliseconds,
          "until": filter.until?.milliseconds, "code": filter.code.map(sealing.fingerprint),
        ],
        after: filter.after,
        limit: filter.limit
      ) { Order.Row(try Order.BuyerView($0, opening: sealing)) }
    }
  }

  /// Where a code is that somebody has in hand; nil when the vault does not have it.
  package func place(of code: CardCode) throws(StoreError) -> CardCode.Place? {
    let fingerprint = sealing.fingerprint(code)
    return try read { db in
      let sql = """
        SELECT k.id, b.name, k.status FROM code k JOIN batch b ON b.id = k.batchID
        WHERE k.fingerprint = ? ORDER BY k.id DESC LIMIT 1
        """
      return try db.first(sql, [fingerprint]).map {
        CardCode.Place(id: $0["id"], batch: $0["name"], status: $0["status"])
      }
    }
  }

  /// One order with everything but its codes; nil when there is none.
  package func order(reference: Reference) throws(StoreError) -> Order? {
    let sealing = sealing
    return try read { db in
      let sql = "SELECT * FROM orderOverview WHERE reference = ?"
      return try db.first(sql, [reference.text]).map { try db.detail($0, sealing) }
    }
  }

  /// What a payment's newest refund came to, in the provider's words; null when it is done, and
  /// when all of the money went back in another way.
  static let refundTrouble = """
    (SELECT f.trouble FROM refundOrder f WHERE f.paymentID = p.id
      AND (p.state <> 'refunded' OR EXISTS (SELECT 1 FROM refundPart r
        WHERE r.paymentID = p.id AND r.failedAt IS NOT NULL))
      ORDER BY f.begunAt DESC, f.id DESC LIMIT 1)
    """

  /// What waits for a person, newest first: money without an order, and orders that are held.
  ///
  /// Without money that went back, or that a bank took back, or that a person marked its checkout
  /// paid for, and without orders whose money is gone. A refund that failed is listed unless all
  /// went back otherwise.
  /// `reference` asks for what waits of one checkout alone.
  package func holds(
    of reference: Reference? = nil,
    limit: Int
  ) throws(StoreError) -> [Payment.Held] {
    try read { db in
      try db.all(
        """
        SELECT \(PaymentRecord.columns), p.mismatch AS waitsFor, 0 AS hasOrder,
          0 AS isReleasable, EXISTS (SELECT 1 FROM refundOrder f
            WHERE f.paymentID = p.id AND f.endedAt IS NULL) AS isRefundOpen, 0 AS unitsOut,
          0 AS isRefundUnexplained, NULL AS unexplainedUnits,
          \(Self.refundTrouble) AS refundTrouble FROM payment p
        WHERE (p.reference = ?1 OR ?1 IS NULL) AND p.mismatch IS NOT NULL
          AND p.state <> 'refunded' AND COALESCE(p.dispute, '') <> 'lost' AND NOT EXISTS (
          SELECT 1 FROM paidOrder o JOIN checkout c ON c.id = o.checkoutID
          JOIN payment m ON m.id = o.paymentID
          WHERE c.reference = p.reference AND m.provider = 'manual' AND p.id = (
            SELECT MAX(h.id) FROM payment h WHERE h.reference = c.reference AND h.id < m.id
              AND h.mismatch IS NOT NULL AND h.amountMinor = m.amountMinor
              AND h.currency = m.currency))
        UNION ALL
        SELECT \(PaymentRecord.columns), o.holdReason AS waitsFor, 1 AS hasOrder,
          (p.state = 'paid' OR v.isRefundExplained) AND COALESCE(p.dispute, 'won') = 'won'
            AND o.fulfilment <> 'revoked' AND o.holdReason <> 'altered' AS isReleasable,
          EXISTS (SELECT 1 FROM refundOrder f
            WHERE f.paymentID = p.id AND f.endedAt IS NULL) AS isRefundOpen,
          (SELECT COUNT(*) FROM partialRefund r JOIN unitEnd e ON e.partialRefundID = r.id
            WHERE r.orderID = o.id AND r.refusedAt IS NOT NULL AND r.voidedAt IS NULL) AS unitsOut,
          p.state = 'partRefunded' AND NOT v.isRefundExplained AND o.fulfilment <> 'revoked'
            AND COALESCE(p.dispute, 'won') = 'won' AND o.holdReason <> 'altered'
            AS isRefundUnexplained,
          \(Self.unexplainedUnits) AS unexplainedUnits, \(Self.refundTrouble) AS refundTrouble
        FROM paidOrder o JOIN payment p ON p.id = o.paymentID
        JOIN orderOverview v ON v.orderID = o.id
        WHERE (v.reference = ?1 OR ?1 IS NULL) AND o.risk = 'hold' AND (
          (p.state <> 'refunded' AND COALESCE(p.dispute, '') <> 'lost'
            AND (o.fulfilment <> 'revoked' OR p.state = 'paid'))
          OR ((p.state <> 'refunded' OR \(Self.partsMinor) < p.amountMinor)
            AND EXISTS (SELECT 1 FROM refundPart r
              WHERE r.paymentID = p.id AND r.failedAt IS NOT NULL)))
        ORDER BY receivedAt DESC, id DESC LIMIT ?2
        """,
        [reference?.text, limit]
      ).map { row in
        let payment = try PaymentRecord(row)
        return Payment.Held(
          provider: payment.provider,
          paymentID: payment.key,
          reference: payment.reference,
          amount: payment.amount,
          reason: try row.parsed("waitsFor", as: HoldReason.init),
          receivedAt: row.timestamp("receivedAt"),
          hasOrder: row["hasOrder"],
          dispute: payment.dispute,
          isReleasable: row["isReleasable"],
          isRefundOpen: row["isRefundOpen"],
          unitsOut: row["unitsOut"],
          isRefundUnexplained: row["isRefundUnexplained"],
          unexplainedUnits: row["unexplainedUnits"],
          isAllSaidBack: payment.state == .refunded,
          isPartlyBack: payment.refundedMinor > 0,
          refundTrouble: row["refundTrouble"]
        )
      }
    }
  }

  /// What of the payment `p` went back by refunds that are known one by one.
  private static let partsMinor = """
    (SELECT COALESCE(SUM(k.amountMinor), 0) FROM refundPart k
      WHERE k.paymentID = p.id AND k.failedAt IS NULL)
    """

  /// How many units of the order `v` cost at least what went back and nobody said what for; NULL
  /// where that is all of them.
  static let unexplainedUnits = """
    CASE WHEN (v.unitsLeft - 1) * v.unitPriceMinor >= v.refundedMinor - v.explainedMinor
      THEN (v.refundedMinor - v.explainedMinor + v.unitPriceMinor - 1) / v.unitPriceMinor END
    """

  /// Lets an order go on that was held; units whose money was to go back and did not come back,
  /// with new codes where the others have theirs, for which they wait where there are none.
  package func release(
    reference: Reference,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { transaction in
      try transaction.release(reference)
      try transaction.note("release", "order \(reference)", by: person.actor)
    }
  }
}

extension Transaction {
  fileprivate func reveal(_ token: OrderToken) throws -> Order.Reveal? {
    let sql = OrderRecord.byToken
    guard let row = try db.first(sql, [sealing.hash(token)]), !isLinkOver(row) else { return nil }
    let order = try OrderRecord(row)
    guard try isWhole(order), try self.token(of: row) == token else {
      try stop(order, .alteredOrder(order.reference))
      return nil
    }
    guard order.standing.isDeliverable, [.allocated, .delivered].contains(order.fulfilment),
      try hasLiveCodes(order.id)
    else {
      return Order.Reveal(order: try Order.BuyerView(row, opening: sealing), units: [])
    }
    try handOver(order.id)
    try db.change(
      "INSERT INTO reveal (orderID, revealedAt) VALUES (?, ?)",
      [order.id, now.milliseconds]
    )
    let units = try units(of: order.id, sku: order.sku)
    try note("reveal", "order \(order.reference)", "\(units.count) codes", by: "buyer")
    let shown = try db.first(sql, [sealing.hash(token)]) ?? row
    return Order.Reveal(order: try Order.BuyerView(shown, opening: sealing), units: units)
  }
}

extension Database {
  fileprivate func detail(_ row: Row, _ sealing: Sealing) throws -> Order {
    let orderID: Int64 = row["orderID"]
    let refunded = try row.money("refundedMinor", "currency")
    let deliveries = try all(
      """
      SELECT d.*, ?1 AS reference FROM delivery d WHERE d.orderID = ?2 ORDER BY d.id
      """,
      [row["reference"] as String, orderID]
    )
    return Order(
      view: try Order.BuyerView(row, opening: sealing),
      provider: try row.parsed("provider", as: Provider.init),
      paymentID: row["paymentKey"],
      refunded: refunded.minorUnits > 0 ? refunded : nil,
      hold: try row.parsedIfPresent("holdReason", as: HoldReason.init),
      refundTrouble: try first(
        """
        SELECT \(Store.refundTrouble) AS refundTrouble
        FROM payment p JOIN paidOrder o ON o.paymentID = p.id WHERE o.id = ?
        """,
        [orderID]
      )?["refundTrouble"],
      units: try units(of: orderID),
      partialRefunds: try partialRefundSummaries(of: orderID, refunded.currency),
      reveals: Int(
        try integers("SELECT COUNT(*) FROM reveal WHERE orderID = ?", [orderID]).first ?? 0
      ),
      deliveries: try deliveries.map(Delivery.init)
    )
  }
}
