import GRDB
import Shop
import Storage
import Testing

/// Changes that an intruder, or a mistake of ours, may try on the file, which refuses them (I1).
@Suite(.timeLimit(.minutes(20)))
struct GuardsTests {
  /// In the vault: code 1 is bound to unit 1 of order 1; code 2 is available; order 2 waits for
  /// another SKU with unit 2; a part of order 3 was refunded and another refund is open; checkout 4
  /// was labelled expired; one of the three units of order 5 is being refunded.
  static let attacks = [
    // A bound code is bound again, or freed.
    "INSERT INTO allocation (codeID, unitID, allocatedAt) VALUES (1, 2, 1)",
    "INSERT INTO allocation (codeID, unitID, allocatedAt) VALUES (2, 1, 1)",
    "INSERT INTO allocation (codeID, unitID, allocatedAt) VALUES (2, 2, 1)",
    "INSERT OR REPLACE INTO allocation (codeID, unitID, allocatedAt) VALUES (1, 2, 1)",
    "INSERT OR REPLACE INTO allocation (codeID, unitID, allocatedAt) VALUES (2, 1, 1)",
    "REPLACE INTO allocation (codeID, unitID, allocatedAt) VALUES (1, 1, 2)",
    "UPDATE allocation SET codeID = 2",
    "UPDATE OR REPLACE allocation SET unitID = 2 WHERE codeID = 1",
    "DELETE FROM allocation",
    "UPDATE code SET status = 'available' WHERE id = 1",
    "UPDATE code SET status = 'quarantined' WHERE id = 1",
    "UPDATE code SET status = 'allocated' WHERE id = 2",
    "DELETE FROM code WHERE id = 1",
    // A sold code is inserted again.
    """
    INSERT OR REPLACE INTO code (id, batchID, sku, line, fingerprint, similar, sealed, status,
      expiresAt)
    SELECT id, batchID, sku, line, fingerprint, similar, sealed, 'available', expiresAt
    FROM code WHERE id = 1
    """,
    """
    INSERT OR REPLACE INTO code (id, batchID, sku, line, fingerprint, similar, sealed, status,
      expiresAt)
    SELECT 9, batchID, sku, line, fingerprint, similar, sealed, 'available', expiresAt
    FROM code WHERE id = 1
    """,
    """
    INSERT INTO code (id, batchID, sku, line, fingerprint, similar, sealed, status, expiresAt)
    SELECT id, batchID, sku, line, fingerprint, similar, sealed, status, expiresAt
    FROM code WHERE id = 1
    ON CONFLICT (id) DO UPDATE SET status = 'available'
    """,
    """
    INSERT INTO code (batchID, sku, line, fingerprint, similar, sealed, status, expiresAt)
    SELECT batchID, sku, line, randomblob(32), similar, sealed, 'allocated', expiresAt
    FROM code WHERE id = 1
    """,
    // A card whose PIN or number is the code of another, or whose code is another's PIN.
    """
    INSERT INTO code (batchID, sku, line, fingerprint, similar, pinMark, sealed, status,
      expiresAt)
    SELECT batchID, sku, line, randomblob(32), randomblob(32), similar, sealed, 'available',
      expiresAt
    FROM code WHERE id = 1
    """,
    """
    INSERT INTO code (batchID, sku, line, fingerprint, similar, numberMark, sealed, status,
      expiresAt)
    SELECT batchID, sku, line, randomblob(32), randomblob(32), similar, sealed, 'available',
      expiresAt
    FROM code WHERE id = 1
    """,
    "UPDATE code SET pinMark = randomblob(32) WHERE id = 2",
    """
    UPDATE OR REPLACE code SET fingerprint = (SELECT fingerprint FROM code WHERE id = 1)
    WHERE id = 2
    """,
    "UPDATE OR REPLACE code SET id = 1 WHERE id = 2",
    "UPDATE code SET sku = 'OTHER' WHERE id = 2",
    "UPDATE code SET sku = 'OTHER', sealed = x'01' WHERE id = 2",
    "UPDATE code SET similar = randomblob(32) WHERE id = 2",
    "UPDATE code SET status = 'undone' WHERE id = 1",
    "UPDATE code SET status = 'undone' WHERE id = 2",
    // A sold code is taken back or moved with its batch, or a batch filled under another SKU.
    """
    UPDATE code SET status = 'undone' WHERE id IN (SELECT codeID FROM allocation LIMIT 1)
    """,
    """
    UPDATE code SET sku = 'OTHER', sealed = randomblob(61)
    WHERE id IN (SELECT codeID FROM allocation LIMIT 1)
    """,
    """
    INSERT INTO code (batchID, sku, line, fingerprint, similar, sealed, status, expiresAt)
    SELECT batchID, 'OTHER', 9, randomblob(32), similar, sealed, 'available', expiresAt
    FROM code WHERE id = 2
    """,
    "UPDATE code SET sealed = (SELECT sealed FROM code WHERE id = 1) WHERE id = 2",
    // An order gets another buyer, or more than was paid for.
    "DELETE FROM unit WHERE id = 1",
    "UPDATE unit SET orderID = 2 WHERE id = 1",
    "INSERT OR REPLACE INTO unit (id, orderID, number) VALUES (1, 2, 5)",
    "INSERT OR REPLACE INTO unit (id, orderID, number) VALUES (9, 1, 1)",
    "UPDATE line SET quantity = 5",
    "UPDATE checkout SET amountMinor = 1",
    "DELETE FROM paidOrder WHERE id = 1",
    "UPDATE OR REPLACE paidOrder SET checkoutID = 1 WHERE id = 2",
    "UPDATE paidOrder SET fulfilment = 'allocated' WHERE id = 2",
    "UPDATE paidOrder SET fulfilment = 'backorder' WHERE id = 1",
    """
    INSERT OR REPLACE INTO paidOrder (id, checkoutID, paymentID, tokenHash, tokenSealed, risk,
      fulfilment, paidAt)
    SELECT id, checkoutID, paymentID, tokenHash, tokenSealed, risk, 'backorder', paidAt
    FROM paidOrder WHERE id = 1
    """,
    // The recorded money is raised or lowered.
    "UPDATE payment SET state = 'created' WHERE id = 1",
    "UPDATE payment SET amountMinor = 1 WHERE id = 1",
    "DELETE FROM payment",
    "DELETE FROM event",
    "UPDATE event SET eventID = 'evt_other'",
    """
    INSERT OR REPLACE INTO event (provider, eventID, kind, receivedAt, bodySealed, outcome)
    SELECT provider, eventID, 'x', 1, bodySealed, 'ignored' FROM event LIMIT 1
    """,
    "UPDATE payment SET refundedMinor = 100, state = 'partRefunded' WHERE id = 1",
    "UPDATE payment SET refundTotalMinor = 0, refundedMinor = 0, state = 'paid' WHERE id = 3",
    "UPDATE payment SET state = 'paid' WHERE id = 3",
    "UPDATE confirmedRefund SET amountMinor = 1",
    "UPDATE confirmedRefund SET refundID = 'other'",
    "DELETE FROM confirmedRefund",
    """
    INSERT INTO confirmedRefund (paymentID, refundID, amountMinor, receivedAt)
    SELECT paymentID, refundID, 5, 1 FROM confirmedRefund LIMIT 1
    """,
    // Money goes back twice, or more than was paid, or while the order goes on.
    """
    INSERT INTO refund (id, paymentID, amountMinor, currency, reason, state, isHolding,
      begunAt)
    SELECT 'SECONDREFUND', paymentID, 1, currency, 'x', 'open', 0, 1 FROM refund
    """,
    """
    INSERT INTO refund (id, paymentID, amountMinor, currency, reason, state, isHolding,
      begunAt)
    VALUES ('THIRDREFUND', 2, 4851, 'CNY', 'x', 'open', 0, 1)
    """,
    """
    INSERT INTO refund (id, paymentID, amountMinor, currency, reason, state, isHolding,
      begunAt)
    VALUES ('FOURTHREFUND', 2, 1, 'CNY', 'x', 'open', 0, 1)
    """,
    "UPDATE refund SET amountMinor = 1",
    "UPDATE refund SET id = 'OTHERREFUND'",
    "UPDATE refund SET shortages = 0 WHERE shortages = 1",
    "DELETE FROM refund",
    // A part goes back twice, for another order's units, for everything, or is deleted.
    "DELETE FROM partialRefund",
    "UPDATE partialRefund SET amountMinor = 1",
    "UPDATE partialRefund SET kind = 'goodwill'",
    "UPDATE partialRefund SET orderID = 1",
    "UPDATE partialRefund SET voidedAt = 1",
    "UPDATE partialRefund SET refusedAt = 1",
    """
    INSERT INTO partialRefund (orderID, kind, amountMinor, begunAt)
    VALUES (5, 'goodwill', 9700, 1)
    """,
    """
    INSERT OR REPLACE INTO partialRefund (id, orderID, kind, amountMinor, begunAt)
    VALUES (1, 5, 'goodwill', 1, 1)
    """,
    """
    INSERT INTO partialRefund (orderID, kind, amountMinor, begunAt, voidedAt)
    VALUES (5, 'goodwill', 1, 1, 1)
    """,
    """
    INSERT INTO unitEnd (unitID, reason, detail, endedAt, partialRefundID)
    VALUES (1, 'refunded', 'x', 1, 1)
    """,
    """
    INSERT INTO unitEnd (unitID, reason, detail, endedAt, partialRefundID)
    SELECT id, 'refunded', 'x', 1, 1 FROM liveUnit WHERE orderID = 5
    """,
    "INSERT INTO unit (orderID, number, generation) VALUES (5, 3, 2)",
    "UPDATE refund SET partialRefundID = 1 WHERE partialRefundID IS NULL",
    """
    INSERT INTO refund (id, paymentID, amountMinor, currency, reason, state, isHolding,
      begunAt, partialRefundID)
    VALUES ('FIFTHREFUND', 2, 1, 'CNY', 'x', 'open', 0, 1, 1)
    """,
    "UPDATE paidOrder SET risk = 'clear', holdReason = NULL WHERE id = 3",
    // A provider's statement is changed, or a question deleted.
    "UPDATE statementLine SET amountMinor = 1",
    "DELETE FROM statementLine",
    "DELETE FROM statement",
    "UPDATE statement SET day = '2026-01-01'",
    """
    INSERT INTO statementLine (provider, lineID, day, kind, amountMinor, currency, at)
    SELECT provider, lineID, day, kind, 1, currency, 1 FROM statementLine
    """,
    "UPDATE opening SET placeAt = 1",
    "UPDATE opening SET attempts = 0",
    "UPDATE opening SET state = 'waiting'",
    "UPDATE opening SET state = 'refused'",
    """
    INSERT OR REPLACE INTO opening (checkoutID, provider, state, enteredAt, placeAt, dueAt,
      isPhone, emailHash, formHash)
    SELECT checkoutID, provider, 'waiting', 1, 1, 1, 0, emailHash, formHash FROM opening
    """,
    "DELETE FROM opening",
    "DELETE FROM question",
    "UPDATE question SET asked = -1",
    "UPDATE question SET expiredAt = NULL WHERE checkoutID = 4",
    "DELETE FROM session",
    "DELETE FROM departure",
    "UPDATE departure SET sentAt = sentAt + 1000",
    "UPDATE session SET checkoutID = 3",
    "UPDATE session SET declines = 0, declinedAt = NULL WHERE checkoutID = 4",
    // A message goes to another order, or is sent without being owed.
    "DELETE FROM delivery",
    "UPDATE delivery SET orderID = 2",
    "UPDATE delivery SET state = 'sent', dueAt = NULL",
    """
    INSERT INTO delivery (orderID, purpose, state, dueAt, messageID, createdAt)
    VALUES (1, 'order', 'queued', 1, 'second', 1)
    """,
    // An address is corrected twice, or of an order whose money goes back.
    """
    INSERT INTO orderAddress (orderID, cause, emailSealed, emailHash, tokenHash, tokenSealed,
      changedAt)
    SELECT 2, 'corrected', emailSealed, emailHash, randomblob(32), tokenSealed, 1
    FROM orderAddress
    """,
    """
    INSERT INTO orderAddress (orderID, cause, emailSealed, emailHash, tokenHash, tokenSealed,
      changedAt)
    SELECT 3, 'corrected', emailSealed, emailHash, randomblob(32), tokenSealed, 1
    FROM orderAddress
    """,
    "UPDATE orderAddress SET cause = 'renewed'",
    "DELETE FROM orderAddress",
    // An order moves up in the queue.
    "DELETE FROM backorder",
    "UPDATE backorder SET orderID = 1",
    // The ledger is rewritten.
    "DELETE FROM ledger WHERE seq = 1",
    "UPDATE ledger SET detail = '' WHERE seq = 1",
    """
    INSERT OR REPLACE INTO ledger (seq, at, actor, action, object, detail, previous, hash)
    SELECT seq, at, 'nobody', action, object, detail, previous, hash FROM ledger WHERE seq = 1
    """,
    "UPDATE meta SET keyCheck = randomblob(32)",
    "UPDATE meta SET clockHighWater = 0",
    "DELETE FROM meta",
  ]

