import Shop

/// Payments that try out a provider: the purpose is written before their money comes, and the file
/// refuses to make an order of it, whatever the program does.
extension Schema {
  static let rehearsalTables = [
    """
    CREATE TABLE rehearsal (
      checkoutID INTEGER PRIMARY KEY REFERENCES checkout (id) ON DELETE CASCADE,
      provider TEXT NOT NULL CHECK (length(provider) BETWEEN 1 AND 20),
      startedAt INTEGER NOT NULL,
      endedAt INTEGER CHECK (endedAt >= startedAt)
    ) STRICT
    """
  ]

  static let rehearsalIndexes = [
    "CREATE UNIQUE INDEX oneOpenRehearsal ON rehearsal (provider) WHERE endedAt IS NULL"
  ]

  /// Whether that checkout sells the reserved SKU.
  private static func isReserved(_ checkoutID: String) -> String {
    """
    EXISTS (SELECT 1 FROM line WHERE checkoutID = \(checkoutID)
      AND sku = '\(Rehearsal.skuText)')
    """
  }

  static let rehearsalGuards = [
    Guard(
      "rehearsalIsOnce",
      "INSERT ON rehearsal",
      when: """
        EXISTS (SELECT 1 FROM rehearsal WHERE checkoutID = NEW.checkoutID
          OR (provider = NEW.provider AND endedAt IS NULL))
        OR NEW.endedAt IS NOT NULL
        OR NOT \(isReserved("NEW.checkoutID"))
        OR EXISTS (SELECT 1 FROM opening WHERE checkoutID = NEW.checkoutID)
        OR EXISTS (SELECT 1 FROM payment p JOIN checkout c ON c.id = NEW.checkoutID
          WHERE p.reference = c.reference)
        """,
      says: "a rehearsal begins with its checkout, one at a time"
    ),
    Guard(
      "rehearsalIsFixed",
      "UPDATE ON rehearsal",
      when: """
        NEW.checkoutID <> OLD.checkoutID OR NEW.provider <> OLD.provider
        OR NEW.startedAt <> OLD.startedAt OR OLD.endedAt IS NOT NULL
        """,
      says: "a rehearsal can only end, once"
    ),
    Guard(
      "rehearsalEndsWithItsMoney",
      "UPDATE OF endedAt ON rehearsal",
      when: """
        EXISTS (SELECT 1 FROM payment p JOIN checkout c ON c.id = OLD.checkoutID
          WHERE p.reference = c.reference AND p.mismatch = 'rehearsal' AND p.state <> 'refunded')
        """,
      says: "a rehearsal ends when its money is back"
    ),
    Guard(
      "rehearsalIsKept",
      "DELETE ON rehearsal",
      when: "EXISTS (SELECT 1 FROM checkout WHERE id = OLD.checkoutID)",
      says: "a rehearsal goes with its checkout"
    ),
    Guard(
      "rehearsalMakesNoOrder",
      "INSERT ON paidOrder",
      when: """
        \(isReserved("NEW.checkoutID"))
        OR EXISTS (SELECT 1 FROM rehearsal WHERE checkoutID = NEW.checkoutID)
        """,
      says: "a rehearsal makes no order"
    ),
    Guard(
      "rehearsalMoneyStaysSo",
      "UPDATE OF mismatch ON payment",
      when: "OLD.mismatch = 'rehearsal' AND NEW.mismatch IS NOT 'rehearsal'",
      says: "the money of a rehearsal buys nothing"
    ),
    Guard(
      "rehearsalIsBegunByAPerson",
      "INSERT ON opening",
      when: """
        \(isReserved("NEW.checkoutID"))
        AND NOT EXISTS (SELECT 1 FROM rehearsal WHERE checkoutID = NEW.checkoutID)
        """,
      says: "nobody buys a rehearsal"
    ),
    Guard(
      "rehearsalHasNoCodes",
      "INSERT ON code",
      when: "NEW.sku = '\(Rehearsal.skuText)'",
      says: "no code is for a rehearsal"
    ),
    Guard(
      "rehearsalGetsNoCodes",
      "UPDATE OF sku ON code",
      when: "NEW.sku = '\(Rehearsal.skuText)'",
      says: "no code is for a rehearsal"
    ),
  ]

  // I1: a rehearsal has no order, and only a rehearsal sells the reserved SKU.
  static let brokenRehearsal = View(
    "brokenRehearsal",
    """
    SELECT o.id FROM paidOrder o JOIN line l ON l.checkoutID = o.checkoutID
    LEFT JOIN rehearsal r ON r.checkoutID = o.checkoutID
    WHERE r.checkoutID IS NOT NULL OR l.sku = '\(Rehearsal.skuText)'
    UNION ALL SELECT p.id FROM payment p JOIN checkout c ON c.reference = p.reference
    LEFT JOIN rehearsal r ON r.checkoutID = c.id
    WHERE p.mismatch = 'rehearsal' AND r.checkoutID IS NULL
    """
  )
}
