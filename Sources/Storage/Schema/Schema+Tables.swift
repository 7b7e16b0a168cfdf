extension Schema {
  static let tables =
    vaultTables + quoteTables + moneyTables + orderTables + deliveryTables + afterSaleTables
    + rehearsalTables

  /// The file itself, its clock and its history.
  private static let vaultTables = [
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

  private static let quoteTables = [
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
