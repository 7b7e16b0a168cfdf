import GRDB
package import Shop

extension Store {
  /// Why a payment's newest refund has not gone through, in the provider's words; null when it is
  /// done, and when all of the money went back in another way.
  static let refundTrouble = """
    (SELECT f.trouble FROM refund f WHERE f.paymentID = p.id
      AND (p.state <> 'refunded' OR EXISTS (SELECT 1 FROM confirmedRefund r
        WHERE r.paymentID = p.id AND r.failedAt IS NOT NULL))
      ORDER BY f.begunAt DESC, f.id DESC LIMIT 1)
    """

  /// What waits for a person, newest first: money without an order, and orders that are held.
  ///
  /// Leaves out money that went back, that a bank took back, or for which a person marked its
  /// checkout paid (the newest of the same amount before that), and orders whose money is gone. A
  /// failed refund is listed unless all of the money went back in another way. With `reference`,
  /// only what waits of that checkout.
  package func holds(
    of reference: Reference? = nil,
    limit: Int
  ) throws(StoreError) -> [Payment.Held] {
    try read { db in
      try db.all(
        """
        SELECT \(PaymentRecord.columns), p.mismatch AS waitsFor, 0 AS hasOrder,
          0 AS isReleasable, EXISTS (SELECT 1 FROM refund f
            WHERE f.paymentID = p.id AND f.endedAt IS NULL) AS isRefundOpen, 0 AS unitsOut,
          0 AS isRefundUnexplained, NULL AS unexplainedUnits,
          \(Self.refundTrouble) AS refundTrouble,
          (SELECT m.provider IN ('manual', 'standard') \(Self.otherMoney)) AS isOtherByHand,
          (SELECT m.paymentKey \(Self.otherMoney)) AS otherKey FROM payment p
        WHERE (p.reference = ?1 OR ?1 IS NULL) AND p.mismatch IS NOT NULL
          AND p.state <> 'refunded' AND COALESCE(p.dispute, '') <> 'lost'
          AND NOT EXISTS (SELECT 1 \(Self.otherMoney) AND \(Self.isWhatWasMarked))
        UNION ALL
        SELECT \(PaymentRecord.columns), o.holdReason AS waitsFor, 1 AS hasOrder,
          (p.state = 'paid' OR v.isRefundExplained) AND COALESCE(p.dispute, 'won') = 'won'
            AND o.fulfilment NOT IN ('revoked', 'cancelled') AND o.holdReason <> 'altered'
            AS isReleasable,
          EXISTS (SELECT 1 FROM refund f
            WHERE f.paymentID = p.id AND f.endedAt IS NULL) AS isRefundOpen,
          (SELECT COUNT(*) FROM partialRefund r JOIN unitEnd e ON e.partialRefundID = r.id
            WHERE r.orderID = o.id AND r.refusedAt IS NOT NULL AND r.voidedAt IS NULL) AS unitsOut,
          p.state = 'partRefunded' AND NOT v.isRefundExplained
            AND o.fulfilment NOT IN ('revoked', 'cancelled')
            AND COALESCE(p.dispute, 'won') = 'won' AND o.holdReason <> 'altered'
            AS isRefundUnexplained,
          \(Self.unexplainedUnits) AS unexplainedUnits, \(Self.refundTrouble) AS refundTrouble,
          NULL AS isOtherByHand, NULL AS otherKey
        FROM paidOrder o JOIN payment p ON p.id = o.paymentID
        JOIN orderOverview v ON v.orderID = o.id
        WHERE (v.reference = ?1 OR ?1 IS NULL) AND o.risk = 'hold' AND (
          (p.state <> 'refunded' AND COALESCE(p.dispute, '') <> 'lost'
            AND (o.fulfilment <> 'revoked' OR p.state = 'paid'))
          OR ((p.state <> 'refunded' OR \(Self.refundSum) < p.amountMinor)
            AND EXISTS (SELECT 1 FROM confirmedRefund r
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
          refundTrouble: row["refundTrouble"],
          soldBy: (row["isOtherByHand"] as Bool?).map { isByHand in
            Payment.Held.OtherMoney(paymentID: row["otherKey"], isByHand: isByHand)
          }
        )
      }
    }
  }

  /// Whether money of the order `o` is here, no bank may take it back, and no provider is being
  /// asked to give it back.
  static let awaitsRefund = """
    o.state IN ('paid', 'partRefunded') AND COALESCE(o.dispute, 'won') = 'won' AND NOT EXISTS (
      SELECT 1 FROM refund f WHERE f.paymentID = o.paymentID AND f.endedAt IS NULL)
    """

  /// The other money `m` that made the order of the checkout which the payment `p` names.
  private static let otherMoney = """
    FROM paidOrder o JOIN checkout c ON c.id = o.checkoutID JOIN payment m ON m.id = o.paymentID
    WHERE c.reference = p.reference
    """

  /// Whether the person who marked `m` paid had seen `p`: by its ID, or by its amount.
  private static let isWhatWasMarked = """
    m.provider = 'manual' AND (p.paymentKey = m.paymentKey OR p.id = (
      SELECT MAX(h.id) FROM payment h WHERE h.reference = c.reference AND h.id < m.id
        AND h.mismatch IS NOT NULL AND h.amountMinor = m.amountMinor
        AND h.currency = m.currency))
    """

  /// The part of payment `p` that went back by refunds that are known one by one.
  private static let refundSum = """
    (SELECT COALESCE(SUM(k.amountMinor), 0) FROM confirmedRefund k
      WHERE k.paymentID = p.id AND k.failedAt IS NULL)
    """

  /// Of how many units of the order `v` the unexplained refund may be the price at least; NULL
  /// where that is all of them.
  static let unexplainedUnits = """
    CASE WHEN (v.unitsLeft - 1) * v.unitPriceMinor >= v.refundedMinor - v.explainedMinor
      THEN (v.refundedMinor - v.explainedMinor + v.unitPriceMinor - 1) / v.unitPriceMinor END
    """

  /// Releases a held order.
  ///
  /// Units whose refund failed come back with new codes if the other units have theirs, and wait
  /// for codes where there are none.
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

  /// Orders that are not held and that only a person moves on, longest waiting first; only one
  /// order where it is named.
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
        SELECT o.*, 'cancelled' AS cause, NULL AS deliveryID, 0 AS units, NULL AS trouble
        FROM cancellation x JOIN orderOverview o ON o.orderID = x.orderID
        WHERE o.risk = 'clear' AND \(Self.awaitsRefund)
        UNION ALL
        SELECT o.*, 'mail' AS cause, d.id AS deliveryID, 0 AS units, NULL AS trouble
        FROM delivery d JOIN orderOverview o ON o.orderID = d.orderID
        WHERE d.state = 'failed' AND (o.isDeliverable OR d.purpose NOT IN ('order', 'resend'))
          AND NOT EXISTS (SELECT 1 FROM delivery s WHERE s.orderID = d.orderID AND s.id > d.id
            AND s.purpose IN ('order', 'resend') AND s.state = 'sent')
        UNION ALL
        SELECT o.*, 'refund' AS cause, NULL AS deliveryID, 0 AS units, f.trouble
        FROM refund f JOIN orderOverview o ON o.paymentID = f.paymentID
        WHERE f.endedAt IS NULL AND f.trouble IS NOT NULL AND o.risk = 'clear'
        UNION ALL
        SELECT v.*, 'partRefund' AS cause, NULL AS deliveryID, \(Self.unexplainedUnits) AS units,
          NULL AS trouble
        FROM orderOverview v
        WHERE v.state = 'partRefunded' AND v.risk = 'clear' AND NOT v.isRefundExplained
          AND v.fulfilment = 'blocked' AND COALESCE(v.dispute, 'won') = 'won'
          AND NOT EXISTS (SELECT 1 FROM refund f
            WHERE f.paymentID = v.paymentID AND f.endedAt IS NULL)
        ) WHERE (reference = ?1 OR ?1 IS NULL) ORDER BY paidAt, orderID LIMIT ?2
        """,
        [reference?.text, limit]
      ).map(Order.Waiting.init)
    }
  }

