import GRDB
import Shop

extension Transaction {
  /// Keeps a refund before the provider is asked, and stops its order at once (I5).
  func beginRefund(
    _ reference: Reference,
    payment name: String?,
    amount: Money?,
    reason: String,
    unlessMadeSince since: Timestamp?,
    by person: Operator
  ) throws -> RefundOrder {
    guard let payment = try refundable(reference, name), let id = payment.id else {
      throw StoreError.unknownPayment
    }
    guard try db.first(Self.openRefund, [id]) == nil else { throw StoreError.refundOpen }
    if let since, let made = try refundMade(of: id, amount, since: since) {
      throw StoreError.refundMade(made)
    }
    guard let left = payment.left else { throw StoreError.unknownPayment }
    let amount = amount ?? left
    guard amount.currency == left.currency, amount.minorUnits > 0,
      amount.minorUnits <= left.minorUnits
    else { throw StoreError.refundTooLarge(left: left) }
    let order = try order(backedBy: payment)
    let isHolding = order?.standing.risk == .clear
    if let order { try hold(order, .refund) }
    let refundID = randomness.reference().text
    try db.change(
      """
      INSERT INTO refundOrder (id, paymentID, amountMinor, currency, reason, state, isHolding,
        begunAt)
      VALUES (?, ?, ?, ?, ?, 'open', ?, ?)
      """,
      [
        refundID, id, amount.minorUnits, amount.currency.code, reason, isHolding ? 1 : 0,
        now.milliseconds,
      ]
    )
    if let order { try block(order) }
    let detail = "refund \(refundID): \(amount) of \(reference): \(reason)"
    try note("refund", "payment row \(id)", detail, by: person.actor)
    guard let row = try db.first(RefundOrder.sql + " WHERE f.id = ?", [refundID]) else {
      throw StoreError.unknownRefund
    }
    return try RefundOrder(row)
  }

  /// The newest refund of a payment that is done and did not come back; of all that was left only
  /// when it left nothing.
  private func refundMade(
    of paymentID: Int64,
    _ amount: Money?,
    since: Timestamp
  ) throws -> RefundOrder? {
    try db.first(
      RefundOrder.sql + """
         WHERE f.paymentID = ?1 AND f.state = 'done' AND f.begunAt > ?2
          AND (f.amountMinor = ?3 OR ?3 IS NULL AND p.refundedMinor >= p.amountMinor)
          AND NOT EXISTS (SELECT 1 FROM refundPart r
            WHERE r.paymentID = f.paymentID AND r.failedAt >= f.begunAt
              AND COALESCE(r.amountMinor, f.amountMinor) = f.amountMinor)
        ORDER BY f.begunAt DESC LIMIT 1
        """,
      [paymentID, since.milliseconds, amount?.minorUnits]
    ).map(RefundOrder.init)
  }

  private static var openRefund: String {
    "SELECT 1 FROM refundOrder WHERE paymentID = ? AND endedAt IS NULL"
  }

  /// The payment that is given back: the one that is named; or the one that made the order; or the
  /// only one that is held for it.
  private func refundable(_ reference: Reference, _ name: String?) throws -> PaymentRecord? {
    let sql = """
      SELECT \(PaymentRecord.columns) FROM payment p WHERE p.reference = ? AND p.amountMinor > 0
      """
    if let name {
      return try db.first(sql + " AND p.paymentKey = ?", [reference.text, name])
        .map(PaymentRecord.init)
    }
    let paying = try db.first(
      """
      SELECT \(PaymentRecord.columns) FROM payment p
      JOIN paidOrder o ON o.paymentID = p.id JOIN checkout c ON c.id = o.checkoutID
      WHERE c.reference = ?
      """,
      [reference.text]
    )
    if let paying { return try PaymentRecord(paying) }
    let held = try db.all(sql + " AND p.mismatch IS NOT NULL", [reference.text])
    return held.count == 1 ? try PaymentRecord(held[0]) : nil
  }

