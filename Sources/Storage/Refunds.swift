import GRDB
package import Shop

extension Store {
  /// Begins a refund: the order is stopped in the same transaction.
  ///
  /// Returns the request to the provider, which is repeated until `recordRefund` has its answer.
  ///
  /// A nil `amount` means all that is left. `payment` names one of several payments of a checkout,
  /// such as a second one that made no order. Throws `.unknownPayment` when nothing was paid,
  /// `.refundOpen` while another refund is under way, `.refundTooLarge` beyond what is left; and
  /// `.refundMade` when one of the same amount was begun after `unlessMadeSince` and is done, so
  /// that a command whose answer was lost can be repeated.
  ///
  /// With `partial` the order goes on: its units are taken out at once, for `amount` or else their
  /// price, or it keeps what was bought. All of its units mean a refund of the whole order. Throws
  /// `.nothingLeft` for what would leave no money, `.unitsOut` while others wait for a person's
  /// decision, `.refundUnexplained` while money went back without an explanation.
  package func beginRefund(
    _ reference: Reference,
    payment: String? = nil,
    amount: Money?,
    for partial: Refund.Part? = nil,
    reason: String,
    unlessMadeSince since: Timestamp? = nil,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) -> Refund {
    guard reason.isOneLine(most: 200) else { throw .badText("--reason") }
    return try await commit(at: at) {
      try $0.beginRefund(
        reference,
        payment: payment,
        amount: amount,
        for: partial,
        reason: reason,
        unlessMadeSince: since,
        by: person.actor
      )
    }
  }

  /// Records the result of asking the provider; the fact that it reports is settled in the same
  /// transaction.
  ///
  /// Returns `.duplicate` when the refund had ended before, `.ignored` when there is nothing to
  /// settle.
  @discardableResult
  package func recordRefund(
    _ id: String,
    _ outcome: Refund.Outcome,
    at: Timestamp
  ) async throws(StoreError) -> Settlement {
    try await commit(at: at) { try $0.recordRefund(id, outcome) }
  }

  /// Refunds without a final answer of their provider, oldest first: each is asked for again under
  /// its ID.
  package func openRefunds() throws(StoreError) -> [Refund] {
    try read { db in
      try db.all(Refund.sql + " WHERE f.endedAt IS NULL ORDER BY f.begunAt, f.id")
        .map { try Refund($0, db) }
    }
  }
}

extension Transaction {
  /// Stores a refund before the provider is asked, and stops its order at once (I5).
  func beginRefund(
    _ reference: Reference,
    payment name: String?,
    amount: Money?,
    for partial: Refund.Part?,
    reason: String,
    unlessMadeSince since: Timestamp?,
    by actor: String
  ) throws -> Refund {
    guard let payment = try refundable(reference, name), let id = payment.id else {
      throw StoreError.unknownPayment
    }
    guard try db.first(Self.openRefund, [id]) == nil else { throw StoreError.refundOpen }
    if let since, let made = try refundMade(of: id, amount, for: partial, since: since) {
      throw StoreError.refundMade(made)
    }
    guard let left = payment.left else { throw StoreError.unknownPayment }
    guard amount?.currency ?? left.currency == left.currency, amount?.minorUnits ?? 1 > 0 else {
      throw StoreError.refundTooLarge(left: left)
    }
    if let partial, let order = try order(paidBy: payment) {
      let isAll = try takesEverything(partial, of: order)
      guard isAll else {
        return try beginPart(
          partial,
          amount: amount,
          of: order,
          paymentID: id,
          leaving: left,
          reason: reason,
          by: actor
        )
      }
      // All of its units for less than all of its money would leave neither an order nor a whole
      // refund, and a refund of units cannot exceed their price.
      guard try amount.map({ $0 == left }) ?? isCovered(left, by: partial, of: order) else {
        throw StoreError.nothingLeft
      }
    } else if partial != nil {
      throw StoreError.unknownOrder
    }
    let amount = amount ?? left
    guard (1...max(left.minorUnits, 1)).contains(amount.minorUnits), left.minorUnits > 0 else {
      throw StoreError.refundTooLarge(left: left)
    }
    let order = try order(backedBy: payment)
    let isHolding = order?.standing.risk == .clear
    if let order { try hold(order, .refund) }
    let refund = try insertRefund(of: id, amount, reason, isHolding: isHolding, part: nil)
    if let order { try stopHandOver(order) }
    let detail = "refund \(refund.id): \(amount) of \(reference): \(reason)"
    try note("refund", "payment row \(id)", detail, by: actor)
    return refund
  }

