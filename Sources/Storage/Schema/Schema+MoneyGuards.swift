extension Schema {
  static let moneyGuards =
    openingGuards + questionGuards + blockGuards + refundGuards + partialRefundGuards
    + disputeGuards + statementGuards

  private static let openingGuards = [
    Guard(
      "openingIsOnce",
      "INSERT ON opening",
      when: """
        EXISTS (SELECT 1 FROM opening WHERE checkoutID = NEW.checkoutID)
        OR NEW.state NOT IN ('waiting', 'aside') OR NEW.attempts <> 0
        """,
      says: "the checkout is in line already"
    ),
    Guard(
      "openingIsFixed",
      "UPDATE OF checkoutID, provider, emailHash, formHash ON opening",
      says: "nobody changes places in the line"
    ),
    Guard(
      "openingKeepsItsPlace",
      "UPDATE OF enteredAt, placeAt ON opening",
      when: "OLD.state <> 'aside' OR NEW.state <> 'waiting' OR NEW.enteredAt < OLD.enteredAt",
      says: "nobody changes places in the line"
    ),
    Guard(
      "openingFollowsItsGraph",
      "UPDATE ON opening",
      when: """
        NEW.attempts < OLD.attempts
        OR (NEW.state <> OLD.state AND NEW.state <> 'opened'
          AND OLD.state NOT IN ('waiting', 'away', 'aside'))
        OR (OLD.state IN ('opened', 'away') AND NEW.state = 'aside')
        OR (OLD.state = 'opened' AND NEW.state <> 'opened')
        """,
      says: "no such step of an opening"
    ),
    Guard(
      "openingIsKept",
      "DELETE ON opening",
      when: "EXISTS (SELECT 1 FROM paidOrder WHERE checkoutID = OLD.checkoutID)",
      says: "what was paid keeps its opening"
    ),
  ]

  private static let questionGuards = [
    Guard(
      "sessionIsOnce",
      "INSERT ON session",
      when: "EXISTS (SELECT 1 FROM session WHERE checkoutID = NEW.checkoutID)",
      says: "the checkout has its session"
    ),
    Guard("sessionIsFixed", "UPDATE OF checkoutID ON session", says: "a session stays where it is"),
    Guard(
      "declinesCountUp",
      "UPDATE OF declines ON session",
      when: "NEW.declines < OLD.declines",
      says: "what was declined stays declined"
    ),
    Guard(
      "sessionIsKept",
      "DELETE ON session",
      when: "EXISTS (SELECT 1 FROM checkout WHERE id = OLD.checkoutID)",
      says: "a session goes with its checkout"
    ),
    Guard("departureIsFixed", "UPDATE ON departure", says: "what was sent was sent then"),
    Guard(
      "sendingIsKept",
      "DELETE ON departure",
      when: "EXISTS (SELECT 1 FROM checkout WHERE id = OLD.checkoutID)",
      says: "what was sent is known for as long as its checkout"
    ),
    Guard(
      "questionIsOnce",
      "INSERT ON question",
      when: """
        EXISTS (SELECT 1 FROM question WHERE checkoutID = NEW.checkoutID)
        OR NEW.asked <> 0 OR NEW.expiredAt IS NOT NULL OR NEW.unaskedOf IS NOT NULL
        """,
      says: "the checkout is asked about already"
    ),
    Guard(
      "questionDoesNotFall",
      "UPDATE ON question",
      when: """
        NEW.checkoutID <> OLD.checkoutID OR NEW.asked < OLD.asked
        OR (OLD.expiredAt IS NOT NULL AND NEW.expiredAt IS NOT OLD.expiredAt)
        """,
      says: "a question stays counted, and a label stays on"
    ),
    Guard(
      "questionIsKept",
      "DELETE ON question",
      when: "EXISTS (SELECT 1 FROM checkout WHERE id = OLD.checkoutID)",
      says: "a question goes with its checkout"
    ),
  ]

  private static let blockGuards = [
    Guard(
      "blockIsOnce",
      "INSERT ON block",
      when: """
        EXISTS (SELECT 1 FROM block WHERE id = NEW.id)
        OR EXISTS (SELECT 1 FROM block
          WHERE kind = NEW.kind AND keyHash = NEW.keyHash AND endedAt IS NULL)
        """,
      says: "the buyer is blocked already"
    ),
    Guard(
      "blockIsFixed",
      "UPDATE ON block",
      when: """
        NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.keyHash <> OLD.keyHash
        OR NEW.masked <> OLD.masked OR NEW.reason <> OLD.reason OR NEW.madeAt <> OLD.madeAt
        OR OLD.endedAt IS NOT NULL
        """,
      says: "a block can only end, once"
    ),
    Guard("blockIsKept", "DELETE ON block", says: "a block is kept, also when it has ended"),
  ]

  private static let refundGuards = [
    Guard(
      "partIsOnce",
      "INSERT ON confirmedRefund",
      when: """
        EXISTS (SELECT 1 FROM confirmedRefund WHERE id = NEW.id)
        OR EXISTS (SELECT 1 FROM confirmedRefund
          WHERE paymentID = NEW.paymentID AND refundID = NEW.refundID)
        """,
      says: "the refund is known"
    ),
    Guard(
      "partIsFixed",
      "UPDATE ON confirmedRefund",
      when: """
        NEW.id <> OLD.id OR NEW.paymentID <> OLD.paymentID OR NEW.refundID <> OLD.refundID
        OR NEW.receivedAt <> OLD.receivedAt
        OR (OLD.amountMinor IS NOT NULL
          AND (NEW.amountMinor IS NULL OR NEW.amountMinor < OLD.amountMinor))
        OR (OLD.failedMinor IS NOT NULL AND NEW.failedMinor IS NOT OLD.failedMinor)
        """,
      says: "what was given back does not change"
    ),
    Guard("partIsKept", "DELETE ON confirmedRefund", says: "a refund is for ever"),
    Guard(
      "refundIsOnce",
      "INSERT ON refund",
      when: """
        EXISTS (SELECT 1 FROM refund WHERE id = NEW.id)
        OR EXISTS (SELECT 1 FROM refund
          WHERE paymentID = NEW.paymentID AND endedAt IS NULL)
        """,
      says: "a refund of this payment is under way"
    ),
    Guard(
      "refundFits",
      "INSERT ON refund",
      when: """
        NEW.state <> 'open'
        OR NOT EXISTS (SELECT 1 FROM payment p WHERE p.id = NEW.paymentID
          AND p.state IN ('paid', 'partRefunded') AND p.currency = NEW.currency
          AND p.amountMinor - p.refundedMinor >= NEW.amountMinor)
        """,
      says: "no more is given back than is left"
    ),
    Guard(
      "refundStopsItsOrder",
      "INSERT ON refund",
      when: """
        NEW.partialRefundID IS NULL AND EXISTS (
          SELECT 1 FROM paidOrder WHERE paymentID = NEW.paymentID AND risk = 'clear')
        """,
      says: "an order is held before its money is given back"
    ),
    Guard(
      "refundIsFixed",
      """
      UPDATE OF id, paymentID, amountMinor, currency, reason, begunAt, partialRefundID
      ON refund
      """,
      says: "a refund is repeated as it was begun"
    ),
    Guard(
      "refundFollowsItsGraph",
      "UPDATE OF state, endedAt ON refund",
      when: "OLD.endedAt IS NOT NULL OR (OLD.state = 'pending' AND NEW.state = 'open')",
      says: "no such step of a refund"
    ),
    Guard(
      "shortagesCountUp",
      "UPDATE OF shortages ON refund",
      when: "NEW.shortages < OLD.shortages",
      says: "an ID of a refund that was refused is not used again"
    ),
    Guard("refundIsKept", "DELETE ON refund", says: "a refund is for ever"),
    Guard(
      "orderWaitsForItsRefund",
      "UPDATE OF risk ON paidOrder",
      when: """
        NEW.risk = 'clear' AND OLD.risk <> 'clear' AND EXISTS (
          SELECT 1 FROM refund WHERE paymentID = OLD.paymentID AND endedAt IS NULL)
        """,
      says: "money of the order is being given back"
    ),
    Guard(
      "refundsAddUp",
      "UPDATE OF refundedMinor, refundTotalMinor ON payment",
      when: """
        NEW.refundTotalMinor < OLD.refundTotalMinor
        OR NEW.refundedMinor <> \(refundedMinor(of: "NEW"))
        """,
      says: "what was given back is the sum of its parts"
    ),
  ]

  private static let disputeGuards = [
    Guard(
      "disputeIsOnce",
      "INSERT ON dispute",
      when: """
        EXISTS (SELECT 1 FROM dispute WHERE id = NEW.id)
        OR EXISTS (SELECT 1 FROM dispute
          WHERE paymentID = NEW.paymentID AND disputeID = NEW.disputeID)
        """,
      says: "the dispute is known"
    ),
    Guard(
      "disputeDoesNotFall",
      "UPDATE ON dispute",
      when: """
        NEW.id <> OLD.id OR NEW.paymentID <> OLD.paymentID OR NEW.disputeID <> OLD.disputeID
        OR NEW.receivedAt <> OLD.receivedAt OR OLD.state = 'lost' AND NEW.state <> 'lost'
        OR OLD.state = 'won' AND NEW.state = 'open'
        """,
      says: "a dispute does not fall back"
    ),
    Guard("disputeIsKept", "DELETE ON dispute", says: "a dispute is for ever"),
    Guard(
      "disputesAddUp",
      "UPDATE OF dispute ON payment",
      when: "NEW.dispute IS NOT \(worstDispute(of: "NEW.id"))",
      says: "a payment is disputed as its worst dispute is"
    ),
  ]

  /// `Dispute.worst` in SQL, of the payment with that ID.
  static func worstDispute(of paymentID: String) -> String {
    """
    (SELECT CASE MAX(CASE d.state WHEN 'lost' THEN 2 WHEN 'open' THEN 1 ELSE 0 END)
        WHEN 2 THEN 'lost' WHEN 1 THEN 'open' WHEN 0 THEN 'won' END
      FROM dispute d WHERE d.paymentID = \(paymentID))
    """
  }

  private static let statementGuards = [
    Guard(
      "statementLineIsOnce",
      "INSERT ON statementLine",
      when: """
        EXISTS (SELECT 1 FROM statementLine WHERE id = NEW.id)
        OR EXISTS (SELECT 1 FROM statementLine
          WHERE provider = NEW.provider AND lineID = NEW.lineID)
        """,
      says: "the line is known"
    ),
    Guard("statementLineIsFixed", "UPDATE ON statementLine", says: "a statement does not change"),
    Guard("statementLineIsKept", "DELETE ON statementLine", says: "a statement is kept"),
    Guard(
      "statementIsOnce",
      "INSERT ON statement",
      when: "EXISTS (SELECT 1 FROM statement WHERE provider = NEW.provider AND day = NEW.day)",
      says: "the statement is known"
    ),
    Guard(
      "statementIsFixed",
      "UPDATE OF provider, day ON statement",
      says: "a statement keeps its day"
    ),
    Guard("statementIsKept", "DELETE ON statement", says: "a statement is kept"),
  ]
}
