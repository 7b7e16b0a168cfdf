extension Schema {
  /// What is owed by mail, what became of each try, and what was shown on a page.
  static let deliveryTables = [
    """
    CREATE TABLE delivery (
      id INTEGER PRIMARY KEY,
      orderID INTEGER NOT NULL REFERENCES paidOrder (id),
      purpose TEXT NOT NULL CHECK (
        purpose IN ('order', 'resend', 'link', 'waiting', 'refunded')),
      state TEXT NOT NULL CHECK (
        state IN ('queued', 'sending', 'sent', 'written', 'retry', 'uncertain', 'failed',
          'blocked', 'superseded')),
      dueAt INTEGER,
      attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
      failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
      uncertainties INTEGER NOT NULL DEFAULT 0 CHECK (uncertainties >= 0),
      bootID TEXT,
      messageID TEXT NOT NULL UNIQUE,
      createdAt INTEGER NOT NULL,
      supersededAt INTEGER,
      trouble TEXT,
      CHECK (state <> 'superseded' OR supersededAt IS NOT NULL),
      CHECK ((dueAt IS NOT NULL) = (state IN ('queued', 'sending', 'retry', 'uncertain')))
    ) STRICT
    """,
    """
    CREATE TABLE refundNotice (
      deliveryID INTEGER PRIMARY KEY REFERENCES delivery (id),
      amountMinor INTEGER NOT NULL CHECK (amountMinor > 0),
      totalMinor INTEGER NOT NULL CHECK (totalMinor >= amountMinor),
      currency TEXT NOT NULL CHECK (length(currency) = 3),
      codes TEXT NOT NULL CHECK (codes IN ('none', 'withdrawn', 'kept', 'reduced', 'stopped')),
      units TEXT NOT NULL,
      unitsLeft INTEGER NOT NULL CHECK (unitsLeft >= 0),
      isToldBefore INTEGER NOT NULL CHECK (isToldBefore IN (0, 1)),
      CHECK (isToldBefore = 0 OR codes IN ('kept', 'reduced')),
      CHECK ((codes = 'reduced') = (units <> '')),
      CHECK ((codes = 'reduced') = (unitsLeft > 0))
    ) STRICT
    """,
    // What a message says, byte for byte, from its first try until it is sent (I9).
    """
    CREATE TABLE keptMessage (
      deliveryID INTEGER PRIMARY KEY REFERENCES delivery (id),
      sealed BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE attempt (
      id INTEGER PRIMARY KEY,
      deliveryID INTEGER NOT NULL REFERENCES delivery (id),
      number INTEGER NOT NULL CHECK (number >= 1),
      recordedAt INTEGER NOT NULL,
      outcome TEXT NOT NULL CHECK (
        outcome IN ('sent', 'written', 'temporary', 'uncertain', 'permanent', 'relayBroken',
          'lost', 'abandoned')),
      phase TEXT,
      smtpCode INTEGER,
      detail TEXT,
      UNIQUE (deliveryID, number)
    ) STRICT
    """,
    // Each permanent failure of a delivery, in order.
    """
    CREATE TABLE deliveryFailure (
      id INTEGER PRIMARY KEY,
      deliveryID INTEGER NOT NULL REFERENCES delivery (id)
    ) STRICT
    """,
    // The letters to the operator about them: each covers the failures up to its last one.
    """
    CREATE TABLE failureDigest (
      id INTEGER PRIMARY KEY,
      begunAt INTEGER NOT NULL,
      dueAt INTEGER NOT NULL,
      lastFailureID INTEGER REFERENCES deliveryFailure (id),
      endedAt INTEGER,
      CHECK (endedAt IS NULL OR lastFailureID IS NOT NULL)
    ) STRICT
    """,
    """
    CREATE TABLE reveal (
      id INTEGER PRIMARY KEY,
      orderID INTEGER NOT NULL REFERENCES paidOrder (id),
      revealedAt INTEGER NOT NULL
    ) STRICT
    """,
  ]
}
