import GRDB
package import Shop

extension Store {
  /// A page of deliveries, newest first; only those of one order where it is named.
  package func deliveries(
    state: Delivery.State?,
    of reference: Reference? = nil,
    after: Int64? = nil,
    limit: Int
  ) throws(StoreError) -> ListPage<Delivery> {
    try read { db in
      try db.page(
        "d.*, c.reference",
        from: """
          delivery d JOIN paidOrder o ON o.id = d.orderID JOIN checkout c ON c.id = o.checkoutID
          """,
        where: """
          (d.state = :state OR :state IS NULL)
          AND (c.reference = :reference OR :reference IS NULL)
          """,
        by: "d.id",
        ["state": state?.rawValue, "reference": reference?.text],
        after: after,
        limit: limit,
        Delivery.init
      )
    }
  }

  /// Queues a failed delivery again, with a fresh schedule.
  package func retryDelivery(
    id: Int64,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { transaction in
      let sql = "SELECT state FROM delivery WHERE id = ?"
      guard let row = try transaction.db.first(sql, [id]) else { throw StoreError.unknownDelivery }
      switch try row.parsed("state", as: Delivery.State.init) {
      case .failed, .written:
        try transaction.requeue(id, at: transaction.now)
      case .queued, .retry, .uncertain:
        try transaction.db.change(
          "UPDATE delivery SET dueAt = ? WHERE id = ?",
          [transaction.now.milliseconds, id]
        )
      case .sending, .sent, .blocked, .superseded: throw StoreError.notRetriable
      }
      try transaction.note("retry", "delivery \(id)", by: person.actor)
    }
  }

  /// Queues deliveries again that failed or were written into a folder: oldest first, with fresh
  /// schedules, and spread over time, so that a recovered mail server is not flooded.
  ///
  /// `since` leaves out those that ended earlier; `perMinute` is at least 1. Returns how many.
  package func retry(
    _ ended: RetriedDeliveries,
    since: Timestamp?,
    perMinute: Int,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) -> Int {
    try await commit(at: at) { transaction in
      let ids = try transaction.db.integers(
        """
        SELECT d.id FROM delivery d WHERE d.state = ? AND COALESCE((
          SELECT MAX(a.recordedAt) FROM attempt a WHERE a.deliveryID = d.id), d.createdAt) >= ?
        ORDER BY d.id
        """,
        [ended.rawValue, since?.milliseconds ?? 0]
      )
      for (index, id) in ids.enumerated() {
        let wait = Int64(index) * 60_000 / Int64(max(perMinute, 1))
        try transaction.requeue(id, at: transaction.now.advanced(milliseconds: wait))
      }
      guard !ids.isEmpty else { return 0 }
      let words = "\(ids.count) \(ended.rawValue) deliveries"
      try transaction.note("retry", words, by: person.actor)
      return ids.count
    }
  }

  /// Owes an order's message once more, as a new delivery with its own Message-ID.
  package func resend(
    reference: Reference,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { transaction in
      guard let order = try transaction.order(reference) else { throw StoreError.unknownOrder }
      if let obstacle = order.undeliverable { throw obstacle }
      guard try transaction.hasLiveCodes(order.id) else { throw StoreError.unitWaits }
      try transaction.owe(order.id, .resend)
      try transaction.note("resend", "order \(reference)", by: person.actor)
    }
  }

  /// Owes the links of an address's newest orders to that address, at most three messages a day.
  ///
  /// Returns the same for an address without orders.
  package func requestLinks(email: EmailAddress, at: Timestamp) async throws(StoreError) {
    try await commit(at: at) { try $0.requestLinks(email) }
  }
}

/// Which ended deliveries `retry` queues again, all at once.
package enum RetriedDeliveries: String, CaseIterable, Sendable {
  case failed
  /// Written into a folder instead of sent.
  case written
}

extension Transaction {
  /// Queues a delivery that has ended again, with a fresh schedule that begins at that moment.
  fileprivate func requeue(_ id: Int64, at due: Timestamp) throws {
    try db.change(
      """
      UPDATE delivery SET state = 'queued', dueAt = ?, failures = 0, uncertainties = 0
      WHERE id = ?
      """,
      [due.milliseconds, id]
    )
  }

