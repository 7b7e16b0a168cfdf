import GRDB
package import Shop

extension Store {
  /// Marks a checkout paid for a person who has seen the money: a payment of the provider `manual`
  /// whose ID is the proof, settled on the same path as any other.
  ///
  /// Accepts an expired checkout. Money that was held for it stays held. The same proof for the
  /// same checkout is a `.duplicate`; throws `.proofUsed` for another checkout, `.alreadyPaid` when
  /// it has an order, `.refundedBefore` when money that came for it went back, `.unknownCheckout`,
  /// `.badText`.
  package func markPaid(
    _ reference: Reference,
    proof: String,
    reason: String,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) -> Settlement {
    guard proof.isOneLine(most: 100) else { throw .badText("proof") }
    guard reason.isOneLine(most: 200) else { throw .badText("--reason") }
    return try await commit(at: at) {
      try $0.markPaid(reference, proof: proof, reason: reason, by: person)
    }
  }

  /// A page of payments, newest first.
  package func payments(_ filter: Payment.Filter) throws(StoreError) -> ListPage<Payment.Row> {
    try read { db in
      try db.page(
        Payment.Row.columns,
        from: "payment p",
        where: """
          (p.provider = :provider OR :provider IS NULL) AND (p.state = :state OR :state IS NULL)
          AND ((p.mismatch IS NOT NULL) = :isHeld OR :isHeld IS NULL)
          AND (p.reference = :reference OR :reference IS NULL)
          AND (p.receivedAt >= :since OR :since IS NULL)
          AND (p.receivedAt <= :until OR :until IS NULL)
          """,
        by: "p.id",
        [
          "provider": filter.provider?.rawValue, "state": filter.state?.rawValue,
          "isHeld": filter.isHeld.map { $0 ? 1 : 0 }, "reference": filter.reference?.text,
          "since": filter.since?.milliseconds, "until": filter.until?.milliseconds,
        ],
        after: filter.after,
        limit: filter.limit,
        Payment.Row.init
      )
    }
  }

  /// One payment by the provider's ID, or else the newest with that reference of ours; nil when
  /// there is none.
  package func payment(
    _ name: String,
    provider: Provider? = nil
  ) throws(StoreError) -> Payment? {
    try read { db in
      let row = try db.first(
        Payment.Row.sql + """
           WHERE (p.paymentKey = ?1 OR p.reference = ?1) AND (p.provider = ?2 OR ?2 IS NULL)
          ORDER BY p.paymentKey = ?1 DESC, hasOrder DESC, p.id DESC LIMIT 1
          """,
        [name, provider?.rawValue]
      )
      return try row.map { try db.detail(ofPayment: $0) }
    }
  }
}

extension Transaction {
  fileprivate func markPaid(
    _ reference: Reference,
    proof: String,
    reason: String,
    by person: Operator
  ) throws -> Settlement {
    let found = try db.first(
      """
      SELECT c.amountMinor, c.currency, p.provider, p.paymentKey
      FROM checkout c LEFT JOIN paidOrder o ON o.checkoutID = c.id
      LEFT JOIN payment p ON p.id = o.paymentID
      WHERE c.reference = ?
      """,
      [reference.text]
    )
    guard let found else { throw StoreError.unknownCheckout }
    let manual = Provider.manual.rawValue
    let used = try db.first(
      "SELECT reference FROM payment WHERE provider = ? AND paymentKey = ?",
      [manual, proof]
    )
    if let used {
      let owner = try used.parsedIfPresent("reference", as: { Reference($0) })
      guard owner == reference else { throw StoreError.proofUsed(owner) }
      return .duplicate
    }
    guard (found["provider"] as String?) == nil else { throw StoreError.alreadyPaid }
    let rehearsal = """
      SELECT 1 FROM rehearsal r JOIN checkout c ON c.id = r.checkoutID WHERE c.reference = ?
      """
    guard try db.first(rehearsal, [reference.text]) == nil else {
      throw StoreError.rehearsalOpen(reference)
    }
    // The money that a person has seen may be a payment that went back since.
    let returned = """
      SELECT 1 FROM payment p WHERE p.reference = ? AND (p.refundedMinor > 0 OR EXISTS (
        SELECT 1 FROM refund f WHERE f.paymentID = p.id AND f.endedAt IS NULL))
      """
    guard try db.first(returned, [reference.text]) == nil else { throw StoreError.refundedBefore }
    let key = Payment.Key(paymentID: proof, reference: reference)
    let event = PaymentEvent(
      provider: .manual,
      id: "marked:\(proof)",
      kind: "mark-paid",
      fact: .paid(PaidFact(key: key, amount: try found.money("amountMinor", "currency"))),
      body: Array("\(person.name): \(reason)".utf8)
    )
    let settlement = try settle(event)
    let detail = "proof \(proof): \(reason)"
    try note("mark-paid", "checkout \(reference)", detail, by: person.actor)
    return settlement
  }
}

extension Payment.Row {
  /// The query of a payment, without its condition.
  fileprivate static let columns = """
    \(PaymentRecord.columns),
      EXISTS (SELECT 1 FROM paidOrder o WHERE o.paymentID = p.id) AS hasOrder
    """

  fileprivate static let sql = "SELECT \(columns) FROM payment p"

  fileprivate init(_ row: GRDB.Row) throws {
    let payment = try PaymentRecord(row)
    let currency = payment.amount?.currency
    let hasFee = (row["feeMinor"] as Int64?) != nil
    let hasNet = (row["netMinor"] as Int64?) != nil
    self.init(
      provider: payment.provider,
      paymentID: payment.key,
      reference: payment.reference,
      state: payment.state,
      amount: payment.amount,
      refunded: currency.flatMap {
        payment.refundedMinor > 0 ? Money(minorUnits: payment.refundedMinor, currency: $0) : nil
      },
      dispute: payment.dispute,
      mismatch: payment.mismatch,
      receivedAt: row.timestamp("receivedAt"),
      fee: hasFee ? try row.money("feeMinor", "feeCurrency") : nil,
      net: hasNet ? try row.money("netMinor", "feeCurrency") : nil,
      hasOrder: row["hasOrder"]
    )
  }
}

extension Database {
  fileprivate func detail(ofPayment row: GRDB.Row) throws -> Payment {
    let id: Int64 = row["id"]
    let events = try all(
      "SELECT eventID, kind, receivedAt, outcome FROM event WHERE paymentID = ? ORDER BY id",
      [id]
    )
    let refunds = try all(Refund.sql + " WHERE f.paymentID = ? ORDER BY f.begunAt, f.id", [id])
      .map { try Refund($0, self) }
    return Payment(
      summary: try Payment.Row(row),
      events: try events.map {
        Payment.Event(
          id: $0["eventID"],
          kind: $0["kind"],
          receivedAt: $0.timestamp("receivedAt"),
          outcome: try $0.parsed("outcome", as: Settlement.Word.init)
        )
      },
      refunds: refunds
    )
  }
}
