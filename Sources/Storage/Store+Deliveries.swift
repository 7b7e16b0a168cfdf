import GRDB
package import Shop

extension Store {
  /// Claims due deliveries, earliest first; each comes with everything that its message says.
  ///
  /// The attempt is counted and the retry scheduled before it is tried. A claim that is never
  /// recorded becomes `uncertain` when the next run starts, or after half an hour.
  package func claimDue(
    limit: Int,
    at: Timestamp
  ) async throws(StoreError) -> [OwedMessage] {
    try await commit(at: at) { try $0.claimDue(limit: limit) }
  }

  /// Keeps what a claimed message says, sealed, so that each repeat says the same (I9); to be
  /// called before the first byte leaves.
  ///
  /// Returns whether the claim still stands: if not, it is not to be sent.
  package func keep(
    _ rendered: RenderedMessage,
    of message: OwedMessage,
    at: Timestamp
  ) async throws(StoreError) -> Bool {
    try await commit(at: at) { try $0.keep(rendered, of: message) }
  }

  /// Takes down how an attempt ended; an attempt that is no longer the latest is ignored.
  ///
  /// Returns where the delivery stands then.
  @discardableResult
  package func record(
    _ outcome: SendOutcome,
    delivery: Int64,
    attempt: Int,
    at: Timestamp
  ) async throws(StoreError) -> Delivery.State {
    try await commit(at: at) { transaction in
      try transaction.record(outcome, delivery: delivery, attempt: attempt)
      let sql = "SELECT state FROM delivery WHERE id = ?"
      guard let row = try transaction.db.first(sql, [delivery]) else {
        throw StoreError.unknownDelivery
      }
      return try row.parsed("state", as: Delivery.State.init)
    }
  }

  /// Whether a claimed message may still go out: asked while its server waits for it (I5).
  ///
  /// A refund or a dispute may have come since it was claimed.
  package func isStillOwed(delivery: Int64, attempt: Int) throws(StoreError) -> Bool {
    try read { db in
      try db.first(
        """
        SELECT 1 FROM delivery d JOIN orderOverview o ON o.orderID = d.orderID
        WHERE d.id = ? AND d.attempt = ? AND d.state = 'sending' AND d.supersededAt IS NULL
          AND (d.purpose NOT IN ('order', 'resend')
            OR (o.isDeliverable AND o.fulfilment IN ('allocated', 'delivered')))
        """,
        [delivery, attempt]
      ) != nil
    }
  }

  /// When `claimDue` next has something to do; nil when nothing is owed.
  package func nextDue() throws(StoreError) -> Timestamp? {
    try read { db in
      let row = try db.first("SELECT MIN(dueAt) FROM delivery WHERE dueAt IS NOT NULL")
      return (row?[0] as Int64?).map { Timestamp(milliseconds: $0) }
    }
  }

  /// A page of deliveries, newest first; of one order alone where it is named.
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
        try transaction.db.change(
          """
          UPDATE delivery SET state = 'queued', dueAt = ?, failures = 0, uncertainties = 0
          WHERE id = ?
          """,
          [transaction.now.milliseconds, id]
        )
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

  /// Queues deliveries again that failed, or that were written into a folder: oldest first, with
  /// fresh schedules and spread over time, so that a mail server that has just come back is not
  /// overrun.
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
        try transaction.db.change(
          """
          UPDATE delivery SET state = 'queued', dueAt = ?, failures = 0, uncertainties = 0
          WHERE id = ?
          """,
          [transaction.now.advanced(milliseconds: wait).milliseconds, id]
        )
      }
      guard !ids.isEmpty else { return 0 }
      let words = "\(ids.count) \(ended.rawValue) deliveries"
      try transaction.note("retry", words, by: person.actor)
      return ids.count
    }
  }

  /// Owes an order's message once more, as a delivery of its own with a Message-ID of its own.
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
  /// The same answer whether it has orders or not.
  package func requestLinks(email: EmailAddress, at: Timestamp) async throws(StoreError) {
    try await commit(at: at) { try $0.requestLinks(email) }
  }
}

/// Which deliveries that ended are queued again, all at once.
package enum RetriedDeliveries: String, CaseIterable, Sendable {
  case failed
  /// Written into a folder, from where nobody got them.
  case written
}

extension Transaction {
  /// The most link messages to one address in a day.
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

extension Operator {
  /// As the ledger writes it.
  var actor: String { "operator \(name)\(userID.map { " (uid \($0))" } ?? "")" }
}
