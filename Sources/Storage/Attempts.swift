import GRDB
package import Shop

extension Store {
  /// Records how an attempt ended; ignores an attempt that is not the latest.
  ///
  /// Returns the delivery's state after that.
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
}

extension Transaction {
  /// Records how an attempt ended, and what follows from that.
  func record(_ outcome: SendOutcome, delivery id: Int64, attempt: Int) throws {
    let found = try db.first(
      """
      SELECT orderID, purpose, state, attempt, failures, supersededAt FROM delivery WHERE id = ?
      """,
      [id]
    )
    guard let found else { throw StoreError.unknownDelivery }
    let state: Delivery.State = try found.parsed("state", as: Delivery.State.init)
    // A success counts even when it arrives after the claim was given up.
    let hasLeft = outcome == .sent || outcome == .written
    let isLate = [.uncertain, .superseded].contains(state) && hasLeft
    guard found["attempt"] == attempt, state == .sending || isLate else { return }
    if !isLate { try insertAttempt(id, attempt, outcome.word, outcome.trouble) }
    if !hasLeft, (found["supersededAt"] as Int64?) != nil {
      return try finish(id, .superseded, outcome.trouble?.line)
    }
    switch outcome {
    case .sent:
      try finish(id, .sent, nil)
      let purpose: Delivery.Purpose = try found.parsed("purpose", as: Delivery.Purpose.init)
      if purpose.handsOver { try handOver(found["orderID"]) }
    case .written: try finish(id, .written, nil)
    case .temporary(let trouble):
      let failures: Int = found["failures"] + 1
      guard let due = RetrySchedule.nextDue(afterAttempt: failures, at: now) else {
        return try finish(id, .failed, "given up: \(trouble.line)")
      }
      try retry(id, failures: failures, at: due, trouble)
    case .relayBroken(let trouble):
      guard try !isAboutBuyer(id, trouble) else {
        return try finish(id, .failed, "refused for this buyer alone: \(trouble.line)")
      }
      let due = now.advanced(seconds: RetrySchedule.secondsAfterRelayBroken)
      try retry(id, failures: found["failures"], at: due, trouble)
    case .uncertain(let trouble): try becomeUncertain(id, trouble.line)
    case .permanent(let trouble): try finish(id, .failed, trouble.line)
    case .abandoned(let trouble):
      // The obstacle may be gone since; then the delivery is due again.
      guard try isHandOverStopped(found["orderID"]) else {
        let due = now.advanced(seconds: RetrySchedule.secondsAfterAbandoned)
        return try retry(id, failures: found["failures"], at: due, trouble)
      }
      try finish(id, .blocked, trouble.line)
    }
  }

  /// Whether a refusal that is worded as one of us is about this delivery's buyer, judged by the
  /// outcomes of other deliveries since the first such refusal.
  private func isAboutBuyer(_ id: Int64, _ trouble: SendTrouble) throws -> Bool {
    guard trouble.phase.isAboutOne else { return false }
    let refused = """
      outcome = 'relayBroken' AND phase IN ('recipient', 'data', 'finalDot')
      """
    let own = try db.first(
      "SELECT COUNT(*), MIN(id) FROM attempt WHERE deliveryID = ? AND \(refused)",
      [id]
    )
    guard let own, let first = own[1] as Int64? else { return false }
    let others = try db.first(
      """
      SELECT COUNT(DISTINCT deliveryID) FILTER (WHERE outcome = 'sent'),
        COUNT(DISTINCT deliveryID) FILTER (WHERE \(refused))
      FROM attempt WHERE id > ? AND deliveryID <> ?
      """,
      [first, id]
    )
    return RetrySchedule.isAboutBuyer(
      refusals: own[0],
      othersSent: others?[0] ?? 0,
      othersRefused: others?[1] ?? 0
    )
  }

  private func isHandOverStopped(_ orderID: Int64) throws -> Bool {
    try db.first("SELECT 1 FROM orderOverview WHERE orderID = ? AND NOT isDeliverable", [orderID])
      != nil
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

  func becomeUncertain(_ id: Int64, _ trouble: String) throws {
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

  func finish(_ id: Int64, _ state: Delivery.State, _ trouble: String?) throws {
    try db.change(
      "UPDATE delivery SET state = ?, dueAt = NULL, trouble = ? WHERE id = ?",
      [state.rawValue, trouble, id]
    )
    try note("send", "delivery \(id)", state.rawValue, by: "worker")
  }

  /// Marks an order delivered once its codes are sent.
  func handOver(_ orderID: Int64) throws {
    try db.change(
      "UPDATE paidOrder SET fulfilment = 'delivered' WHERE id = ? AND fulfilment = 'allocated'",
      [orderID]
    )
  }

  func insertAttempt(
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
    case .written: "written"
    case .temporary: "temporary"
    case .uncertain: "uncertain"
    case .permanent: "permanent"
    case .relayBroken: "relayBroken"
    case .abandoned: "abandoned"
    }
  }

  fileprivate var trouble: SendTrouble? {
    switch self {
    case .sent, .written: nil
    case .temporary(let trouble), .uncertain(let trouble), .permanent(let trouble),
      .relayBroken(let trouble), .abandoned(let trouble):
      trouble
    }
  }
}

extension SendTrouble {
  /// The trouble in one line for a list.
  fileprivate var line: String {
    "\(phase.rawValue)\(smtpCode.map { " \($0)" } ?? ""): \(detail.prefix(200))"
  }
}