  /// Supersedes every message with codes that was tried and would carry other codes if it were made
  /// again; returns whether there was one.
  func supersedeMessages(of orderID: Int64) throws -> Bool {
    try !supersedeMessages(of: orderID, because: "the codes changed") { $0.handsOver }.isEmpty
  }

  /// Supersedes every message that was tried and would say something else if it were made again
  /// (I9), including those written or failed, which a person may retry; a refund's letter is owed
  /// anew at once.
  ///
  /// One that is being sent is superseded when its attempt is recorded, unless it was sent. Returns
  /// the purposes of those that were superseded.
  func supersedeMessages(
    of orderID: Int64,
    because reason: String,
    sparing spared: Delivery.State? = nil,
    where isMeant: (Delivery.Purpose) -> Bool
  ) throws -> Set<Delivery.Purpose> {
    let tried = try db.all(
      """
      SELECT id, purpose FROM delivery
      WHERE orderID = ? AND attempt > 0 AND supersededAt IS NULL
        AND state NOT IN ('sent', 'superseded') AND state IS NOT ?
      ORDER BY id
      """,
      [orderID, spared?.rawValue]
    )
    var stopped: Set<Delivery.Purpose> = []
    for row in tried {
      let purpose: Delivery.Purpose = try row.parsed("purpose", as: Delivery.Purpose.init)
      guard isMeant(purpose) else { continue }
      try supersede(row["id"], reason)
      if purpose == .refunded { try oweRefundLetter(orderID, try refundNotice(of: row["id"])) }
      stopped.insert(purpose)
    }
    return stopped
  }

  /// Owes what a superseded message would have said.
  func oweAgain(_ purpose: Delivery.Purpose, _ order: OrderRecord) throws {
    switch purpose {
    case .order, .resend: try oweCodesOnce(order.id)
    case .waiting: try oweReplacementLetter(order.id)
    case .link: try oweLinkOnce(order)
    case .refunded: return
    }
  }

  /// Owes a message with the order's current codes, unless an untried one is owed, which will carry
  /// them.
  func oweCodesOnce(_ orderID: Int64) throws {
    let owed = """
      SELECT 1 FROM delivery
      WHERE orderID = ? AND purpose IN ('order', 'resend') AND state = 'queued' AND attempt = 0
      """
    guard try db.first(owed, [orderID]) == nil else { return }
    try owe(orderID, .resend)
  }

  /// Owes the order's link, unless an untried message will carry it.
  ///
  /// An untried message with codes counts only while they may be handed over, and one about waiting
  /// only while the order waits.
  func oweLinkOnce(_ order: OrderRecord) throws {
    let obstacle = order.undeliverable
    let carriers =
      obstacle == nil
      ? "'link', 'order', 'resend'"
      : obstacle == .waitsForStock ? "'link', 'waiting'" : "'link'"
    let owed = """
      SELECT 1 FROM delivery
      WHERE orderID = ? AND purpose IN (\(carriers)) AND state = 'queued' AND attempt = 0
      """
    guard try db.first(owed, [order.id]) == nil else { return }
    try owe(order.id, .link)
  }

  /// The most link messages to one address a day.
  static var mostLinksPerDay: Int { 3 }

  fileprivate func requestLinks(_ email: EmailAddress) throws {
    let hash = sealing.hash(email)
    let sent = try db.integers(
      """
      SELECT COUNT(*) FROM delivery d
      WHERE d.orderID IN (\(OrderRecord.ofBuyer)) AND d.purpose = 'link' AND d.createdAt > ?2
        AND d.createdAt <= ?3
      """,
      [hash, now.advanced(seconds: -24 * 3600).milliseconds, now.milliseconds]
    )
    let left = Self.mostLinksPerDay - Int(sent.first ?? 0)
    guard left > 0 else { return }
    let orders = try db.integers(
      "\(OrderRecord.ofBuyer) ORDER BY o.orderID DESC LIMIT ?2",
      [hash, left]
    )
    for order in orders { try owe(order, .link) }
    guard !orders.isEmpty else { return }
    try note("links", "order rows \(orders)", "asked for on the page", by: "buyer")
  }

