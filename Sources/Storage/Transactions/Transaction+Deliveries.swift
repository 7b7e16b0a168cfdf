import GRDB
import Shop

extension Transaction {
  /// Owes the buyer of an order a message; its Message-ID and date are made here, once.
  ///
  /// What went back is told by `oweRefundLetter`, which of its kind needs more to say.
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

  /// Owes the buyer of an order that waits for stock the news, unless it is owed or was told.
  func oweWaitingLetter(_ orderID: Int64) throws {
    let told = """
      SELECT 1 FROM delivery
      WHERE orderID = ? AND purpose = 'waiting' AND state <> 'superseded'
      """
    guard try db.first(told, [orderID]) == nil else { return }
    try owe(orderID, .waiting)
  }

  /// Owes the buyer the news that a unit's code is dead and that another comes when there is one,
  /// unless that letter is owed and nobody has tried it yet: it will say what holds then.
  func oweReplacementLetter(_ orderID: Int64) throws {
    let owed = """
      SELECT 1 FROM delivery
      WHERE orderID = ? AND purpose = 'waiting' AND state = 'queued' AND attempt = 0
      """
    guard try db.first(owed, [orderID]) == nil else { return }
    try owe(orderID, .waiting)
  }

  /// Owes the buyer of an order the news that money went back; returns the letter's row.
  @discardableResult
  func oweRefundLetter(_ orderID: Int64, _ notice: Refund.Notice) throws -> Int64 {
    try owe(orderID, .refunded)
    let id = db.lastInsertedRowID
    try db.change(
      """
      INSERT INTO refundNotice (deliveryID, amountMinor, totalMinor, currency, codes, units,
        unitsLeft, isToldBefore)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        id, notice.amount.minorUnits, notice.total.minorUnits,
        notice.amount.currency.code, notice.codes.rawValue,
        notice.units.map(String.init).joined(separator: ","), notice.unitsLeft,
        notice.isToldBefore,
      ]
    )
    return id
  }

  /// Ends a message that would say what no longer holds; one that is under way ends when its
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

  /// Takes what is due, counts the attempt and schedules the retry before anything is tried: a
  /// crash, a lost answer or a failed record needs no code at all after this.
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

  /// One delivery; nil when it may not go out after all, or cannot be read.
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

  /// The order with another link where its link has ended and a message is about to be made that
  /// holds it.
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
      token: try token(of: order),
      line: view.line,
      units: carriesCodes ? try units(of: order["orderID"], sku: view.line.sku) : [],
      waitingUnits: view.waitingUnits,
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

  /// What a kept message is bound to: it opens for no other delivery and for nobody else's address.
  private func keptPlace(_ id: Int64, _ messageID: String, to email: EmailAddress) -> String {
    let reader = sealing.hash(email).map { String($0, radix: 16) }.joined(separator: ".")
    return "\(id)\u{1F}\(messageID)\u{1F}\(reader)"
  }

  func refundNotice(of id: Int64) throws -> Refund.Notice {
    let sql = "SELECT * FROM refundNotice WHERE deliveryID = ?"
    guard let row = try db.first(sql, [id]) else {
      throw StoreError.failed("delivery \(id) does not say what went back")
    }
    return Refund.Notice(
      amount: try row.money("amountMinor", "currency"),
      total: try row.money("totalMinor", "currency"),
      codes: try row.parsed("codes", as: Refund.Notice.Codes.init),
      units: (row["units"] as String).split(separator: ",").compactMap { Int($0) },
      unitsLeft: row["unitsLeft"],
      isToldBefore: row["isToldBefore"]
    )
  }

  /// Claims of a run that is over, or of this one so long ago that no conversation still lasts:
  /// the message may have arrived.
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