  /// Takes down what came of asking for a refund; one that has ended stays as it ended.
  func recordRefund(_ id: String, _ outcome: RefundOutcome) throws -> Settlement {
    let sql = """
      SELECT f.paymentID, f.state, f.isHolding, p.provider
      FROM refundOrder f JOIN payment p ON p.id = f.paymentID WHERE f.id = ?
      """
    guard let row = try db.first(sql, [id]) else { throw StoreError.unknownRefund }
    guard [.open, .pending].contains(try row.parsed("state", as: RefundState.init)) else {
      return .duplicate
    }
    switch outcome {
    case .unknown:
      try db.change("UPDATE refundOrder SET trouble = 'no clear answer yet' WHERE id = ?", [id])
      return .ignored
    case .pending:
      try db.change("UPDATE refundOrder SET state = 'pending' WHERE id = ?", [id])
      return .ignored
    case .refused(let words):
      // The order stays held: why the provider will not may well be that the money is gone already.
      try end(id, .refused, String(words.prefix(300)))
      return .ignored
    case .done(let fact):
      let provider: Provider = try row.parsed("provider", as: Provider.init)
      return try take(fact, as: id, row, by: provider)
    }
  }

  private func take(
    _ fact: PaymentFact,
    as id: String,
    _ row: Row,
    by provider: Provider
  ) throws -> Settlement {
    let event = PaymentEvent(found: fact, by: provider)
    switch fact {
    case .refunded: try end(id, .done, nil)
    case .refundFailed:
      // The provider took it and could not: the hold stays, for a person to try another way.
      try end(id, .refused, "the refund failed at the provider")
      return try settle(event)
    case .paid, .disputed, .failed, .irrelevant:
      throw StoreError.failed("refund \(id): the provider's answer is not a refund")
    }
    let settlement = try settle(event, isAnswer: true)
    try db.change(
      """
      UPDATE paidOrder SET risk = 'clear', holdReason = NULL
      WHERE paymentID = ?1 AND holdReason = 'refund' AND ?2 AND EXISTS (
        SELECT 1 FROM payment p
        WHERE p.id = ?1 AND p.state IN ('partRefunded', 'refunded'))
      """,
      [row["paymentID"] as Int64, row["isHolding"] as Int64 == 1]
    )
    return settlement
  }

  private func end(_ id: String, _ state: RefundState, _ trouble: String?) throws {
    try db.change(
      "UPDATE refundOrder SET state = ?, endedAt = ?, trouble = ? WHERE id = ?",
      [state.rawValue, now.milliseconds, trouble, id]
    )
    let detail = trouble.map { "\(state.rawValue): \($0)" } ?? state.rawValue
    try note("refund", "refund \(id)", detail, by: "worker")
  }
}

extension RefundOrder {
  /// What a refund is read from, without its condition.
  static let sql = """
    SELECT f.id, f.amountMinor, f.currency, f.reason, f.state, f.begunAt, f.trouble,
      p.provider, p.paymentKey, p.amountMinor AS paidMinor, c.createdAt, s.sessionID,
      COALESCE(c.reference, p.reference) AS reference
    FROM refundOrder f JOIN payment p ON p.id = f.paymentID
    LEFT JOIN paidOrder o ON o.paymentID = p.id
    LEFT JOIN checkout c ON c.id = COALESCE(o.checkoutID,
      (SELECT q.id FROM checkout q WHERE q.reference = p.reference))
    LEFT JOIN session s ON s.checkoutID = c.id AND c.provider = p.provider
    """

  init(_ row: Row) throws {
    self.init(
      id: row["id"],
      provider: try row.parsed("provider", as: Provider.init),
      question: PaymentQuestion(
        reference: try row.parsedIfPresent("reference", as: { Reference($0) }),
        sessionID: row["sessionID"],
        paymentID: row["paymentKey"],
        openedAt: (row["createdAt"] as Int64?).map { Timestamp(milliseconds: $0) }
      ),
      amount: try row.money("amountMinor", "currency"),
      paid: try row.money("paidMinor", "currency"),
      reason: row["reason"],
      begunAt: row.timestamp("begunAt"),
      state: try row.parsed("state", as: RefundState.init),
      trouble: row["trouble"]
    )
  }
}
