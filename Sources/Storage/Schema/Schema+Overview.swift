extension Schema {
  /// How much of a payment went back: its single refunds, or more where the provider's total says.
  ///
  /// The total never falls; a failed refund is part of it unless it is larger.
  static func refundedMinor(of payment: String) -> String {
    """
    (SELECT MAX(\(payment).refundTotalMinor - COALESCE(SUM(COALESCE(r.amountMinor, r.failedMinor))
        FILTER (WHERE r.failedAt IS NOT NULL
          AND COALESCE(r.amountMinor, r.failedMinor) <= \(payment).refundTotalMinor), 0),
        COALESCE(SUM(r.amountMinor) FILTER (WHERE r.failedAt IS NULL), 0))
      FROM confirmedRefund r WHERE r.paymentID = \(payment).id)
    """
  }

  /// The sum of partial refunds that explain money that went back; those that failed are left out.
  private static let explaining = """
    SELECT COALESCE(SUM(e.amountMinor), 0) FROM partialRefund e
      WHERE e.orderID = o.id AND e.refusedAt IS NULL AND e.voidedAt IS NULL
    """

  /// How much of the money that went back of the order `o`, paid by `p`, is explained; a refund
  /// that a provider is being asked for is not back yet.
  static let explainedMinor = """
    (\(explaining) AND NOT EXISTS (SELECT 1 FROM refund f
      WHERE f.paymentID = p.id AND f.endedAt IS NULL AND f.partialRefundID = e.id))
    """

  /// `Standing.isRefundExplained` in SQL, of the order `o` and its payment `p`: nothing went back
  /// but explained refunds, with or without those that a provider is being asked for.
  static let isRefundExplained = """
    (CASE p.state WHEN 'partRefunded'
      THEN p.refundedMinor <= \(explainedMinor) OR p.refundedMinor = (\(explaining)) ELSE 0 END)
    """

  /// The place of the order `o` with the line `l` among those that wait for the same SKU; a unit
  /// that waits alone stands where its order stands.
  private static let queuePlace = """
    CASE o.fulfilment WHEN 'backorder' THEN
      (SELECT COUNT(*) FROM backorder b WHERE b.sku = l.sku AND b.orderID <= o.id)
      + (SELECT COUNT(DISTINCT w.orderID) FROM waitingUnit w
        JOIN paidOrder e ON e.id = w.orderID JOIN line m ON m.checkoutID = e.checkoutID
        WHERE m.sku = l.sku AND w.orderID < o.id AND e.fulfilment IN ('allocated', 'delivered'))
    END
    """

  /// An order with everything known of it, its line and its payment; `isDeliverable` is
  /// `Standing.isDeliverable` in SQL, and the guards use it too (I5).
  static let overview = [
    // The units that an order has or is owed: none that was refunded or replaced.
    View(
      "liveUnit",
      """
      SELECT u.id, u.orderID, u.number, u.generation FROM unit u
      WHERE NOT EXISTS (SELECT 1 FROM unitEnd e WHERE e.unitID = u.id)
      """
    ),
    // Units that wait for a code alone, since others of their order have theirs: their code was
    // useless, or their refund failed.
    View(
      "waitingUnit",
      """
      SELECT u.id, u.orderID, u.number FROM unit u
      WHERE u.generation > 1
        AND NOT EXISTS (SELECT 1 FROM unitEnd e WHERE e.unitID = u.id)
        AND NOT EXISTS (SELECT 1 FROM allocation a WHERE a.unitID = u.id)
        AND EXISTS (SELECT 1 FROM unit v JOIN allocation b ON b.unitID = v.id
          WHERE v.orderID = u.orderID)
      """
    ),
    View(
      "orderOverview",
      """
      SELECT o.id AS orderID, o.checkoutID, o.paymentID,
        COALESCE(n.tokenHash, o.tokenHash) AS tokenHash,
        COALESCE(n.tokenSealed, o.tokenSealed) AS tokenSealed,
        COALESCE(n.changedAt, o.paidAt) AS linkedAt, o.risk,
        o.holdReason, o.fulfilment, o.paidAt,
        c.reference, p.provider, COALESCE(n.emailSealed, c.emailSealed) AS emailSealed,
        COALESCE(n.emailHash, c.emailHash) AS emailHash, c.language, c.amountMinor, c.currency,
        l.sku, l.quantity, l.unitPriceMinor, l.title, l.faceValue, l.kind, l.redeemHTML,
        l.redeemText,
        p.state, p.dispute, p.refundedMinor, p.paymentKey,
        (SELECT COUNT(*) FROM liveUnit u WHERE u.orderID = o.id) AS unitsLeft,
        (SELECT group_concat(w.number) FROM waitingUnit w WHERE w.orderID = o.id) AS waitingUnits,
        EXISTS (SELECT 1 FROM liveUnit u JOIN allocation a ON a.unitID = u.id
          WHERE u.orderID = o.id) AS hasCodes,
        \(queuePlace) AS queuePlace,
        \(explainedMinor) AS explainedMinor, \(isRefundExplained) AS isRefundExplained,
        (p.state = 'paid' OR \(isRefundExplained))
          AND (p.dispute IS NULL OR p.dispute = 'won') AND o.risk = 'clear' AS isDeliverable
      FROM paidOrder o
      JOIN checkout c ON c.id = o.checkoutID
      JOIN line l ON l.checkoutID = o.checkoutID
      JOIN payment p ON p.id = o.paymentID
      LEFT JOIN orderAddress n ON n.id = (
        SELECT MAX(x.id) FROM orderAddress x WHERE x.orderID = o.id)
      """
    ),
    View(
      "checkoutOverview",
      """
      SELECT c.id AS checkoutID, c.reference, c.provider, c.emailSealed, c.emailHash, c.language,
        c.amountMinor, c.currency, c.createdAt, c.expiresAt, c.binding, c.networkHash,
        c.browserHash,
        l.sku, l.quantity, l.unitPriceMinor, l.title, l.faceValue, l.kind, l.redeemHTML,
        l.redeemText,
        s.sessionID, s.stepSealed, s.startedAt, s.declinedAt, q.expiredAt,
        q.underWay,
        w.state AS openingState, w.attempts AS openingAttempts, w.dueAt AS openingDueAt,
        w.enteredAt AS openingEnteredAt, w.isPhone, w.app, w.addressSealed,
        o.risk, o.fulfilment, p.state, p.dispute, \(isRefundExplained) AS isRefundExplained,
        o.id IS NULL AND EXISTS (
          SELECT 1 FROM payment h WHERE h.reference = c.reference AND h.mismatch IS NOT NULL
            AND h.state = 'paid') AS isHeld
      FROM checkout c
      JOIN line l ON l.checkoutID = c.id
      LEFT JOIN session s ON s.checkoutID = c.id
      LEFT JOIN question q ON q.checkoutID = c.id
      LEFT JOIN opening w ON w.checkoutID = c.id
      LEFT JOIN paidOrder o ON o.checkoutID = c.id
      LEFT JOIN payment p ON p.id = o.paymentID
      """
    ),
  ]
}
