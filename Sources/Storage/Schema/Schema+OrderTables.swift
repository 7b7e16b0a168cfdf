extension Schema {
  /// Orders with their units, those that wait, and the codes that they get.
  static let orderTables = [
    """
    CREATE TABLE paidOrder (
      id INTEGER PRIMARY KEY,
      checkoutID INTEGER NOT NULL UNIQUE REFERENCES checkout (id),
      paymentID INTEGER NOT NULL UNIQUE REFERENCES payment (id),
      tokenHash BLOB NOT NULL UNIQUE CHECK (length(tokenHash) = 32),
      tokenSealed BLOB NOT NULL,
      risk TEXT NOT NULL CHECK (risk IN ('clear', 'hold')),
      holdReason TEXT CHECK (
        holdReason IN ('dispute', 'refund', 'altered', 'blocked', 'person')),
      fulfilment TEXT NOT NULL CHECK (
        fulfilment IN ('backorder', 'allocated', 'delivered', 'blocked', 'revoked',
          'cancelled')),
      paidAt INTEGER NOT NULL,
      CHECK ((risk = 'hold') = (holdReason IS NOT NULL))
    ) STRICT
    """,
    """
    CREATE TABLE unit (
      id INTEGER PRIMARY KEY,
      orderID INTEGER NOT NULL REFERENCES paidOrder (id),
      number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 1000),
      generation INTEGER NOT NULL DEFAULT 1 CHECK (generation BETWEEN 1 AND 1000),
      UNIQUE (orderID, number, generation)
    ) STRICT
    """,
    """
    CREATE TABLE unitEnd (
      unitID INTEGER PRIMARY KEY REFERENCES unit (id),
      reason TEXT NOT NULL CHECK (reason IN ('refunded', 'replaced')),
      detail TEXT NOT NULL CHECK (length(detail) BETWEEN 1 AND 300),
      endedAt INTEGER NOT NULL,
      partialRefundID INTEGER REFERENCES partialRefund (id),
      CHECK ((reason = 'refunded') = (partialRefundID IS NOT NULL))
    ) STRICT
    """,
    """
    CREATE TABLE backorder (
      orderID INTEGER PRIMARY KEY REFERENCES paidOrder (id),
      sku TEXT NOT NULL
    ) STRICT
    """,
    // Orders that their buyers cancelled while they waited; `toldAt` is when the operator was told.
    """
    CREATE TABLE cancellation (
      orderID INTEGER PRIMARY KEY REFERENCES paidOrder (id),
      cancelledAt INTEGER NOT NULL,
      toldAt INTEGER
    ) STRICT
    """,
    """
    CREATE TABLE batch (
      id INTEGER PRIMARY KEY,
      sku TEXT NOT NULL CHECK (length(sku) BETWEEN 1 AND 64),
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
      supplier TEXT,
      fileHash BLOB NOT NULL CHECK (length(fileHash) = 32),
      startedAt INTEGER NOT NULL,
      lastLine INTEGER NOT NULL DEFAULT 0 CHECK (lastLine >= 0),
      finishedAt INTEGER,
      undoneAt INTEGER
    ) STRICT
    """,
    """
    CREATE TABLE code (
      id INTEGER PRIMARY KEY,
      batchID INTEGER NOT NULL REFERENCES batch (id),
      sku TEXT NOT NULL,
      line INTEGER NOT NULL CHECK (line >= 0),
      fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
      similar BLOB NOT NULL CHECK (length(similar) = 32),
      numberMark BLOB CHECK (length(numberMark) = 32),
      pinMark BLOB CHECK (length(pinMark) = 32),
      sealed BLOB NOT NULL,
      status TEXT NOT NULL CHECK (
        status IN ('quarantined', 'available', 'allocated', 'revoked', 'undone')),
      expiresAt INTEGER NOT NULL,
      faceMinor INTEGER,
      faceCurrency TEXT,
      costMinor INTEGER,
      costCurrency TEXT
    ) STRICT
    """,
    """
    CREATE TABLE allocation (
      codeID INTEGER PRIMARY KEY REFERENCES code (id),
      unitID INTEGER NOT NULL UNIQUE REFERENCES unit (id),
      allocatedAt INTEGER NOT NULL
    ) STRICT
    """,
  ]
}
