extension Schema {
  static let tables =
    quoteTables + moneyTables + stockTables + afterSaleTables
    + rehearsalTables

  private static let quoteTables = [
    """
    CREATE TABLE meta (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      keyCheck BLOB NOT NULL CHECK (length(keyCheck) = 32),
      createdAt INTEGER NOT NULL,
      clockHighWater INTEGER NOT NULL,
      ledgerSeq INTEGER NOT NULL CHECK (ledgerSeq >= 0),
      ledgerSeal BLOB NOT NULL CHECK (length(ledgerSeal) = 32),
      messageDomain TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE clockAcceptance (
      id INTEGER PRIMARY KEY,
      fromTime INTEGER NOT NULL,
      toTime INTEGER NOT NULL,
      ledgerSeq INTEGER NOT NULL UNIQUE REFERENCES ledger (seq)
    ) STRICT
    """,
    """
    CREATE TABLE migration (
      number INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      appliedAt INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE catalogBuild (
      id INTEGER PRIMARY KEY,
      hash TEXT NOT NULL UNIQUE,
      language TEXT NOT NULL,
      recordedAt INTEGER NOT NULL,
      replacedAt INTEGER
    ) STRICT
    """,
    """
    CREATE TABLE catalogItem (
      id INTEGER PRIMARY KEY,
      buildID INTEGER NOT NULL REFERENCES catalogBuild (id) ON DELETE CASCADE,
      sku TEXT NOT NULL,
      priceMinor INTEGER NOT NULL CHECK (priceMinor > 0),
      currency TEXT NOT NULL CHECK (length(currency) = 3),
      faceValue TEXT NOT NULL,
      mostPerCheckout INTEGER NOT NULL CHECK (mostPerCheckout BETWEEN 1 AND 1000),
      kind TEXT NOT NULL CHECK (kind IN ('code', 'link')),
      minValidityDays INTEGER NOT NULL CHECK (minValidityDays BETWEEN 0 AND 3650),
      binding BLOB NOT NULL CHECK (length(binding) = 32),
      UNIQUE (buildID, sku)
    ) STRICT
    """,
    """
    CREATE TABLE catalogPrice (
      itemID INTEGER NOT NULL REFERENCES catalogItem (id) ON DELETE CASCADE,
      currency TEXT NOT NULL CHECK (length(currency) = 3),
      priceMinor INTEGER NOT NULL CHECK (priceMinor > 0),
      PRIMARY KEY (itemID, currency)
    ) STRICT
    """,
    """
    CREATE TABLE catalogText (
      itemID INTEGER NOT NULL REFERENCES catalogItem (id) ON DELETE CASCADE,
      language TEXT NOT NULL,
      title TEXT NOT NULL,
      redeemHTML TEXT NOT NULL,
      redeemText TEXT NOT NULL,
      PRIMARY KEY (itemID, language)
    ) STRICT
    """,
    """
    CREATE TABLE acceptedPrice (
      sku TEXT PRIMARY KEY,
      priceMinor INTEGER NOT NULL CHECK (priceMinor > 0),
      currency TEXT NOT NULL CHECK (length(currency) = 3),
      mostPerCheckout INTEGER NOT NULL CHECK (mostPerCheckout >= 1),
      acceptedAt INTEGER NOT NULL,
      binding BLOB NOT NULL CHECK (length(binding) = 32)
    ) STRICT
    """,
    """
    CREATE TABLE acceptedFurtherPrice (
      sku TEXT NOT NULL REFERENCES acceptedPrice (sku) ON DELETE CASCADE,
      currency TEXT NOT NULL CHECK (length(currency) = 3),
      priceMinor INTEGER NOT NULL CHECK (priceMinor > 0),
      PRIMARY KEY (sku, currency)
    ) STRICT
    """,
    """
    CREATE TABLE formerPrice (
      sku TEXT NOT NULL REFERENCES acceptedPrice (sku) ON DELETE CASCADE,
      currency TEXT NOT NULL CHECK (length(currency) = 3),
      priceMinor INTEGER NOT NULL CHECK (priceMinor > 0),
      endedAt INTEGER NOT NULL,
      PRIMARY KEY (sku, currency, endedAt)
    ) STRICT
    """,
    """
    CREATE TABLE heldPrice (
      sku TEXT PRIMARY KEY,
      build TEXT NOT NULL,
      priceMinor INTEGER NOT NULL CHECK (priceMinor > 0),
      currency TEXT NOT NULL CHECK (length(currency) = 3),
      mostPerCheckout INTEGER NOT NULL CHECK (mostPerCheckout >= 1),
      reason TEXT NOT NULL CHECK (reason IN ('fall', 'currency', 'limit', 'altered')),
      heldAt INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE heldFurtherPrice (
      sku TEXT NOT NULL REFERENCES heldPrice (sku) ON DELETE CASCADE,
      currency TEXT NOT NULL CHECK (length(currency) = 3),
      priceMinor INTEGER NOT NULL CHECK (priceMinor > 0),
      PRIMARY KEY (sku, currency)
    ) STRICT
    """,
    """
    CREATE TABLE checkout (
      id INTEGER PRIMARY KEY,
      reference TEXT NOT NULL UNIQUE CHECK (length(reference) BETWEEN 16 AND 32),
      provider TEXT NOT NULL CHECK (length(provider) BETWEEN 1 AND 20),
      emailSealed BLOB NOT NULL,
      emailHash BLOB NOT NULL CHECK (length(emailHash) = 32),
      networkHash BLOB CHECK (length(networkHash) = 32),
      browserHash BLOB CHECK (length(browserHash) = 32),
      language TEXT NOT NULL CHECK (language IN ('zh-CN', 'en')),
      amountMinor INTEGER NOT NULL CHECK (amountMinor > 0),
      currency TEXT NOT NULL CHECK (length(currency) = 3),
      createdAt INTEGER NOT NULL,
      expiresAt INTEGER NOT NULL,
      binding BLOB NOT NULL CHECK (length(binding) = 32)
    ) STRICT
    """,
    """
    CREATE TABLE line (
      id INTEGER PRIMARY KEY,
      checkoutID INTEGER NOT NULL UNIQUE REFERENCES checkout (id) ON DELETE CASCADE,
      sku TEXT NOT NULL CHECK (length(sku) BETWEEN 1 AND 64),
      quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 1000),
      unitPriceMinor INTEGER NOT NULL CHECK (unitPriceMinor > 0),
      title TEXT NOT NULL,
      faceValue TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('code', 'link')),
      redeemHTML TEXT NOT NULL,
      redeemText TEXT NOT NULL
    ) STRICT
    """,
  ]

