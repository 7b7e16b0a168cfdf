extension Schema {
  /// Guards of partial refunds, after which the order goes on (I5).
  static let partialRefundGuards = [
    Guard(
      "partialRefundIsOnce",
      "INSERT ON partialRefund",
      when: """
        EXISTS (SELECT 1 FROM partialRefund WHERE id = NEW.id)
        OR NEW.refusedAt IS NOT NULL OR NEW.voidedAt IS NOT NULL OR NEW.noticeID IS NOT NULL
        """,
      says: "a partial refund begins once"
    ),
    Guard(
      "partialRefundLeavesSome",
      "INSERT ON partialRefund",
      when: isEverything,
      says: "a partial refund leaves some of the order"
    ),
    Guard(
      "partialRefundIsFixed",
      "UPDATE ON partialRefund",
      when: """
        NEW.id <> OLD.id OR NEW.orderID <> OLD.orderID OR NEW.kind <> OLD.kind
        OR NEW.begunAt <> OLD.begunAt
        OR (NEW.amountMinor <> OLD.amountMinor
          AND (OLD.refusedAt IS NULL OR NEW.refusedAt IS NOT NULL))
        OR (OLD.voidedAt IS NOT NULL AND NEW.voidedAt IS NOT OLD.voidedAt)
        OR (OLD.noticeID IS NOT NULL AND NEW.noticeID IS NOT OLD.noticeID
          AND (OLD.refusedAt IS NULL OR NEW.refusedAt IS NOT NULL))
        """,
      says: "what was given back for stays so"
    ),
    Guard(
      "partialRefundIsAskedAgain",
      "UPDATE OF refusedAt ON partialRefund",
      when: "OLD.refusedAt IS NOT NULL AND NEW.refusedAt IS NULL AND \(isEverything)",
      says: "a partial refund leaves some of the order"
    ),
    Guard(
      "partialRefundWaitsForItsAnswer",
      "UPDATE OF refusedAt, voidedAt ON partialRefund",
      when: """
        COALESCE(NEW.refusedAt, NEW.voidedAt) IS NOT NULL AND EXISTS (
          SELECT 1 FROM refund WHERE partialRefundID = OLD.id AND endedAt IS NULL)
        """,
      says: "the provider is being asked for it"
    ),
    Guard(
      "unitsStayOutUnlessRefused",
      "UPDATE OF voidedAt ON partialRefund",
      when: "NEW.kind = 'units' AND NEW.voidedAt IS NOT NULL AND OLD.refusedAt IS NULL",
      says: "units come back only when their money did not go"
    ),
    Guard("partialRefundIsKept", "DELETE ON partialRefund", says: "a refund is for ever"),
    Guard(
      "refundIsOfItsPart",
      "INSERT ON refund",
      when: """
        NEW.partialRefundID IS NOT NULL AND NOT EXISTS (
          SELECT 1 FROM partialRefund r JOIN paidOrder o ON o.id = r.orderID
          WHERE r.id = NEW.partialRefundID AND o.paymentID = NEW.paymentID
            AND r.amountMinor = NEW.amountMinor AND r.refusedAt IS NULL AND r.voidedAt IS NULL)
        """,
      says: "a part is asked for as it was said"
    ),
    Guard(
      "unitEndIsPaidFor",
      "INSERT ON unitEnd",
      when: """
        NEW.reason = 'refunded' AND (NOT EXISTS (
            SELECT 1 FROM partialRefund r JOIN unit u ON u.orderID = r.orderID
            WHERE u.id = NEW.unitID AND r.id = NEW.partialRefundID AND r.kind = 'units'
              AND r.refusedAt IS NULL AND r.voidedAt IS NULL)
          OR NOT EXISTS (
            SELECT 1 FROM unit u JOIN liveUnit l ON l.orderID = u.orderID AND l.id <> u.id
            WHERE u.id = NEW.unitID))
        """,
      says: "a unit is taken out for a refund of its order, which keeps another"
    ),
  ]

  /// Whether the row NEW would leave nothing of its order's money.
  private static let isEverything = """
    NEW.amountMinor + (SELECT COALESCE(SUM(e.amountMinor), 0) FROM partialRefund e
      WHERE e.orderID = NEW.orderID AND e.id IS NOT NEW.id AND e.refusedAt IS NULL
        AND e.voidedAt IS NULL)
      >= (SELECT amountMinor FROM orderOverview WHERE orderID = NEW.orderID)
    """

  static let brokenPartialRefund = View(
    "brokenPartialRefund",
    """
    SELECT r.id FROM partialRefund r JOIN orderOverview o ON o.orderID = r.orderID
    WHERE (r.kind = 'units') <> EXISTS (SELECT 1 FROM unitEnd e WHERE e.partialRefundID = r.id)
      OR (r.kind = 'units' AND r.amountMinor > o.unitPriceMinor * (
        SELECT COUNT(*) FROM unitEnd e WHERE e.partialRefundID = r.id))
      OR EXISTS (
        SELECT 1 FROM unitEnd e JOIN unit u ON u.id = e.unitID
        WHERE e.partialRefundID = r.id AND (u.orderID <> r.orderID
          OR (r.voidedAt IS NOT NULL) <> EXISTS (
            SELECT 1 FROM unit n WHERE n.orderID = u.orderID AND n.number = u.number
              AND n.generation = u.generation + 1)))
      OR EXISTS (
        SELECT 1 FROM refund f
        WHERE f.partialRefundID = r.id AND (f.paymentID <> o.paymentID
          OR (f.endedAt IS NULL AND COALESCE(r.refusedAt, r.voidedAt) IS NOT NULL)))
      OR o.amountMinor <= (SELECT SUM(e.amountMinor) FROM partialRefund e
        WHERE e.orderID = r.orderID AND e.refusedAt IS NULL AND e.voidedAt IS NULL)
    """
  )
}
