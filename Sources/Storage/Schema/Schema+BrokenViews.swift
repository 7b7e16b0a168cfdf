extension Schema {
  /// A view of the file; checked at each start to be there unchanged.
  struct View {
    let name: String
    let sql: String

    init(_ name: String, _ select: String) {
      self.name = name
      sql = "CREATE VIEW \(name) AS \(select)"
    }
  }

  /// Views whose rows break a promise: in a sound vault all of them are empty.
  static let brokenViews = [
    // I1: a code is bound if and only if an allocation says so.
    View(
      "brokenCode",
      """
      SELECT c.id FROM code c LEFT JOIN allocation a ON a.codeID = c.id
      WHERE (c.status = 'allocated' AND a.codeID IS NULL)
        OR (c.status IN ('available', 'quarantined', 'undone') AND a.codeID IS NOT NULL)
      """
    ),
    // I1: a code that may be sold has its batch's SKU; of a batch that was taken back, all codes
    // that nobody bought are.
    View(
      "brokenBatch",
      """
      SELECT DISTINCT b.id FROM batch b JOIN code c ON c.batchID = b.id
      WHERE (c.sku <> b.sku AND c.status = 'available')
        OR (b.undoneAt IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM allocation a WHERE a.codeID = c.id)) <> (c.status = 'undone')
      """
    ),
    // I1: a code goes to an order for its own SKU.
    View(
      "brokenAllocation",
      """
      SELECT a.codeID AS id FROM allocation a
      JOIN unit u ON u.id = a.unitID
      JOIN orderOverview o ON o.orderID = u.orderID
      JOIN code c ON c.id = a.codeID
      WHERE c.sku <> o.sku
      """
    ),
    // I3, I6: all of an order's units have codes, or none has; one whose code is replaced may wait
    // alone for another.
    View(
      "brokenOrder",
      """
      SELECT o.orderID AS id FROM orderOverview o
      LEFT JOIN liveUnit u ON u.orderID = o.orderID
      LEFT JOIN allocation a ON a.unitID = u.id
      LEFT JOIN waitingUnit w ON w.id = u.id
      GROUP BY o.orderID, o.fulfilment
      HAVING COUNT(u.id) = 0
        OR COUNT(a.codeID) + COUNT(w.id) NOT IN (0, COUNT(u.id))
        OR (o.fulfilment IN ('allocated', 'delivered', 'revoked')
          AND COUNT(a.codeID) + COUNT(w.id) = 0)
        OR (o.fulfilment = 'backorder' AND COUNT(a.codeID) + COUNT(w.id) > 0)
      """
    ),
    // I3: every unit that was bought is there, number by number: owed, or taken out for a reason.
    View(
      "brokenUnit",
      """
      SELECT o.orderID AS id FROM orderOverview o
      WHERE o.quantity <> (
          SELECT COUNT(DISTINCT u.number) FROM unit u
          WHERE u.orderID = o.orderID AND u.number <= o.quantity)
        OR EXISTS (SELECT 1 FROM unit u WHERE u.orderID = o.orderID AND u.number > o.quantity)
        OR EXISTS (
          SELECT 1 FROM liveUnit u WHERE u.orderID = o.orderID
          GROUP BY u.number HAVING COUNT(*) > 1)
        OR EXISTS (
          SELECT 1 FROM unit u JOIN unitEnd e ON e.unitID = u.id
          WHERE u.orderID = o.orderID AND e.reason = 'replaced' AND NOT EXISTS (
            SELECT 1 FROM unit n WHERE n.orderID = u.orderID AND n.number = u.number
              AND n.generation = u.generation + 1))
      """
    ),
    // I1: the code of a unit that ended is never used again.
    View(
      "brokenUnitEnd",
      """
      SELECT e.unitID AS id FROM unitEnd e JOIN allocation a ON a.unitID = e.unitID
      JOIN code c ON c.id = a.codeID WHERE c.status <> 'revoked'
      """
    ),
    // I4, I5: only an order whose money is exact and still here may be handed over.
    View(
      "brokenStanding",
      """
      SELECT o.orderID AS id FROM orderOverview o JOIN payment p ON p.id = o.paymentID
      WHERE p.mismatch IS NOT NULL OR p.amountMinor <> o.amountMinor OR p.currency <> o.currency
        OR (o.isDeliverable AND o.fulfilment IN ('blocked', 'revoked'))
        OR (NOT o.isDeliverable AND o.fulfilment IN ('backorder', 'allocated', 'delivered'))
      """
    ),
    // I7: money that matched has an order.
    View(
      "brokenPayment",
      """
      SELECT p.id FROM payment p LEFT JOIN paidOrder o ON o.paymentID = p.id
      WHERE p.state = 'paid' AND p.mismatch IS NULL AND o.id IS NULL
      """
    ),
    // I7: an order waits if and only if it is in the queue.
    View(
      "brokenBackorder",
      """
      SELECT o.id FROM paidOrder o LEFT JOIN backorder b ON b.orderID = o.id
      WHERE (o.fulfilment = 'backorder') <> (b.orderID IS NOT NULL)
      """
    ),
    // I7: an order is cancelled if and only if its buyer said so, and has no codes.
    View(
      "brokenCancellation",
      """
      SELECT o.id FROM paidOrder o LEFT JOIN cancellation x ON x.orderID = o.id
      WHERE (o.fulfilment = 'cancelled') <> (x.orderID IS NOT NULL)
        OR (x.orderID IS NOT NULL AND EXISTS (
          SELECT 1 FROM unit u JOIN allocation a ON a.unitID = u.id WHERE u.orderID = o.id))
      """
    ),
    // I7, I9: an order that got its codes has its one delivery.
    View(
      "brokenDelivery",
      """
      SELECT o.id FROM paidOrder o
      LEFT JOIN delivery d ON d.orderID = o.id AND d.purpose = 'order'
      WHERE o.fulfilment IN ('allocated', 'delivered', 'revoked') AND d.id IS NULL
      """
    ),
    // I5, I9: an order that handed codes over had them.
    View(
      "brokenMessage",
      """
      SELECT d.id FROM delivery d JOIN paidOrder o ON o.id = d.orderID
      WHERE d.purpose IN ('order', 'resend') AND d.state = 'sent' AND NOT EXISTS (
        SELECT 1 FROM unit u JOIN allocation a ON a.unitID = u.id WHERE u.orderID = o.id)
      UNION ALL SELECT d.id FROM delivery d WHERE d.purpose = 'refunded' AND NOT EXISTS (
        SELECT 1 FROM refundNotice n WHERE n.deliveryID = d.id)
      """
    ),
    // I9, I12: a message is kept from its first try until it is sent, and no longer.
    View(
      "brokenKeptMessage",
      """
      SELECT k.deliveryID AS id FROM keptMessage k JOIN delivery d ON d.id = k.deliveryID
      WHERE d.attempt = 0 OR d.state IN ('sent', 'superseded')
      """
    ),
    // Every permanent failure is noted, so that a person is told.
    View(
      "brokenFailure",
      """
      SELECT d.id FROM delivery d WHERE d.state = 'failed' AND NOT EXISTS (
        SELECT 1 FROM deliveryFailure f WHERE f.deliveryID = d.id)
      """
    ),
    // I5: what was given back equals its parts, and an order whose refund is open is not handed
    // over.
    View(
      "brokenRefund",
      """
      SELECT p.id FROM payment p
      WHERE p.refundedMinor <> \(refundedMinor(of: "p"))
        OR (p.state = 'refunded' AND p.refundedMinor < p.amountMinor)
        OR (p.state = 'partRefunded' AND p.refundedMinor >= p.amountMinor)
        OR EXISTS (
          SELECT 1 FROM refund f JOIN paidOrder o ON o.paymentID = f.paymentID
          WHERE f.paymentID = p.id AND f.endedAt IS NULL AND f.partialRefundID IS NULL
            AND o.risk = 'clear')
      """
    ),
    // I5: units are taken out for money that went back, or is to, and come back when it does not.
    brokenPartialRefund,
    brokenRehearsal,
    // I5: a payment is disputed as the worst of its disputes.
    View(
      "brokenDispute",
      "SELECT p.id FROM payment p WHERE p.dispute IS NOT \(worstDispute(of: "p.id"))"
    ),
    // I8: a checkout is paid, or asked about, or was asked about to the end.
    View(
      "brokenQuestion",
      """
      SELECT c.id FROM checkout c
      LEFT JOIN question q ON q.checkoutID = c.id
      LEFT JOIN paidOrder o ON o.checkoutID = c.id
      WHERE (o.id IS NULL AND q.dueAt IS NULL AND q.expiredAt IS NULL)
        OR (o.id IS NOT NULL AND (q.dueAt IS NOT NULL OR q.unaskedOf IS NOT NULL))
      """
    ),
    // A checkout that was opened can be paid, and one that can be paid is in no line.
    View(
      "brokenOpening",
      """
      SELECT w.checkoutID AS id FROM opening w
      LEFT JOIN session s ON s.checkoutID = w.checkoutID
      WHERE (w.state = 'opened') <> (s.checkoutID IS NOT NULL)
      """
    ),
  ]
}
