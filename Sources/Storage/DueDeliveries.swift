import GRDB
package import Shop

extension Store {
  /// Claims due deliveries, earliest first; each comes with everything that its message says.
  ///
  /// The attempt is counted and the retry scheduled before it is tried. A claim without a record
  /// becomes `uncertain` when the next run starts, or after half an hour.
  package func claimDue(
    limit: Int,
    at: Timestamp
  ) async throws(StoreError) -> [OwedMessage] {
    try await commit(at: at) { try $0.claimDue(limit: limit) }
  }

  /// Stores what a claimed message says, sealed, so that each repeat says the same (I9); call it
  /// before the first byte is sent.
  ///
  /// Returns whether the claim still holds; if not, the message must not be sent.
  package func keep(
    _ rendered: RenderedMessage,
    of message: OwedMessage,
    at: Timestamp
  ) async throws(StoreError) -> Bool {
    try await commit(at: at) { try $0.keep(rendered, of: message) }
  }

  /// Whether a claimed message may still be sent: asked while the mail server waits for it (I5).
  ///
  /// A refund or a dispute may have come after the claim.
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

  /// When `claimDue` next has something to claim; nil when nothing is owed.
  package func nextDue() throws(StoreError) -> Timestamp? {
    try read { db in
      let row = try db.first("SELECT MIN(dueAt) FROM delivery WHERE dueAt IS NOT NULL")
      return (row?[0] as Int64?).map { Timestamp(milliseconds: $0) }
    }
  }
}

extension Transaction {
  /// Claims what is due: counts the attempt and schedules the retry before anything is tried, so
  /// that a crash, a lost answer or a failed record needs no further code.
  func claimDue(limit: Int) throws -> [OwedMessage] {
    try giveUpLostClaims()
    let due = try db.all(
      """
      SELECT id, orderID, purpose FROM delivery
      WHERE dueAt <= ? AND state IN ('queued', 'retry', 'uncertain')
      ORDER BY dueAt, id LIMIT ?
      """,
      [now.milliseconds, limit]
    )
    return try due.compactMap { row in
      let purpose: Delivery.Purpose = try row.parsed("purpose", as: Delivery.Purpose.init)
      return try claim(row["id"], of: row["orderID"], purpose)
    }
  }

  /// Claims one delivery; nil when it may not be sent after all, or cannot be read.
  private func claim(
    _ id: Int64,
    of orderID: Int64,
    _ purpose: Delivery.Purpose
  ) throws -> OwedMessage? {
    let found = try db.first("SELECT * FROM orderOverview WHERE orderID = ?", [orderID])
    guard var order = found, !purpose.handsOver || order["isDeliverable"] else {
      try db.change("UPDATE delivery SET state = 'blocked', dueAt = NULL WHERE id = ?", [id])
      return nil
    }
    let record = try OrderRecord(order)
    guard try isAsWritten(record) else {
      try stop(record, .alteredCheckout(record.reference))
      try db.change("UPDATE delivery SET state = 'blocked', dueAt = NULL WHERE id = ?", [id])
      return nil
    }
    let isWaiting = record.fulfilment == .backorder || !order.waitingUnits.isEmpty
    guard purpose != .waiting || isWaiting else {
      try supersede(id, "the order waits no longer")
      return nil
    }
    guard try !purpose.handsOver || hasLiveCodes(orderID) else {
      try supersede(id, "its codes are being replaced")
      return nil
    }
    order = try renewed(order, record, for: id, purpose)
    try db.change(
      """
      UPDATE delivery SET state = 'sending', attempt = attempt + 1, bootID = ?, dueAt = ?
      WHERE id = ?
      """,
      [bootID, now.advanced(seconds: RetrySchedule.secondsUntilLost).milliseconds, id]
    )
    do {
      return try message(id, order, purpose)
    } catch let error as DatabaseError {
      throw error
    } catch {
      // A row that cannot be opened must not stop the others (I15).
      try db.change(
        "UPDATE delivery SET state = 'failed', dueAt = NULL, trouble = ? WHERE id = ?",
        ["the order's sealed values cannot be opened", id]
      )
      try note("send", "delivery \(id)", "failed: cannot be opened", by: "worker")
      try stop(record, .alteredOrder(record.reference))
      return nil
    }
  }