  /// Holds an order until a person releases it; returns what of its codes may have left before.
  ///
  /// Throws `.alreadyHeld` when it is on hold, and the obstacle when something else stops it
  /// already.
  package func hold(
    reference: Reference,
    reason: String,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) -> Order.CodesLeft? {
    guard reason.isOneLine(most: 200) else { throw .badText("--reason") }
    return try await commit(at: at) { transaction in
      guard let order = try transaction.order(reference) else { throw StoreError.unknownOrder }
      guard order.standing.risk == .clear else { throw StoreError.alreadyHeld }
      if let obstacle = order.undeliverable, obstacle != .waitsForStock { throw obstacle }
      let left = try transaction.db.codesLeft(of: order.id)
      try transaction.hold(order, .person)
      try transaction.stopHandOver(order)
      try transaction.note("hold", "order \(reference)", reason, by: person.actor)
      return left
    }
  }
}

extension Transaction {
  /// Holds an order; only `release` ends that.
  ///
  /// A dispute outranks a refund: the order then waits for a person, whatever the refund's result.
  func hold(_ order: OrderRecord, _ reason: HoldReason) throws {
    let sql = "SELECT risk, holdReason FROM paidOrder WHERE id = ?"
    guard let row = try db.first(sql, [order.id]) else { throw StoreError.unknownOrder }
    let isOutranked =
      reason == .dispute && row["holdReason"] as String? == HoldReason.refund.rawValue
    guard row["risk"] == Order.Risk.clear.rawValue || isOutranked else { return }
    try db.change(
      "UPDATE paidOrder SET risk = 'hold', holdReason = ? WHERE id = ?",
      [reason.rawValue, order.id]
    )
  }