  private static let stockTables = [
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
    """
    CREATE TABLE ledger (
      seq INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      actor TEXT NOT NULL,
      action TEXT NOT NULL,
      object TEXT NOT NULL,
      detail TEXT NOT NULL,
      previous BLOB NOT NULL CHECK (length(previous) = 32),
      hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT
    """,
  ]

  static let indexes = [
    "CREATE INDEX itemOfSKU ON catalogItem (sku)",
    "CREATE INDEX checkoutOfBuyer ON checkout (emailHash, id)",
    "CREATE INDEX openOfBuyer ON checkout (emailHash, expiresAt)",
    "CREATE INDEX openOfNetwork ON checkout (networkHash, expiresAt)",
    "CREATE INDEX openCheckout ON checkout (expiresAt)",
    "CREATE INDEX endedQuestion ON question (expiredAt, checkoutID) WHERE expiredAt IS NOT NULL",
    "CREATE UNIQUE INDEX oneBlock ON block (kind, keyHash) WHERE endedAt IS NULL",
    """
    CREATE UNIQUE INDEX paymentWithoutKey ON payment (provider, reference)
      WHERE paymentKey IS NULL
    """,
    "CREATE INDEX paymentOfReference ON payment (reference, provider)",
    "CREATE INDEX heldPayment ON payment (id) WHERE mismatch IS NOT NULL",
    """
    CREATE INDEX openingInLine ON opening (provider, placeAt, checkoutID)
      WHERE state = 'waiting'
    """,
    "CREATE INDEX openingOfNetwork ON opening (networkHash) WHERE state = 'waiting'",
    "CREATE INDEX openingOfBuyer ON opening (emailHash) WHERE state = 'waiting'",
    "CREATE INDEX openingOfForm ON opening (formHash, checkoutID)",
    "CREATE INDEX dueQuestion ON question (dueAt, checkoutID) WHERE dueAt IS NOT NULL",
    "CREATE INDEX unaskedQuestion ON question (unaskedOf, checkoutID) WHERE unaskedOf IS NOT NULL",
    "CREATE INDEX eventOfPayment ON event (paymentID) WHERE paymentID IS NOT NULL",
    "CREATE INDEX receivedPayment ON payment (provider, receivedAt)",
    "CREATE INDEX refundedPayment ON payment (provider, refundedAt) WHERE refundedAt IS NOT NULL",
    "CREATE UNIQUE INDEX oneOpenRefund ON refund (paymentID) WHERE endedAt IS NULL",
    "CREATE INDEX refundOfPayment ON refund (paymentID)",
    "CREATE INDEX partialRefundOfOrder ON partialRefund (orderID)",
    """
    CREATE INDEX unitEndOfRefund ON unitEnd (partialRefundID)
      WHERE partialRefundID IS NOT NULL
    """,
    "CREATE INDEX lineOfPayment ON statementLine (provider, paymentKey)",
    "CREATE INDEX lineOfReference ON statementLine (provider, reference)",
    "CREATE INDEX lineOfDay ON statementLine (provider, day)",
    "CREATE INDEX waitingOrder ON backorder (sku, orderID)",
    "CREATE INDEX untoldCancellation ON cancellation (orderID) WHERE toldAt IS NULL",
    "CREATE INDEX codeOfBatch ON code (batchID)",
    "CREATE INDEX batchOfFile ON batch (fileHash)",
    """
    CREATE UNIQUE INDEX oneOpenImport ON batch (fileHash)
      WHERE finishedAt IS NULL AND undoneAt IS NULL
    """,
    "CREATE UNIQUE INDEX oneLiveCode ON code (fingerprint) WHERE status <> 'undone'",
    "CREATE INDEX similarCode ON code (similar) WHERE status <> 'undone'",
    "CREATE INDEX codeOfNumber ON code (numberMark) WHERE numberMark IS NOT NULL",
    "CREATE INDEX codeOfPIN ON code (pinMark) WHERE pinMark IS NOT NULL",
    "CREATE INDEX availableCode ON code (sku, expiresAt, id) WHERE status = 'available'",
    "CREATE UNIQUE INDEX oneDeliveryPerOrder ON delivery (orderID) WHERE purpose = 'order'",
    """
    CREATE UNIQUE INDEX oneWaitingPerOrder ON delivery (orderID)
      WHERE purpose = 'waiting' AND state = 'queued' AND attempt = 0
    """,
    "CREATE INDEX deliveryOfOrder ON delivery (orderID)",
    "CREATE INDEX dueDelivery ON delivery (dueAt, id) WHERE dueAt IS NOT NULL",
    "CREATE INDEX sendingDelivery ON delivery (id) WHERE state = 'sending'",
    "CREATE INDEX deliveryInState ON delivery (state, id)",
    "CREATE INDEX failureOfDelivery ON deliveryFailure (deliveryID)",
    "CREATE INDEX revealOfOrder ON reveal (orderID)",
    "CREATE INDEX laterUnit ON unit (orderID) WHERE generation > 1",
  ]
}