  /// The order with a new link, where its link has ended and the message to be made carries one.
  private func renewed(
    _ order: Row,
    _ record: OrderRecord,
    for id: Int64,
    _ purpose: Delivery.Purpose
  ) throws -> Row {
    let kept = "SELECT 1 FROM keptMessage WHERE deliveryID = ?"
    guard purpose.hasLink, isLinkOver(order), try db.first(kept, [id]) == nil else { return order }
    try changeLink(of: record, .renewed, to: nil)
    try note("renew link", "order \(record.reference)", by: "worker")
    return try db.first("SELECT * FROM orderOverview WHERE orderID = ?", [record.id]) ?? order
  }

  private func message(_ id: Int64, _ order: Row, _ purpose: Delivery.Purpose) throws -> OwedMessage
  {
    let view = try Order.BuyerView(order, opening: sealing)
    let delivery = try db.first(
      "SELECT attempt, messageID, createdAt FROM delivery WHERE id = ?",
      [id]
    )
    guard let delivery else { throw StoreError.failed("a delivery cannot be read") }
    let carriesCodes = purpose.handsOver && view.line.kind == .code
    return OwedMessage(
      deliveryID: id,
      purpose: purpose,
      attempt: delivery["attempt"],
      messageID: delivery["messageID"],
      date: delivery.timestamp("createdAt"),
      to: view.email,
      language: view.language,
      reference: view.reference,
      token: try sealing.token(of: order),
      line: view.line,
      units: carriesCodes ? try units(of: order["orderID"], sku: view.line.sku) : [],
      waitingUnits: view.waitingUnits,
      amount: view.amount,
      queuePlace: view.queuePlace,
      refund: purpose == .refunded ? try refundNotice(of: id) : nil,
      kept: try keptMessage(id, delivery["messageID"], to: view.email)
    )
  }

  func keep(_ rendered: RenderedMessage, of message: OwedMessage) throws -> Bool {
    let sql = "SELECT 1 FROM delivery WHERE id = ? AND attempt = ? AND state = 'sending'"
    guard try db.first(sql, [message.deliveryID, message.attempt]) != nil else { return false }
    let place = keptPlace(message.deliveryID, message.messageID, to: message.to)
    try db.change(
      "INSERT INTO keptMessage (deliveryID, sealed) VALUES (?, ?)",
      [message.deliveryID, try sealing.seal(rendered.bytes, as: .message, of: place)]
    )
    return true
  }

  private func keptMessage(
    _ id: Int64,
    _ messageID: String,
    to email: EmailAddress
  ) throws -> RenderedMessage? {
    let sql = "SELECT sealed FROM keptMessage WHERE deliveryID = ?"
    guard let row = try db.first(sql, [id]) else { return nil }
    let place = keptPlace(id, messageID, to: email)
    return RenderedMessage(bytes: try sealing.open(row["sealed"], as: .message, of: place))
  }

  /// The place that a kept message is sealed for: it opens for no other delivery and no other
  /// address.
  private func keptPlace(_ id: Int64, _ messageID: String, to email: EmailAddress) -> String {
    let reader = sealing.hash(email).map { String($0, radix: 16) }.joined(separator: ".")
    return "\(id)\u{1F}\(messageID)\u{1F}\(reader)"
  }

  /// Gives up claims of an earlier run, and claims of this run that are older than any SMTP session
  /// lasts: their messages may have arrived.
  private func giveUpLostClaims() throws {
    let lost = try db.all(
      """
      SELECT id, attempt, supersededAt FROM delivery
      WHERE state = 'sending' AND (bootID <> ? OR dueAt <= ?)
      """,
      [bootID, now.milliseconds]
    )
    for row in lost {
      let id: Int64 = row["id"]
      try insertAttempt(id, row["attempt"], "lost", nil)
      let trouble = "the worker stopped while it was sent"
      guard (row["supersededAt"] as Int64?) == nil else {
        try finish(id, .superseded, trouble)
        continue
      }
      try becomeUncertain(id, trouble)
    }
  }
}
