import GRDB
package import Shop

extension Store {
  /// Stores a provider's statement of a day, with the fees of its payments, and compares it with
  /// payments, orders and codes (I18).
  ///
  /// The day is the provider's own. Taking the same statement again returns what is still open. A
  /// line that could not be read is reported while it is in the day's newest file, and is not
  /// stored, since a later complete file has it under another ID.
  package func takeStatement(
    _ provider: Provider,
    _ day: CivilDate,
    _ lines: [Shop.Statement.Line],
    at: Timestamp
  ) async throws(StoreError) -> Shop.Statement.Match {
    try await commit(at: at) { try $0.takeStatement(provider, day, lines) }
  }

  /// The days of a provider whose statements were taken, newest first; at most a hundred.
  package func statementDays(_ provider: Provider) throws(StoreError) -> [CivilDate] {
    try read { db in
      try db.all(
        "SELECT day FROM statement WHERE provider = ? ORDER BY day DESC LIMIT 100",
        [provider.rawValue]
      ).map { try $0.parsed("day", as: { CivilDate($0) }) }
    }
  }
}

extension Transaction {
  /// Stores a statement's lines, each once, and compares the day (I18).
  func takeStatement(
    _ provider: Provider,
    _ day: CivilDate,
    _ lines: [Shop.Statement.Line]
  ) throws -> Shop.Statement.Match {
    guard lines.allSatisfy({ $0.provider == provider && !$0.id.isEmpty }) else {
      throw StoreError.failed("a statement of \(provider.rawValue) has a line of another provider")
    }
    var changed: [Shop.Statement.Line] = []
    let unread = lines.filter { $0.kind == .unread }
    for line in lines where line.kind != .unread {
      if try !keep(line, day) { changed.append(line) }
    }
    try keepStatement(provider, day)
    let kept = try db.all(
      "SELECT * FROM statementLine WHERE provider = ? AND day = ? ORDER BY at, id",
      [provider.rawValue, day.description]
    ).map(Shop.Statement.Line.init)
    let rows = try payments(of: kept, provider, day)
    try keepFees(Set(rows.map { $0["id"] as Int64 }))
    let match = Shop.Statement.Match(
      provider: provider,
      day: day,
      lines: kept + unread,
      changed: changed,
      payments: try rows.map(Shop.Statement.KnownPayment.init)
    )
    let detail = "\(match.lines) lines, \(match.findings.count) findings"
    try note("statement", "\(provider.rawValue) \(day)", detail, by: "worker")
    return match
  }