  /// Stores a partial refund; its order goes on meanwhile, without the units that are taken out.
  private func beginPart(
    _ partial: Refund.Part,
    amount: Money?,
    of order: OrderRecord,
    paymentID: Int64,
    leaving left: Money,
    reason: String,
    by actor: String
  ) throws -> Refund {
    let part = try beginPartialRefund(partial, amount, of: order, leaving: left, reason)
    // If a refused refund is asked for again, its success releases the order.
    let isHolding =
      try isHeldForRefusedRefund(order, paymentID, part.refusedMinor) && !hasUnitsOut(order.id)
    let refund = try insertRefund(
      of: paymentID,
      part.amount,
      reason,
      isHolding: isHolding,
      part: part.id
    )
    let what =
      switch refund.scope {
      case .units(let numbers): "units \(numbers)"
      case .goodwill: "goodwill"
      case .order: "all"
      }
    let detail = "refund \(refund.id): \(part.amount) of \(order.reference), \(what): \(reason)"
    try note("refund", "payment row \(paymentID)", detail, by: actor)
    return refund
  }

  /// Whether only a refused refund holds it, and every failed refund had the amount that is asked
  /// for again.
  private func isHeldForRefusedRefund(
    _ order: OrderRecord,
    _ paymentID: Int64,
    _ refusedMinor: Int64?
  ) throws -> Bool {
    let sql = """
      SELECT 1 FROM paidOrder o WHERE o.id = ?1 AND o.holdReason = 'refund' AND NOT EXISTS (
        SELECT 1 FROM confirmedRefund r WHERE r.paymentID = ?2 AND r.failedAt IS NOT NULL
          AND (?3 IS NULL OR COALESCE(r.amountMinor, r.failedMinor, ?3) <> ?3))
      """
    return try db.first(sql, [order.id, paymentID, refusedMinor]) != nil
  }

  private func insertRefund(
    of id: Int64,
    _ amount: Money,
    _ reason: String,
    isHolding: Bool,
    part: Int64?
  ) throws -> Refund {
    let refundID = randomness.reference().text
    try db.change(
      """
      INSERT INTO refund (id, paymentID, amountMinor, currency, reason, state, isHolding,
        begunAt, partialRefundID)
      VALUES (?, ?, ?, ?, ?, 'open', ?, ?, ?)
      """,
      [
        refundID, id, amount.minorUnits, amount.currency.code, reason, isHolding ? 1 : 0,
        now.milliseconds, part,
      ]
    )
    guard let row = try db.first(Refund.sql + " WHERE f.id = ?", [refundID]) else {
      throw StoreError.unknownRefund
    }
    return try Refund(row, db)
  }

  /// The newest refund of a payment for the same purpose that is done and did not fail later; for a
  /// nil amount only one that left nothing.
  private func refundMade(
    of paymentID: Int64,
    _ amount: Money?,
    for partial: Refund.Part?,
    since: Timestamp
  ) throws -> Refund? {
    try db.all(
      Refund.sql + """
         WHERE f.paymentID = ?1 AND f.state = 'done' AND f.begunAt > ?2
          AND f.begunAt <= ?4
          AND (f.amountMinor = ?3
            OR ?3 IS NULL AND (p.refundedMinor >= p.amountMinor OR f.partialRefundID IS NOT NULL))
          AND NOT EXISTS (SELECT 1 FROM confirmedRefund r
            WHERE r.paymentID = f.paymentID AND r.failedAt >= f.begunAt
              AND COALESCE(r.amountMinor, r.failedMinor, f.amountMinor) = f.amountMinor)
        ORDER BY f.begunAt DESC LIMIT 100
        """,
      [paymentID, since.milliseconds, amount?.minorUnits, now.milliseconds]
    ).map { try Refund($0, db) }.first { $0.scope.isMeant(by: partial) }
  }

  private static var openRefund: String {
    "SELECT 1 FROM refund WHERE paymentID = ? AND endedAt IS NULL"
  }

