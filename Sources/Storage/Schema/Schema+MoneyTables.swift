extension Schema {
  /// What is known of money: questions about it, payments, refunds and statements.
  static let moneyTables = [
    """
    CREATE TABLE opening (
      checkoutID INTEGER PRIMARY KEY REFERENCES checkout (id) ON DELETE CASCADE,
      provider TEXT NOT NULL CHECK (length(provider) BETWEEN 1 AND 20),
      state TEXT NOT NULL CHECK (state IN (
        'waiting', 'aside', 'away', 'opened', 'refused', 'late')),
      attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
      enteredAt INTEGER NOT NULL,
      placeAt INTEGER NOT NULL CHECK (placeAt >= enteredAt),
      dueAt INTEGER NOT NULL,
      isPhone INTEGER NOT NULL CHECK (isPhone IN (0, 1)),
      app TEXT CHECK (app IN ('wechat', 'alipay', 'webView')),
      addressSealed BLOB,
      emailHash BLOB NOT NULL CHECK (length(emailHash) = 32),
      networkHash BLOB CHECK (length(networkHash) = 32),
      formHash BLOB NOT NULL CHECK (length(formHash) = 32)
    ) STRICT
    """,
    // Who a buyer is to an app: first the token that the app must return, then its code for one
    // use, at last its ID of the buyer.
    """
    CREATE TABLE payer (
      checkoutID INTEGER PRIMARY KEY REFERENCES checkout (id) ON DELETE CASCADE,
      state TEXT NOT NULL CHECK (state IN ('asked', 'told', 'known')),
      secretSealed BLOB NOT NULL,
      asked INTEGER NOT NULL CHECK (asked BETWEEN 1 AND 5)
    ) STRICT
    """,
    """
    CREATE TABLE session (
      checkoutID INTEGER PRIMARY KEY REFERENCES checkout (id) ON DELETE CASCADE,
      sessionID TEXT CHECK (length(sessionID) BETWEEN 1 AND 500),
      stepSealed BLOB NOT NULL,
      startedAt INTEGER NOT NULL,
      declines INTEGER NOT NULL DEFAULT 0 CHECK (declines >= 0),
      declinedAt INTEGER,
      awaitsApproval INTEGER NOT NULL DEFAULT 0 CHECK (awaitsApproval IN (0, 1)),
      CHECK (declinedAt IS NULL OR declines > 0),
      CHECK (declinedAt IS NOT NULL OR awaitsApproval = 0)
    ) STRICT
    """,
    """
    CREATE TABLE departure (
      checkoutID INTEGER NOT NULL REFERENCES checkout (id) ON DELETE CASCADE,
      sentAt INTEGER NOT NULL CHECK (sentAt % 1000 = 0),
      PRIMARY KEY (checkoutID, sentAt)
    ) STRICT
    """,
    """
    CREATE TABLE question (
      checkoutID INTEGER PRIMARY KEY REFERENCES checkout (id) ON DELETE CASCADE,
      asked INTEGER NOT NULL DEFAULT 0 CHECK (asked >= 0),
      lastAsked INTEGER NOT NULL DEFAULT 0 CHECK (lastAsked BETWEEN 0 AND asked),
      dueAt INTEGER,
      expiredAt INTEGER,
      unaskedOf TEXT CHECK (length(unaskedOf) BETWEEN 1 AND 20),
      underWay TEXT CHECK (length(underWay) BETWEEN 1 AND 100),
      underWaySince INTEGER,
      underWayUntil INTEGER CHECK (underWayUntil >= underWaySince),
      CHECK ((underWay IS NULL) = (underWaySince IS NULL)),
      CHECK ((underWay IS NULL) = (underWayUntil IS NULL)),
      CHECK (unaskedOf IS NULL OR (dueAt IS NULL AND expiredAt IS NOT NULL))
    ) STRICT
    """,
    """
    CREATE TABLE block (
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('email', 'network', 'payer')),
      keyHash BLOB NOT NULL CHECK (length(keyHash) = 32),
      masked TEXT NOT NULL,
      reason TEXT NOT NULL CHECK (length(reason) <= 200),
      madeAt INTEGER NOT NULL,
      endedAt INTEGER
    ) STRICT
    """,
    """
    CREATE TABLE payment (
      id INTEGER PRIMARY KEY,
      provider TEXT NOT NULL CHECK (length(provider) BETWEEN 1 AND 20),
      paymentKey TEXT,
      reference TEXT,
      state TEXT NOT NULL CHECK (
        state IN ('created', 'failed', 'paid', 'partRefunded', 'refunded')),
      amountMinor INTEGER,
      currency TEXT CHECK (length(currency) = 3),
      refundedMinor INTEGER NOT NULL DEFAULT 0 CHECK (refundedMinor >= 0),
      refundTotalMinor INTEGER NOT NULL DEFAULT 0 CHECK (refundTotalMinor >= 0),
      refundedAt INTEGER,
      dispute TEXT CHECK (dispute IN ('open', 'won', 'lost')),
      mismatch TEXT CHECK (
        mismatch IN ('amount', 'currency', 'mode', 'plan', 'account', 'unknownCheckout', 'provider',
          'late', 'unknownPrice', 'address', 'surplus', 'dispute', 'altered', 'rehearsal')),
      receivedAt INTEGER NOT NULL,
      feeMinor INTEGER,
      netMinor INTEGER,
      feeCurrency TEXT CHECK (length(feeCurrency) = 3),
      UNIQUE (provider, paymentKey),
      CHECK (paymentKey IS NOT NULL OR reference IS NOT NULL),
      CHECK ((refundedMinor > 0) = (state IN ('partRefunded', 'refunded'))),
      CHECK ((amountMinor IS NULL) = (currency IS NULL)),
      CHECK ((feeMinor IS NULL) = (feeCurrency IS NULL)),
      CHECK (netMinor IS NULL OR feeMinor IS NOT NULL)
    ) STRICT
    """,
    """
    CREATE TABLE event (
      id INTEGER PRIMARY KEY,
      provider TEXT NOT NULL CHECK (length(provider) BETWEEN 1 AND 20),
      eventID TEXT NOT NULL,
      kind TEXT NOT NULL,
      receivedAt INTEGER NOT NULL,
      bodySealed BLOB NOT NULL,
      outcome TEXT NOT NULL CHECK (
        outcome IN ('ignored', 'allocated', 'backorder', 'held', 'refunded', 'refundFailed',
          'disputed')),
      paymentID INTEGER REFERENCES payment (id),
      UNIQUE (provider, eventID)
    ) STRICT
    """,
    """
    CREATE TABLE confirmedRefund (
      id INTEGER PRIMARY KEY,
      paymentID INTEGER NOT NULL REFERENCES payment (id),
      refundID TEXT NOT NULL CHECK (length(refundID) BETWEEN 1 AND 500),
      amountMinor INTEGER CHECK (amountMinor > 0),
      receivedAt INTEGER NOT NULL,
      failedAt INTEGER,
      failedMinor INTEGER CHECK (failedMinor > 0),
      UNIQUE (paymentID, refundID),
      CHECK (amountMinor IS NOT NULL OR failedAt IS NOT NULL)
    ) STRICT
    """,
    """
    CREATE TABLE dispute (
      id INTEGER PRIMARY KEY,
      paymentID INTEGER NOT NULL REFERENCES payment (id),
      disputeID TEXT NOT NULL CHECK (length(disputeID) <= 500),
      state TEXT NOT NULL CHECK (state IN ('open', 'won', 'lost')),
      receivedAt INTEGER NOT NULL,
      UNIQUE (paymentID, disputeID)
    ) STRICT
    """,
    """
    CREATE TABLE refund (
      id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 8 AND 32),
      paymentID INTEGER NOT NULL REFERENCES payment (id),
      amountMinor INTEGER NOT NULL CHECK (amountMinor > 0),
      currency TEXT NOT NULL CHECK (length(currency) = 3),
      reason TEXT NOT NULL CHECK (length(reason) <= 300),
      state TEXT NOT NULL CHECK (state IN ('open', 'pending', 'done', 'refused')),
      isHolding INTEGER NOT NULL CHECK (isHolding IN (0, 1)),
      begunAt INTEGER NOT NULL,
      endedAt INTEGER,
      trouble TEXT,
      shortages INTEGER NOT NULL DEFAULT 0 CHECK (shortages >= 0),
      partialRefundID INTEGER REFERENCES partialRefund (id),
      CHECK ((endedAt IS NULL) = (state IN ('open', 'pending')))
    ) STRICT
    """,
    // What a part of an order's money goes back for. A refused one explains nothing until it is
    // asked for again, and a void one never went back.
    """
    CREATE TABLE partialRefund (
      id INTEGER PRIMARY KEY,
      orderID INTEGER NOT NULL REFERENCES paidOrder (id),
      kind TEXT NOT NULL CHECK (kind IN ('units', 'goodwill')),
      amountMinor INTEGER NOT NULL CHECK (amountMinor > 0),
      begunAt INTEGER NOT NULL,
      refusedAt INTEGER,
      voidedAt INTEGER,
      noticeID INTEGER REFERENCES refundNotice (deliveryID)
    ) STRICT
    """,
    """
    CREATE TABLE statement (
      provider TEXT NOT NULL CHECK (length(provider) BETWEEN 1 AND 20),
      day TEXT NOT NULL CHECK (length(day) = 10),
      takenAt INTEGER NOT NULL,
      PRIMARY KEY (provider, day)
    ) STRICT
    """,
    """
    CREATE TABLE statementLine (
      id INTEGER PRIMARY KEY,
      provider TEXT NOT NULL CHECK (length(provider) BETWEEN 1 AND 20),
      lineID TEXT NOT NULL,
      day TEXT NOT NULL CHECK (length(day) = 10),
      kind TEXT NOT NULL CHECK (kind IN ('payment', 'refund', 'dispute', 'other', 'unread')),
      paymentKey TEXT,
      reference TEXT,
      amountMinor INTEGER NOT NULL,
      currency TEXT NOT NULL CHECK (length(currency) = 3),
      feeMinor INTEGER,
      feeCurrency TEXT CHECK (length(feeCurrency) = 3),
      at INTEGER NOT NULL,
      UNIQUE (provider, lineID),
      CHECK ((feeMinor IS NULL) = (feeCurrency IS NULL))
    ) STRICT
    """,
  ]
}
