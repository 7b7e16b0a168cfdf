extension Schema {
  static let orderGuards = [
    Guard(
      "checkoutIsOnce",
      "INSERT ON checkout",
      when: """
        EXISTS (SELECT 1 FROM checkout WHERE id = NEW.id)
        OR EXISTS (SELECT 1 FROM checkout WHERE reference = NEW.reference)
        """,
      says: "the checkout exists"
    ),
    Guard("checkoutIsFixed", "UPDATE ON checkout", says: "a quote does not change"),
    // The only deletion: checkouts that ended unpaid two days ago, without any report of money.
    // That a payment failed is none: some providers say it of every checkout that runs out.
    Guard(
      "checkoutIsKept",
      "DELETE ON checkout",
      when: """
        NOT EXISTS (SELECT 1 FROM question q JOIN meta m ON q.checkoutID = OLD.id
          WHERE q.expiredAt <= m.clockHighWater - \(Store.shortestKeepSeconds * 1_000)
            AND OLD.expiresAt <= m.clockHighWater - \(Store.shortestKeepSeconds * 1_000))
        OR EXISTS (SELECT 1 FROM question q JOIN meta m ON q.checkoutID = OLD.id
          WHERE q.underWayUntil > m.clockHighWater)
        OR EXISTS (SELECT 1 FROM paidOrder WHERE checkoutID = OLD.id)
        OR \(reportsMoney(of: "OLD.reference"))
        """,
      says: "a checkout is kept until it has long ended, and for ever when money came"
    ),
    Guard(
      "lineIsOnce",
      "INSERT ON line",
      when: """
        EXISTS (SELECT 1 FROM line WHERE id = NEW.id)
        OR EXISTS (SELECT 1 FROM line WHERE checkoutID = NEW.checkoutID)
        """,
      says: "the line exists"
    ),
    Guard(
      "quoteAddsUp",
      "INSERT ON line",
      when: """
        NEW.quantity * NEW.unitPriceMinor
          IS NOT (SELECT amountMinor FROM checkout WHERE id = NEW.checkoutID)
        """,
      says: "a quote is its unit price times its quantity"
    ),
    Guard("lineIsFixed", "UPDATE ON line", says: "a quote does not change"),
    Guard(
      "lineIsKept",
      "DELETE ON line",
      when: "EXISTS (SELECT 1 FROM checkout WHERE id = OLD.checkoutID)",
      says: "a line goes with its checkout"
    ),
    Guard(
      "orderIsOnce",
      "INSERT ON paidOrder",
      when: """
        EXISTS (SELECT 1 FROM paidOrder WHERE id = NEW.id)
        OR EXISTS (SELECT 1 FROM paidOrder WHERE checkoutID = NEW.checkoutID)
        OR EXISTS (SELECT 1 FROM paidOrder WHERE paymentID = NEW.paymentID)
        OR EXISTS (SELECT 1 FROM paidOrder WHERE tokenHash = NEW.tokenHash)
        """,
      says: "the order exists"
    ),
    Guard(
      "orderIsPaid",
      "INSERT ON paidOrder",
      when: """
        NOT EXISTS (
          SELECT 1 FROM payment p JOIN checkout c ON c.id = NEW.checkoutID
          WHERE p.id = NEW.paymentID AND p.mismatch IS NULL
            AND p.state IN ('paid', 'partRefunded', 'refunded')
            AND p.amountMinor = c.amountMinor AND p.currency = c.currency
            AND (p.provider = c.provider OR p.provider IN ('manual', 'standard')))
        OR NEW.fulfilment IN ('delivered', 'revoked', 'cancelled')
        """,
      says: "an order exists only because it was paid, exactly"
    ),
    Guard(
      "orderIsFixed",
      "UPDATE OF id, checkoutID, paymentID, tokenHash, tokenSealed, paidAt ON paidOrder",
      says: "an order keeps its payment"
    ),
    Guard(
      "orderFollowsItsGraph",
      "UPDATE OF fulfilment ON paidOrder",
      when: """
        NEW.fulfilment <> OLD.fulfilment AND NOT (
          (OLD.fulfilment = 'backorder'
            AND NEW.fulfilment IN ('allocated', 'blocked', 'cancelled'))
          OR (OLD.fulfilment = 'allocated'
            AND NEW.fulfilment IN ('delivered', 'blocked', 'revoked'))
          OR (OLD.fulfilment = 'delivered' AND NEW.fulfilment IN ('blocked', 'revoked'))
          OR (OLD.fulfilment = 'blocked'
            AND NEW.fulfilment IN ('backorder', 'allocated', 'delivered', 'revoked')))
        """,
      says: "no such step of an order"
    ),
    Guard(
      "orderIsWhole",
      "UPDATE OF fulfilment ON paidOrder",
      when: """
        NEW.fulfilment IN ('allocated', 'delivered') AND (
          SELECT COUNT(*) = 0 OR COUNT(a.codeID) + COUNT(w.id) <> COUNT(*)
          FROM liveUnit u LEFT JOIN allocation a ON a.unitID = u.id
          LEFT JOIN waitingUnit w ON w.id = u.id WHERE u.orderID = NEW.id)
        """,
      says: "an order has all of its codes or none, but for those that were replaced"
    ),
    Guard(
      "cancellationIsOnce",
      "INSERT ON cancellation",
      when: """
        EXISTS (SELECT 1 FROM cancellation WHERE orderID = NEW.orderID)
        OR NOT EXISTS (SELECT 1 FROM paidOrder
          WHERE id = NEW.orderID AND fulfilment = 'backorder')
        """,
      says: "an order is cancelled once, while it waits"
    ),
    Guard(
      "cancellationIsFixed",
      "UPDATE ON cancellation",
      when: """
        NEW.orderID <> OLD.orderID OR NEW.cancelledAt <> OLD.cancelledAt
        OR OLD.toldAt IS NOT NULL
        """,
      says: "a cancellation does not change"
    ),
    Guard("cancellationIsKept", "DELETE ON cancellation", says: "a cancellation is for ever"),
    Guard(
      "cancelledByItsBuyer",
      "UPDATE OF fulfilment ON paidOrder",
      when: """
        NEW.fulfilment = 'cancelled'
        AND NOT EXISTS (SELECT 1 FROM cancellation WHERE orderID = OLD.id)
        """,
      says: "an order is cancelled by its buyer alone"
    ),
    Guard("orderIsKept", "DELETE ON paidOrder", says: "an order is for ever"),
  ]

  static let paymentGuards = [
    Guard(
      "eventIsOnce",
      "INSERT ON event",
      when: """
        EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
        OR EXISTS (SELECT 1 FROM event WHERE provider = NEW.provider AND eventID = NEW.eventID)
        """,
      says: "the event exists"
    ),
    Guard("eventIsFixed", "UPDATE ON event", says: "an event does not change"),
    Guard("eventIsKept", "DELETE ON event", says: "an event is for ever"),
    Guard(
      "paymentIsOnce",
      "INSERT ON payment",
      when: """
        EXISTS (SELECT 1 FROM payment WHERE id = NEW.id)
        OR EXISTS (
          SELECT 1 FROM payment WHERE provider = NEW.provider AND paymentKey = NEW.paymentKey)
        OR (NEW.paymentKey IS NULL AND EXISTS (
          SELECT 1 FROM payment WHERE provider = NEW.provider AND reference = NEW.reference
            AND paymentKey IS NULL))
        """,
      says: "the payment exists"
    ),
    Guard(
      "paymentIsFixed",
      "UPDATE OF id, provider, paymentKey, receivedAt ON payment",
      says: "a payment keeps its name"
    ),
    Guard(
      "paymentDoesNotFall",
      "UPDATE ON payment",
      when: """
        (OLD.reference IS NOT NULL AND NEW.reference IS NOT OLD.reference)
        OR (\(paymentRank("NEW")) < \(paymentRank("OLD")) AND NEW.state <> 'partRefunded'
          AND (OLD.refundedMinor <= NEW.refundedMinor
            OR (OLD.amountMinor IS NOT NULL AND NEW.state <> 'paid')))
        """,
      says: "a payment does not fall back"
    ),
    Guard(
      "paidMoneyIsFixed",
      "UPDATE OF amountMinor, currency, mismatch ON payment",
      when: """
        EXISTS (SELECT 1 FROM paidOrder WHERE paymentID = OLD.id)
        AND (NEW.amountMinor IS NOT OLD.amountMinor OR NEW.currency IS NOT OLD.currency
          OR NEW.mismatch IS NOT NULL)
        """,
      says: "what an order was paid with does not change"
    ),
    Guard("paymentIsKept", "DELETE ON payment", says: "a payment is for ever"),
  ]

  /// Whether a report of money came for a reference, in SQL.
  static func reportsMoney(of reference: String) -> String {
    """
    EXISTS (SELECT 1 FROM payment p
      WHERE p.reference = \(reference) AND (p.state <> 'failed' OR p.dispute IS NOT NULL))
    """
  }

  /// The rank of a `Payment.State` in SQL.
  private static func paymentRank(_ row: String) -> String {
    """
    CASE \(row).state WHEN 'created' THEN 0 WHEN 'failed' THEN 1 WHEN 'paid' THEN 2
      WHEN 'partRefunded' THEN 3 ELSE 4 END
    """
  }
}