  /// The payment that is refunded: the one that is named, or the one that made the order, or the
  /// only one that is held for it.
  private func refundable(_ reference: Reference, _ name: String?) throws -> PaymentRecord? {
    let sql = """
      SELECT \(PaymentRecord.columns) FROM payment p WHERE p.reference = ? AND p.amountMinor > 0
      """
    if let name {
      // A person may have marked it paid by the ID of a provider's payment: that payment comes
      // first.
      let named = sql + " AND p.paymentKey = ? ORDER BY p.provider = 'manual'"
      return try db.first(named, [reference.text, name]).map(PaymentRecord.init)
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

  /// Records the result of asking for a refund; one that has ended keeps its end.
  func recordRefund(_ id: String, _ outcome: Refund.Outcome) throws -> Settlement {
    let sql = """
      SELECT f.paymentID, f.state, f.isHolding, f.partialRefundID, r.orderID, p.provider
      FROM refund f JOIN payment p ON p.id = f.paymentID
      LEFT JOIN partialRefund r ON r.id = f.partialRefundID WHERE f.id = ?
      """
    guard let row = try db.first(sql, [id]) else { throw StoreError.unknownRefund }
    guard [.open, .pending].contains(try row.parsed("state", as: Refund.State.init)) else {
      return .duplicate
    }
    switch outcome {
    case .unknown(let words):
      try db.change(
        "UPDATE refund SET trouble = ? WHERE id = ?",
        [String(words.prefix(300)), id]
      )
      return .ignored
    case .short(let words, let count):
      // An answer to an earlier request that comes late or again is not counted.
      try db.change(
        """
        UPDATE refund SET trouble = ?1, shortages = shortages + (shortages = ?2)
        WHERE id = ?3
        """,
        [String(words.prefix(300)), count, id]
      )
      return .ignored
    case .pending:
      try db.change(
        "UPDATE refund SET state = 'pending', trouble = NULL WHERE id = ?",
        [id]
      )
      return .ignored
    case .refused(let words):
      // The order stays held for a person: the provider may refuse because the money is gone
      // already.
      try end(id, .refused, String(words.prefix(300)))
      if let part = row["partialRefundID"] as Int64? { try refuse(part, of: row["orderID"]) }
      return .ignored
    case .failed(let fact, let words):
      // The order stays held, for a person to try another way.
      try end(id, .refused, String(words.prefix(300)))
      if let part = row["partialRefundID"] as Int64? { try refuse(part, of: row["orderID"]) }
      let provider: Provider = try row.parsed("provider", as: Provider.init)
      guard case .refundFailed = fact else { throw Self.noRefund(id) }
      return try settle(PaymentEvent(found: fact, by: provider))
    case .done(let fact):
      let provider: Provider = try row.parsed("provider", as: Provider.init)
      return try settleDone(fact, as: id, row, by: provider)
    }
  }

  private static func noRefund(_ id: String) -> StoreError {
    .failed("refund \(id): the provider's answer is not a refund")
  }

  private func settleDone(
    _ fact: PaymentFact,
    as id: String,
    _ row: Row,
    by provider: Provider
  ) throws -> Settlement {
    guard case .refunded = fact else { throw Self.noRefund(id) }
    try end(id, .done, nil)
    let settlement = try settle(PaymentEvent(found: fact, by: provider), isAnswer: true)
    try db.change(
      """
      UPDATE paidOrder SET risk = 'clear', holdReason = NULL
      WHERE paymentID = ?1 AND holdReason = 'refund' AND ?2 AND EXISTS (
        SELECT 1 FROM payment p
        WHERE p.id = ?1 AND p.state IN ('partRefunded', 'refunded'))
      """,
      [row["paymentID"] as Int64, row["isHolding"] as Int64 == 1]
    )
    // A part that was refused before and is done at last releases the rest of its order.
    let revived = try db.first(
      """
      SELECT * FROM orderOverview WHERE paymentID = ? AND isDeliverable AND fulfilment = 'blocked'
      """,
      [row["paymentID"] as Int64]
    )
    if let revived { try release(try OrderRecord(revived)) }
    return settlement
  }

  private func end(_ id: String, _ state: Refund.State, _ trouble: String?) throws {
    try db.change(
      "UPDATE refund SET state = ?, endedAt = ?, trouble = ? WHERE id = ?",
      [state.rawValue, now.milliseconds, trouble, id]
    )
    let detail = trouble.map { "\(state.rawValue): \($0)" } ?? state.rawValue
    try note("refund", "refund \(id)", detail, by: "worker")
  }
}

extension Refund {
  /// The query of a refund, without its condition.
  static let sql = """
    SELECT f.id, f.partialRefundID, f.amountMinor, f.currency, f.reason, f.state, f.begunAt,
      f.trouble, f.shortages,
      p.provider, p.paymentKey, p.amountMinor AS paidMinor, c.createdAt, s.sessionID,
      COALESCE(c.reference, p.reference) AS reference
    FROM refund f JOIN payment p ON p.id = f.paymentID
    LEFT JOIN paidOrder o ON o.paymentID = p.id
    LEFT JOIN checkout c ON c.id = COALESCE(o.checkoutID,
      (SELECT q.id FROM checkout q WHERE q.reference = p.reference))
    LEFT JOIN session s ON s.checkoutID = c.id AND c.provider = p.provider
    """

  init(_ row: Row, _ db: Database) throws {
    let part = row["partialRefundID"] as Int64?
    let numbers = try part.map(db.unitNumbers) ?? []
    self.init(
      id: row["id"],
      provider: try row.parsed("provider", as: Provider.init),
      question: Payment.Question(
        reference: try row.parsedIfPresent("reference", as: { Reference($0) }),
        sessionID: row["sessionID"],
        paymentID: row["paymentKey"],
        openedAt: (row["createdAt"] as Int64?).map { Timestamp(milliseconds: $0) }
      ),
      amount: try row.money("amountMinor", "currency"),
      paid: try row.money("paidMinor", "currency"),
      reason: row["reason"],
      begunAt: row.timestamp("begunAt"),
      state: try row.parsed("state", as: Refund.State.init),
      trouble: row["trouble"],
      scope: part == nil ? .order : numbers.isEmpty ? .goodwill : .units(numbers),
      shortages: row["shortages"]
    )
  }
}