  @Test(arguments: [false, true])
  func `refuses every attack, recursive triggers on or off (I1)`(recursive: Bool) async throws {
    let vault = try TestVault()
    try await vault.importCodes(2)
    _ = try await vault.buy(1)
    _ = try await vault.buy(2, sku: "OTHER-1")
    try await prepareMoney(vault)
    try await vault.store.readdress(
      Sample.reference(2),
      to: try #require(EmailAddress("right@example.com")),
      by: Sample.person(),
      at: TestVault.start
    )
    try vault.meddle { db in
      try db.execute(sql: "PRAGMA recursive_triggers = \(recursive ? "ON" : "OFF")")
      let before = try Self.digest(db)
      for attack in Self.attacks {
        let error = #expect(throws: DatabaseError.self, "\(attack)") {
          try db.execute(sql: attack)
        }
        // Refused by a guard, not because the attack has a mistake.
        #expect(error?.extendedResultCode == .SQLITE_CONSTRAINT_TRIGGER, "\(attack)")
      }
      #expect(try Self.digest(db) == before)
    }
    #expect(Self.attacks.count >= 20)
  }

  private func prepareMoney(_ vault: TestVault) async throws {
    let (third, fourth) = (try Sample.reference(3), try Sample.reference(4))
    _ = try await vault.buy(3, sku: "OTHER-1")
    let key = Payment.Key(paymentID: "pi_\(third)", reference: nil)
    for (id, name) in [("a", "rf_1"), ("b", nil)] {
      let refund = Refund.Confirmed(id: name, amount: try Sample.money(100))
      let event = Sample.event("evt_\(id)", .refunded(key, refund))
      _ = try await vault.store.settle(event, at: TestVault.start)
    }
    _ = try await vault.store.beginRefund(
      third,
      amount: nil,
      reason: "x",
      by: Sample.person(),
      at: TestVault.start
    )
    try await vault.store.open(try Sample.checkout(4))
    let step = PayStep.scan(text: "x")
    try await vault.store.started(fourth, sessionID: "cs_1", step: step, at: TestVault.start)
    _ = try await vault.store.send(fourth, at: TestVault.start)
    let decline = Payment.Decline(attempt: 0, isBuyers: true, words: "x")
    let start = TestVault.start
    try await vault.store.recordDecline(decline, of: fourth, at: .stripe, at: start)
    try await vault.store.recordQuery(fourth, isFinal: true, at: TestVault.start)
    try await open(try Sample.checkout(5, sku: "OTHER-1"), in: vault)
    _ = try await vault.buy(6, sku: "OTHER-1", quantity: 3)
    let begun = try await vault.store.beginRefund(
      Sample.reference(6),
      amount: nil,
      for: .units(1),
      reason: "x",
      by: Sample.person(),
      at: TestVault.start
    )
    try await vault.store.recordRefund(begun.id, .short("x", after: 0), at: TestVault.start)
    let line = Shop.Statement.Line(
      provider: .stripe,
      id: "txn_1",
      kind: .payment,
      paymentID: "pi_\(third)",
      reference: nil,
      amount: try Sample.money(4850),
      fee: nil,
      at: TestVault.start
    )
    _ = try await vault.store.takeStatement(
      .stripe,
      CivilDate(TestVault.start),
      [line],
      at: TestVault.start
    )
    try vault.expectWhole()
  }

  /// Opens a checkout at its provider and pays it.
  private func open(_ checkout: Checkout, in vault: TestVault) async throws {
    let visitor = Checkout.Buyer(isPhone: false, address: "198.51.100.7", network: "198.51.100")
    let reference = try await vault.store.enter(checkout, by: visitor)
    _ = try await vault.store.claimOpenings([reference], at: TestVault.start)
    let step = PayStep.scan(text: "x")
    try await vault.store.started(reference, sessionID: "cs_5", step: step, at: TestVault.start)
    _ = try await vault.store.settle(Sample.paid(checkout), at: TestVault.start)
  }

  /// The content of every table that the attacks aim at, as text.
  private static func digest(_ db: Database) throws -> [String] {
    let tables = [
      "allocation", "code", "unit", "line", "checkout", "paidOrder", "payment", "event", "delivery",
      "backorder", "ledger", "meta", "question", "session", "confirmedRefund", "refund",
      "statement", "statementLine", "opening", "partialRefund", "unitEnd", "departure",
      "orderAddress",
    ]
    return try tables.flatMap { table in
      try Row.fetchAll(db, sql: "SELECT * FROM \(table) ORDER BY 1").map { "\(table) \($0)" }
    }
  }

  @Test func `a code goes only to an order for its own SKU`() async throws {
    let vault = try TestVault()
    try await vault.importCodes(2)
    #expect(try await vault.buy(1, sku: "OTHER-1") == .backorder(Sample.reference(1)))
    try vault.meddle { db in
      #expect(throws: DatabaseError.self) {
        try db.execute(
          sql: "INSERT INTO allocation (codeID, unitID, allocatedAt) VALUES (1, 1, 1)"
        )
      }
    }
  }
}