  /// Stops the hand-over of an order that is not deliverable (I5).
  ///
  /// It is revoked when the money is gone for good and codes were bound. The orders behind it in
  /// the queue are served.
  func stopHandOver(_ order: OrderRecord) throws {
    guard let order = try self.order(order.reference), !order.standing.isDeliverable,
      ![.revoked, .cancelled].contains(order.fulfilment)
    else { return }
    let isGone = order.standing.payment == .refunded || order.standing.dispute == .lost
    let isRevoked = try isGone && hasCodes(order.id)
    try move(order.id, to: isRevoked ? .revoked : .blocked)
    try db.change(
      """
      UPDATE delivery SET state = 'blocked', dueAt = NULL
      WHERE orderID = ? AND purpose IN ('order', 'resend')
        AND state IN ('queued', 'retry', 'uncertain')
      """,
      [order.id]
    )
    if isRevoked { try revokeCodes(of: order.id) }
    let waited = try db.change("DELETE FROM backorder WHERE orderID = ?", [order.id]) > 0
    if try waited || !waitingUnits(of: order.id).isEmpty { _ = try serve(order.sku) }
  }

  /// Releases an order if a person may release it.
  func release(_ reference: Reference) throws {
    guard let order = try order(reference) else { throw StoreError.unknownOrder }
    if let obstacle = order.obstacle { throw obstacle }
    guard try isWhole(order) else { throw StoreError.altered }
    try refuseWhileOpen(order)
    try release(order)
  }

  /// Releases an order: with the codes that it has, or to its old place in the queue; units whose
  /// refund failed get new codes as soon as there are some.
  func release(_ order: OrderRecord) throws {
    try db.change(
      "UPDATE paidOrder SET risk = 'clear', holdReason = NULL WHERE id = ?",
      [order.id]
    )
    guard try hasCodes(order.id) else {
      _ = try restoreUnits(of: order)
      try move(order.id, to: .backorder)
      try wait(order.id, order.sku)
      _ = try serve(order.sku)
      if try !hasCodes(order.id) { try oweWaitingLetter(order.id) }
      return
    }
    try move(order.id, to: wasHandedOver(order.id) ? .delivered : .allocated)
    // A message that was tried without those units is not repeated with them.
    let hadMail = try hasUnitsOut(order.id) && supersedeMessages(of: order.id)
    try db.change(
      "UPDATE delivery SET state = 'queued', dueAt = ? WHERE orderID = ? AND state = 'blocked'",
      [now.milliseconds, order.id]
    )
    let isRestored = try restoreUnits(of: order)
    // Codes may have been imported while the order was stopped.
    guard try !waitingUnits(of: order.id).isEmpty else { return }
    _ = try serve(order.sku)
    guard try isRestored && !waitingUnits(of: order.id).isEmpty else { return }
    // The other units are handed over meanwhile.
    if try hadMail && hasLiveCodes(order.id) { try oweCodesOnce(order.id) }
    try oweReplacementLetter(order.id)
  }

  private func waitingUnits(of orderID: Int64) throws -> [Int64] {
    try db.integers("SELECT id FROM waitingUnit WHERE orderID = ?", [orderID])
  }

  private func wasHandedOver(_ orderID: Int64) throws -> Bool {
    try db.first(
      """
      SELECT 1 FROM delivery
      WHERE orderID = ?1 AND purpose IN ('order', 'resend') AND state = 'sent'
      UNION ALL SELECT 1 FROM reveal WHERE orderID = ?1
      """,
      [orderID]
    ) != nil
  }

  /// Holds an order that no refund of ours releases, whatever its result.
  func holdForPerson(_ order: OrderRecord, _ reason: HoldReason) throws {
    try db.change(
      """
      UPDATE refund SET isHolding = 0 WHERE endedAt IS NULL AND isHolding = 1
        AND paymentID IN (SELECT paymentID FROM paidOrder WHERE id = ?1
          UNION SELECT id FROM payment WHERE reference = ?2)
      """,
      [order.id, order.reference.text]
    )
    try hold(order, reason)
  }
}

extension Order.Waiting {
  fileprivate init(_ row: GRDB.Row) throws {
    let cause: Cause =
      switch row["cause"] as String {
      case "stock": .stock(try row.parsed("sku", as: SKU.init), units: row["units"])
      case "cancelled": .cancelled
      case "mail": .mail(delivery: row["deliveryID"])
      case "refund": .refund(trouble: row["trouble"])
      case "partRefund": .partRefund(units: row["units"])
      case let word: throw StoreError.failed("cause: \(word), which this program does not know")
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
