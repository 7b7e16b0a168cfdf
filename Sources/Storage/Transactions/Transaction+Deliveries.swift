import GRDB
import Shop

extension Transaction {
  /// Owes the buyer of an order a message; its Message-ID and date are made here, once.
  func owe(_ orderID: Int64, _ purpose: DeliveryPurpose) throws {
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
      let purpose: DeliveryPurpose = try row.parsed("purpose", as: DeliveryPurpose.init)
      return try claim(row["id"], of: row["orderID"], purpose)
    }
  }

  /// One delivery; nil when it may not go out after all, or cannot be read.
  private func claim(
    _ id: Int64,
    of orderID: Int64,
    _ purpose: DeliveryPurpose
  ) throws -> OwedMessage? {
    let found = try db.first("SELECT * FROM orderOverview WHERE orderID = ?", [orderID])
    guard let order = found, purpose == .link || order["isDeliverable"] else {
      try db.change("UPDATE delivery SET state = 'blocked', dueAt = NULL WHERE id = ?", [id])
      return nil
    }
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
      return nil
    }
  }

  private func message(_ id: Int64, _ order: Row, _ purpose: DeliveryPurpose) throws -> OwedMessage {
    let view = try OrderView(order, opening: sealing)
    let token = try sealing.open(order["tokenSealed"], as: .token, of: view.reference.text)
    guard let token = OrderToken(String(decoding: token, as: UTF8.self)),
      let delivery = try db.first(
        "SELECT attempt, messageID, createdAt FROM delivery WHERE id = ?",
        [id]
      )
    else { throw StoreError.failed("a delivery cannot be read") }
    let carriesCodes = purpose != .link && view.line.kind == .code
    return OwedMessage(
      deliveryID: id,
      purpose: purpose,
      attempt: delivery["attempt"],
      messageID: delivery["messageID"],
      date: delivery.timestamp("createdAt"),
      to: view.email,
      language: view.language,
      reference: view.reference,
      token: token,
      line: view.line,
      units: carriesCodes ? try units(of: order["orderID"]) : []
    )
  }

  /// Claims of a run that is over, or of this one so long ago that no conversation still lasts:
  /// the message may have arrived.
  private func giveUpLostClaims() throws {
    let lost = try db.all(
      """
      SELECT id, attempt FROM delivery
      WHERE state = 'sending' AND (bootID <> ? OR dueAt <= ?)
      """,
      [bootID, now.milliseconds]
    )
    for row in lost {
      let id: Int64 = row["id"]
      try insertAttempt(id, row["attempt"], "lost", nil)
      try becomeUncertain(id, "the worker stopped while it was sent")
    }
  }

  /// Takes down how an attempt ended, and what follows.
  func record(_ outcome: SendOutcome, delivery id: Int64, attempt: Int) throws {
    let found = try db.first(
      "SELECT orderID, state, attempt, failures FROM delivery WHERE id = ?",
      [id]
    )
    guard let found else { throw StoreError.unknownDelivery }
    let state: DeliveryState = try found.parsed("state", as: DeliveryState.init)
    // An answer that comes after its claim was given up still counts when it says "sent".
    let isLate = state == .uncertain && outcome == .sent
    guard found["attempt"] == attempt, state == .sending || isLate else { return }
    if !isLate { try insertAttempt(id, attempt, outcome.word, outcome.trouble) }
    switch outcome {
    case .sent:
      try finish(id, .sent, nil)
      try handOver(found["orderID"])
    case .temporary(let trouble):
      let failures: Int = found["failures"] + 1
      guard let due = RetrySchedule.nextDue(afterAttempt: failures, at: now) else {
        return try finish(id, .failed, "given up: \(trouble.line)")
      }
      try retry(id, failures: failures, at: due, trouble)
    case .relayBroken(let trouble):
      let due = now.advanced(seconds: RetrySchedule.secondsAfterRelayBroken)
      try retry(id, failures: found["failures"], at: due, trouble)
    case .uncertain(let trouble): try becomeUncertain(id, trouble.line)
    case .permanent(let trouble): try finish(id, .failed, trouble.line)
    }
  }

  private func retry(
    _ id: Int64,
    failures: Int,
    at due: Timestamp,
    _ trouble: SendTrouble
  ) throws {
    try db.change(
      "UPDATE delivery SET state = 'retry', dueAt = ?, failures = ?, trouble = ? WHERE id = ?",
      [due.milliseconds, failures, trouble.line, id]
    )
  }

  private func becomeUncertain(_ id: Int64, _ trouble: String) throws {
    let count = try db.first("SELECT uncertainties FROM delivery WHERE id = ?", [id])
    guard let count, count[0] < RetrySchedule.uncertainRepeats else {
      return try finish(id, .failed, "may have arrived: \(trouble)")
    }
    try db.change(
      """
      UPDATE delivery SET state = 'uncertain', dueAt = ?, uncertainties = uncertainties + 1,
        trouble = ?
      WHERE id = ?
      """,
      [now.advanced(seconds: RetrySchedule.secondsAfterUncertain).milliseconds, trouble, id]
    )
  }

  private func finish(_ id: Int64, _ state: DeliveryState, _ trouble: String?) throws {
    try db.change(
      "UPDATE delivery SET state = ?, dueAt = NULL, trouble = ? WHERE id = ?",
      [state.rawValue, trouble, id]
    )
    try note("send", "delivery \(id)", state.rawValue, by: "worker")
  }

  /// An order whose codes have left is delivered.
  func handOver(_ orderID: Int64) throws {
    try db.change(
      "UPDATE paidOrder SET fulfilment = 'delivered' WHERE id = ? AND fulfilment = 'allocated'",
      [orderID]
    )
  }

  private func insertAttempt(
    _ id: Int64,
    _ number: Int,
    _ outcome: String,
    _ trouble: SendTrouble?
  ) throws {
    try db.change(
      """
      INSERT INTO attempt (deliveryID, number, recordedAt, outcome, phase, smtpCode, detail)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        id, number, now.milliseconds, outcome, trouble?.phase.rawValue, trouble?.smtpCode,
        trouble.map { String($0.detail.prefix(300)) },
      ]
    )
  }
}

extension SendOutcome {
  fileprivate var word: String {
    switch self {
    case .sent: "sent"
    case .temporary: "temporary"
    case .uncertain: "uncertain"
    case .permanent: "permanent"
    case .relayBroken: "relayBroken"
    }
  }

  fileprivate var trouble: SendTrouble? {
    switch self {
    case .sent: nil
    case .temporary(let trouble), .uncertain(let trouble), .permanent(let trouble),
      .relayBroken(let trouble):
      trouble
    }
  }
}

extension SendTrouble {
  /// One line for a list.
  fileprivate var line: String {
    "\(phase.rawValue)\(smtpCode.map { " \($0)" } ?? ""): \(detail.prefix(200))"
  }
}