  /// Owes the buyer of an order a message; its Message-ID and date are made here, once.
  ///
  /// Letters about refunds need more facts: see `oweRefundLetter`.
  func owe(_ orderID: Int64, _ purpose: Delivery.Purpose) throws {
    let domain = try db.first("SELECT messageDomain FROM meta").map { $0[0] as String }
    try db.change(
      """
      INSERT INTO delivery (orderID, purpose, state, dueAt, messageID, createdAt)
      VALUES (?, ?, 'queued', ?, ?, ?)
      """,
      [
        orderID, purpose.rawValue, now.milliseconds,
        "\(randomness.token().text)@\(domain ?? "")", now.milliseconds,
      ]
    )
  }

  /// Owes the letter that an order waits for stock, unless it is owed or was sent.
  func oweWaitingLetter(_ orderID: Int64) throws {
    let told = """
      SELECT 1 FROM delivery
      WHERE orderID = ? AND purpose = 'waiting' AND state <> 'superseded'
      """
    guard try db.first(told, [orderID]) == nil else { return }
    try owe(orderID, .waiting)
  }

  /// Owes the letter that a unit's code is revoked and another one follows, unless such a letter is
  /// owed and untried: it says what holds when it is sent.
  func oweReplacementLetter(_ orderID: Int64) throws {
    let owed = """
      SELECT 1 FROM delivery
      WHERE orderID = ? AND purpose = 'waiting' AND state = 'queued' AND attempt = 0
      """
    guard try db.first(owed, [orderID]) == nil else { return }
    try owe(orderID, .waiting)
  }

  /// Supersedes a message that would say what no longer holds; one that is being sent ends when its
  /// attempt does.
  func supersede(_ id: Int64, _ reason: String) throws {
    try db.change(
      """
      UPDATE delivery SET supersededAt = ?, trouble = ?,
        state = CASE state WHEN 'sending' THEN state ELSE 'superseded' END,
        dueAt = CASE state WHEN 'sending' THEN dueAt ELSE NULL END
      WHERE id = ? AND supersededAt IS NULL
      """,
      [now.milliseconds, reason, id]
    )
    try note("send", "delivery \(id)", "superseded: \(reason)", by: "worker")
  }
}

extension Store {
  /// What of an order's codes may have left; nil when none did, or the order is unknown.
  package func codesLeft(of reference: Reference) throws(StoreError) -> Order.CodesLeft? {
    try read { db in
      let sql = "SELECT orderID FROM orderOverview WHERE reference = ?"
      return try db.first(sql, [reference.text]).flatMap { try db.codesLeft(of: $0[0]) }
    }
  }
}

extension Database {
  /// What of an order's codes may have left, by every attempt, whatever became of the letter since.
  func codesLeft(of orderID: Int64) throws -> Order.CodesLeft? {
    let shown = "SELECT 1 FROM reveal WHERE orderID = ?"
    guard try first(shown, [orderID]) == nil else { return .shown }
    let letters = try all(
      """
      SELECT d.state, a.outcome FROM delivery d JOIN paidOrder o ON o.id = d.orderID
      JOIN line l ON l.checkoutID = o.checkoutID LEFT JOIN attempt a ON a.deliveryID = d.id
      WHERE d.orderID = ? AND d.purpose IN ('order', 'resend') AND l.kind = 'code'
      """,
      [orderID]
    )
    let outcomes = Set(letters.compactMap { $0["outcome"] as String? })
    if outcomes.contains("sent") { return .mailed }
    if outcomes.contains("written") { return .inFolder }
    if outcomes.contains("uncertain") || outcomes.contains("lost") { return .perhapsMailed }
    let isSending = letters.contains { $0["state"] == Delivery.State.sending.rawValue }
    return isSending ? .sending : nil
  }
}

extension Delivery {
  init(_ row: Row) throws {
    self.init(
      id: row["id"],
      reference: try row.parsed("reference", as: { Reference($0) }),
      purpose: try row.parsed("purpose", as: Delivery.Purpose.init),
      state: try row.parsed("state", as: Delivery.State.init),
      attempts: row["attempt"],
      dueAt: (row["dueAt"] as Int64?).map { Timestamp(milliseconds: $0) },
      trouble: row["trouble"]
    )
  }
}
