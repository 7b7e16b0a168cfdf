extension Schema {
  /// Corrections of operators after a sale: a wrong address, a useless code.
  static let afterSaleTables = [
    // An order's address and link after its buyer or an operator corrected or ended them, or the
    // link's lifetime ended; the latest row counts.
    """
    CREATE TABLE orderAddress (
      id INTEGER PRIMARY KEY,
      orderID INTEGER NOT NULL REFERENCES paidOrder (id),
      cause TEXT NOT NULL CHECK (
        cause IN ('readdressed', 'corrected', 'relinked', 'revoked', 'renewed')),
      emailSealed BLOB NOT NULL,
      emailHash BLOB NOT NULL CHECK (length(emailHash) = 32),
      tokenHash BLOB NOT NULL UNIQUE CHECK (length(tokenHash) = 32),
      tokenSealed BLOB NOT NULL,
      changedAt INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE supplierClaim (
      id INTEGER PRIMARY KEY,
      codeID INTEGER NOT NULL UNIQUE REFERENCES code (id),
      orderID INTEGER NOT NULL REFERENCES paidOrder (id),
      reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 200),
      claimedAt INTEGER NOT NULL
    ) STRICT
    """,
  ]

  static let afterSaleIndexes = [
    "CREATE INDEX addressOfOrder ON orderAddress (orderID, id)",
    "CREATE INDEX orderOfAddress ON orderAddress (emailHash)",
  ]

  static let afterSaleGuards = [
    Guard(
      "addressIsNew",
      "INSERT ON orderAddress",
      when: """
        EXISTS (SELECT 1 FROM orderAddress WHERE id = NEW.id OR tokenHash = NEW.tokenHash)
        OR EXISTS (SELECT 1 FROM paidOrder WHERE tokenHash = NEW.tokenHash)
        """,
      says: "the link exists"
    ),
    Guard(
      "correctionIsOnce",
      "INSERT ON orderAddress",
      when: """
        NEW.cause = 'corrected' AND (
          EXISTS (SELECT 1 FROM orderAddress
            WHERE orderID = NEW.orderID AND cause IN ('corrected', 'readdressed'))
          OR NOT EXISTS (SELECT 1 FROM orderOverview o WHERE o.orderID = NEW.orderID
            AND o.isDeliverable AND o.state = 'paid' AND o.dispute IS NULL))
        """,
      says: "a buyer corrects the address once, while all of the money is here"
    ),
    Guard("addressIsFixed", "UPDATE ON orderAddress", says: "an address is corrected by another"),
    Guard("addressIsKept", "DELETE ON orderAddress", says: "an address is kept"),
    Guard(
      "claimIsOnce",
      "INSERT ON supplierClaim",
      when: """
        EXISTS (SELECT 1 FROM supplierClaim WHERE id = NEW.id OR codeID = NEW.codeID)
        OR NOT EXISTS (SELECT 1 FROM code WHERE id = NEW.codeID AND status = 'revoked')
        """,
      says: "a claim is made once, for a code that is revoked"
    ),
    Guard("claimIsFixed", "UPDATE ON supplierClaim", says: "a claim does not change"),
    Guard("claimIsKept", "DELETE ON supplierClaim", says: "a claim is kept"),
  ]
}
