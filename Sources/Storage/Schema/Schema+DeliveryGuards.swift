extension Schema {
  static let deliveryGuards = [
    Guard(
      "deliveryIsOnce",
      "INSERT ON delivery",
      when: """
        EXISTS (SELECT 1 FROM delivery WHERE id = NEW.id)
        OR EXISTS (SELECT 1 FROM delivery WHERE messageID = NEW.messageID)
        OR (NEW.purpose = 'order' AND EXISTS (
          SELECT 1 FROM delivery WHERE orderID = NEW.orderID AND purpose = 'order'))
        """,
      says: "the delivery exists"
    ),
    Guard(
      "deliveryIsBornQueued",
      "INSERT ON delivery",
      when: "NEW.state <> 'queued' OR NEW.attempt <> 0",
      says: "a delivery is born queued"
    ),
    Guard(
      "deliveryIsFixed",
      "UPDATE OF id, orderID, purpose, messageID, createdAt ON delivery",
      says: "a repeat says the same to the same buyer"
    ),
    Guard(
      "deliveryFollowsItsGraph",
      "UPDATE OF state ON delivery",
      when: """
        NEW.state <> OLD.state AND NOT (
          (OLD.state = 'queued' AND NEW.state IN ('sending', 'blocked', 'failed', 'superseded'))
          OR (OLD.state = 'sending'
            AND NEW.state IN ('sent', 'written', 'retry', 'uncertain', 'failed', 'blocked',
              'superseded'))
          OR (OLD.state = 'retry' AND NEW.state IN ('sending', 'failed', 'blocked', 'superseded'))
          OR (OLD.state = 'uncertain'
            AND NEW.state IN ('sending', 'sent', 'written', 'failed', 'blocked', 'superseded'))
          OR (OLD.state IN ('written', 'failed', 'blocked')
            AND NEW.state IN ('queued', 'superseded'))
          OR (OLD.state = 'superseded' AND NEW.state IN ('sent', 'written')))
        """,
      says: "no such step of a delivery"
    ),
    Guard(
      "deliveryIsOwed",
      "UPDATE OF state ON delivery",
      when: """
        NEW.state = 'sending' AND NEW.purpose IN ('order', 'resend') AND NOT EXISTS (
          SELECT 1 FROM orderOverview o WHERE o.orderID = NEW.orderID AND o.isDeliverable
            AND o.fulfilment IN ('allocated', 'delivered'))
        """,
      says: "the order may not be handed over"
    ),
    Guard(
      "supersededStaysSo",
      "UPDATE OF supersededAt ON delivery",
      when: "OLD.supersededAt IS NOT NULL AND NEW.supersededAt IS NOT OLD.supersededAt",
      says: "another message took its place"
    ),
    Guard(
      "supersededIsNotSent",
      "UPDATE OF state ON delivery",
      when: "NEW.supersededAt IS NOT NULL AND NEW.state = 'sending' AND OLD.state <> 'sending'",
      says: "another message took its place"
    ),
    Guard(
      "refundNoticeIsOnce",
      "INSERT ON refundNotice",
      when: """
        EXISTS (SELECT 1 FROM refundNotice WHERE deliveryID = NEW.deliveryID)
        OR NOT EXISTS (
          SELECT 1 FROM delivery WHERE id = NEW.deliveryID AND purpose = 'refunded'
            AND attempt = 0)
        """,
      says: "a refund is told in a message of its own"
    ),
    Guard("refundNoticeIsFixed", "UPDATE ON refundNotice", says: "a repeat says the same"),
    Guard("refundNoticeIsKept", "DELETE ON refundNotice", says: "what was said is kept"),
    Guard(
      "keptMessageIsOnce",
      "INSERT ON keptMessage",
      when: """
        EXISTS (SELECT 1 FROM keptMessage WHERE deliveryID = NEW.deliveryID)
        OR NOT EXISTS (
          SELECT 1 FROM delivery WHERE id = NEW.deliveryID AND state = 'sending' AND attempt > 0)
        """,
      says: "a message is rendered once, when it is about to be sent"
    ),
    Guard("keptMessageIsFixed", "UPDATE ON keptMessage", says: "a repeat says the same"),
    Guard(
      "keptMessageIsNeeded",
      "DELETE ON keptMessage",
      when: """
        NOT EXISTS (
          SELECT 1 FROM delivery WHERE id = OLD.deliveryID AND state IN ('sent', 'superseded'))
        """,
      says: "the message may have to be repeated"
    ),
    Guard(
      "finishedMessageIsForgotten",
      sql: """
        CREATE TRIGGER finishedMessageIsForgotten AFTER UPDATE OF state ON delivery
        WHEN NEW.state IN ('sent', 'superseded')
        BEGIN DELETE FROM keptMessage WHERE deliveryID = NEW.id; END
        """
    ),
    Guard(
      "failureIsNoted",
      sql: """
        CREATE TRIGGER failureIsNoted AFTER UPDATE OF state ON delivery
        WHEN NEW.state = 'failed' AND OLD.state <> 'failed'
        BEGIN INSERT INTO deliveryFailure (deliveryID) VALUES (NEW.id); END
        """
    ),
    Guard(
      "failureIsTrue",
      "INSERT ON deliveryFailure",
      when: """
        EXISTS (SELECT 1 FROM deliveryFailure WHERE id = NEW.id)
        OR NOT EXISTS (SELECT 1 FROM delivery WHERE id = NEW.deliveryID AND state = 'failed')
        """,
      says: "the delivery has not failed"
    ),
    Guard("failureIsFixed", "UPDATE ON deliveryFailure", says: "a failure does not change"),
    Guard("failureIsKept", "DELETE ON deliveryFailure", says: "a failure is for ever"),
    Guard(
      "digestIsDaily",
      "INSERT ON failureDigest",
      when: """
        NEW.lastFailureID IS NOT NULL
        OR EXISTS (
          SELECT 1 FROM failureDigest
          WHERE id = NEW.id OR endedAt IS NULL
            OR (begunAt > NEW.begunAt - 86400000 AND begunAt <= NEW.begunAt))
        """,
      says: "failures are told once a day"
    ),
    Guard(
      "digestIsFixed",
      "UPDATE OF id, begunAt ON failureDigest",
      says: "what was begun stays begun"
    ),
    Guard(
      "digestStaysEnded",
      "UPDATE ON failureDigest",
      when: "OLD.endedAt IS NOT NULL",
      says: "what was told is told"
    ),
    Guard("digestIsKept", "DELETE ON failureDigest", says: "what was told is kept"),
    Guard(
      "attemptsDoNotFall",
      "UPDATE OF attempt ON delivery",
      when: "NEW.attempt < OLD.attempt",
      says: "an attempt stays counted"
    ),
    Guard("deliveryIsKept", "DELETE ON delivery", says: "a delivery is for ever"),
    Guard(
      "backorderIsOnce",
      "INSERT ON backorder",
      when: "EXISTS (SELECT 1 FROM backorder WHERE orderID = NEW.orderID)",
      says: "the order waits already"
    ),
    Guard("backorderIsFixed", "UPDATE ON backorder", says: "nobody changes places in the queue"),
    Guard(
      "backorderIsServed",
      "DELETE ON backorder",
      when: "EXISTS (SELECT 1 FROM paidOrder WHERE id = OLD.orderID AND fulfilment = 'backorder')",
      says: "the order still waits"
    ),
  ]
}