  /// Stores a line; false when it was stored before and differs.
  private func keep(_ line: Shop.Statement.Line, _ day: CivilDate) throws -> Bool {
    let known = try db.first(
      "SELECT * FROM statementLine WHERE provider = ? AND lineID = ?",
      [line.provider.rawValue, line.id]
    )
    if let known { return try Shop.Statement.Line(known) == line }
    try db.change(
      """
      INSERT INTO statementLine (provider, lineID, day, kind, paymentKey, reference, amountMinor,
        currency, feeMinor, feeCurrency, at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        line.provider.rawValue, line.id, day.description, line.kind.rawValue, line.paymentID,
        line.reference?.text, line.amount.minorUnits, line.amount.currency.code,
        line.fee?.minorUnits, line.fee?.currency.code, line.at.milliseconds,
      ]
    )
    return true
  }

  private func keepStatement(_ provider: Provider, _ day: CivilDate) throws {
    let changed = try db.change(
      "UPDATE statement SET takenAt = ? WHERE provider = ? AND day = ?",
      [now.milliseconds, provider.rawValue, day.description]
    )
    guard changed == 0 else { return }
    try db.change(
      "INSERT INTO statement (provider, day, takenAt) VALUES (?, ?, ?)",
      [provider.rawValue, day.description, now.milliseconds]
    )
  }

  /// The payments that the lines name, and those that the day's statement must list.
  private func payments(
    of lines: [Shop.Statement.Line],
    _ provider: Provider,
    _ day: CivilDate
  ) throws -> [Row] {
    let before = try db.first(
      "SELECT 1 FROM statement WHERE provider = ? AND day = ?",
      [provider.rawValue, day.dayBefore.description]
    )
    let moments = provider.moments(answeredFor: day, knowsDayBefore: before != nil)
    let (from, to) = (moments.from.milliseconds, moments.to.milliseconds)
    var ids = Set(
      try db.integers(
        """
        SELECT id FROM payment WHERE provider = ?1 AND receivedAt >= ?2 AND receivedAt < ?3
        UNION SELECT id FROM payment WHERE provider = ?1 AND refundedAt >= ?2 AND refundedAt < ?3
        """,
        [provider.rawValue, from, to]
      )
    )
    for line in lines {
      ids.formUnion(
        try db.integers(
          """
          SELECT id FROM payment WHERE provider = ?1 AND paymentKey = ?2
          UNION SELECT id FROM payment WHERE provider = ?1 AND reference = ?3
          """,
          [provider.rawValue, line.paymentID, line.reference?.text]
        )
      )
    }
    return try ids.sorted().compactMap { id in
      try db.first(Shop.Statement.KnownPayment.sql, [id, from, to])
    }
  }

  /// Stores the fee and the remaining amount of each payment.
  private func keepFees(_ ids: Set<Int64>) throws {
    for id in ids.sorted() {
      let rows = try db.all(
        """
        SELECT l.* FROM statementLine l
        JOIN payment p ON p.id = ? AND \(Shop.Statement.KnownPayment.isAbout)
        ORDER BY l.id
        """,
        [id]
      )
      let lines = try rows.map(Shop.Statement.Line.init)
      let fees = lines.compactMap(\.fee)
      guard let currency = fees.first?.currency, fees.allSatisfy({ $0.currency == currency }) else {
        continue
      }
      let isPlain = lines.allSatisfy {
        $0.amount.currency == currency && ($0.kind == .payment || $0.kind == .refund)
      }
      var sums = Shop.Statement.Match.Sums(currency: currency)
      for line in lines { sums.add(line) }
      try db.change(
        "UPDATE payment SET feeMinor = ?, netMinor = ?, feeCurrency = ? WHERE id = ?",
        [sums.fees, isPlain ? sums.net : nil, currency.code, id]
      )
    }
  }
}

extension Shop.Statement.Line {
  /// Reads a row of `statementLine`.
  init(_ row: GRDB.Row) throws {
    let hasFee = (row["feeMinor"] as Int64?) != nil
    self.init(
      provider: try row.parsed("provider", as: Provider.init),
      id: row["lineID"],
      kind: try row.parsed("kind", as: Shop.Statement.Line.Kind.init),
      paymentID: row["paymentKey"],
      reference: try row.parsedIfPresent("reference", as: { Reference($0) }),
      amount: try row.money("amountMinor", "currency"),
      fee: hasFee ? try row.money("feeMinor", "feeCurrency") : nil,
      at: row.timestamp("at")
    )
  }
}

extension Shop.Statement.KnownPayment {
  /// Whether the line `l` is about the payment `p`, by the rule of `Statement.Match`; the provider
  /// is on both sides so that each branch uses its index.
  static let isAbout = """
    ((l.provider = p.provider AND l.paymentKey = p.paymentKey)
      OR (l.provider = p.provider AND l.reference = p.reference
        AND (l.paymentKey IS NULL OR p.paymentKey IS NULL)))
    """

  /// The query of the payment `?1`, where its day's moments are `?2` to `?3`.
  static let sql = """
    SELECT \(PaymentRecord.columns), o.fulfilment,
      COALESCE(o.risk = 'clear', 0) AND (p.state = 'paid' OR \(Schema.isRefundExplained))
        AND (p.dispute IS NULL OR p.dispute = 'won') AS isDeliverable,
      EXISTS (SELECT 1 FROM unit u JOIN allocation a ON a.unitID = u.id
        WHERE u.orderID = o.id) AS hasCodes,
      EXISTS (SELECT 1 FROM statementLine l WHERE l.kind = 'payment' AND \(isAbout)) AS isListed,
      (SELECT COALESCE(SUM(MIN(l.amountMinor, 1000000000000000)), 0) FROM statementLine l
        WHERE l.kind = 'refund' AND l.currency = p.currency AND \(isAbout)) AS refundedThere,
      p.receivedAt >= ?2 AND p.receivedAt < ?3 AS isDue,
      COALESCE(p.refundedAt >= ?2 AND p.refundedAt < ?3, 0) AS isRefundDue
    FROM payment p LEFT JOIN paidOrder o ON o.paymentID = p.id
    WHERE p.id = ?1
    """

  init(_ row: Row) throws {
    let payment = try PaymentRecord(row)
    self.init(
      paymentID: payment.key,
      reference: payment.reference,
      paid: payment.progress == .paid ? payment.amount : nil,
      refundedMinor: payment.refundedMinor,
      mismatch: payment.mismatch,
      dispute: payment.dispute,
      fulfilment: try row.parsedIfPresent("fulfilment", as: Order.Fulfilment.init),
      isDeliverable: row["isDeliverable"],
      hasCodes: row["hasCodes"],
      isListed: row["isListed"],
      refundedThereMinor: row["refundedThere"],
      isDue: row["isDue"],
      isRefundDue: row["isRefundDue"]
    )
  }
}
