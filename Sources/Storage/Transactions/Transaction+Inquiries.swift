import GRDB
import Shop

extension Transaction {
  /// Plans when a checkout is looked at: at its end, where it is labelled, until the provider was
  /// reached; nobody can pay before, so that there is nothing to ask.
  func watch(_ checkoutID: Int64, _ checkout: Checkout) throws {
    let due = checkout.expiresAt
    try db.change(
      "INSERT INTO inquiry (checkoutID, dueAt) VALUES (?, ?)",
      [checkoutID, due.milliseconds]
    )
  }

  /// What was paid is never asked about again.
  func endInquiry(_ checkoutID: Int64) throws {
    try forgetVisitor(checkoutID)
    try db.change(
      "UPDATE inquiry SET dueAt = NULL, unaskedOf = NULL WHERE checkoutID = ?",
      [checkoutID]
    )
  }

  /// Keeps what the provider said when the checkout was opened there; the latest word counts.
  func started(_ reference: Reference, sessionID: String?, step: Checkout.Step) throws {
    let found = try db.first("SELECT * FROM checkout WHERE reference = ?", [reference.text])
    guard let found else { throw StoreError.unknownCheckout }
    let checkoutID: Int64 = found["id"]
    let sealed = try sealing.seal(KeptStepDocument(step).bytes(), as: .step, of: reference.text)
    // Asked for again, it is to be the very same order, the buyer's address included.
    try leaveLine(checkoutID, as: .opened, keepingAddress: step.kind == .referredRedirect)
    let changed = try db.change(
      "UPDATE session SET sessionID = ?, stepSealed = ?, startedAt = ? WHERE checkoutID = ?",
      [sessionID, sealed, now.milliseconds, checkoutID]
    )
    guard changed == 0 else { return }
    try db.change(
      "INSERT INTO session (checkoutID, sessionID, stepSealed, startedAt) VALUES (?, ?, ?, ?)",
      [checkoutID, sessionID, sealed, now.milliseconds]
    )
    try planFirstQuestion(about: found)
  }

  /// From now on the buyer can pay; a label that stands already stays.
  private func planFirstQuestion(about checkout: Row) throws {
    let provider: Provider = try checkout.parsed("provider", as: Provider.init)
    let next = QuerySchedule.next(
      openedAt: checkout.timestamp("createdAt"),
      expiresAt: checkout.timestamp("expiresAt"),
      lastAsked: 0,
      at: now
    )
    guard provider.answersQuestions, let due = next.dueAt else { return }
    try db.change(
      "UPDATE inquiry SET dueAt = ? WHERE checkoutID = ? AND asked = 0 AND dueAt IS NOT NULL",
      [due.milliseconds, checkout["id"] as Int64]
    )
  }

  /// Takes the checkouts that are due; counts the question and plans the next before it is put, so
  /// that a crash loses nothing (I8).
  func claimQueries(of providers: [Provider], limit: Int) throws -> [Payment.DueQuestion] {
    try askUnasked(of: providers, limit: limit)
    return try dueInquiries(of: providers, limit: limit).compactMap(claimQuery)
  }

  /// Whose provider could not be asked when they ended, and can be now: they are due.
  private func askUnasked(of providers: [Provider], limit: Int) throws {
    for provider in providers {
      try db.change(
        """
        UPDATE inquiry SET unaskedOf = NULL, dueAt = ?1 WHERE checkoutID IN (
          SELECT checkoutID FROM inquiry WHERE unaskedOf = ?2 ORDER BY checkoutID LIMIT ?3)
        """,
        [now.milliseconds, provider.rawValue, limit]
      )
    }
  }

  /// Ends checkouts whose providers nobody can ask, as it would end them when they had answered;
  /// the last question stays owed, for the day on which they can be asked again.
  ///
  /// Returns how many were labelled expired.
  func endUnasked(of providers: [Provider], limit: Int) throws -> (looked: Int, ended: Int) {
    let due = try dueInquiries(of: providers, limit: limit)
    let ended = try due.count { try endUnasked($0) }
    return (due.count, ended)
  }

  private func endUnasked(_ row: Row) throws -> Bool {
    let checkoutID: Int64 = row["checkoutID"]
    let provider: Provider = try row.parsed("provider", as: Provider.init)
    let next = QuerySchedule.next(
      openedAt: row.timestamp("createdAt"),
      expiresAt: row.timestamp("expiresAt"),
      lastAsked: row["lastAsked"],
      at: now
    )
    let isAnswerable = provider.answersQuestions && row["wasReached"]
    if isAnswerable, !next.isLast, let dueAt = next.dueAt {
      try db.change(
        "UPDATE inquiry SET dueAt = ? WHERE checkoutID = ?",
        [dueAt.milliseconds, checkoutID]
      )
      return false
    }
    try label(checkoutID, unaskedOf: isAnswerable ? provider : nil)
    return true
  }

  /// The inquiries of those providers that are due, longest due first.
  private func dueInquiries(of providers: [Provider], limit: Int) throws -> [Row] {
    let names = Array(repeating: "?", count: providers.count).joined(separator: ", ")
    var arguments: StatementArguments = [now.milliseconds]
    arguments += StatementArguments(providers.map(\.rawValue))
    arguments += [limit]
    return try db.all(
      """
      SELECT i.checkoutID, i.lastAsked, c.reference, c.provider, c.createdAt, c.expiresAt,
        s.sessionID, s.checkoutID IS NOT NULL AS wasReached
      FROM inquiry i JOIN checkout c ON c.id = i.checkoutID
      LEFT JOIN session s ON s.checkoutID = i.checkoutID
      WHERE i.dueAt <= ? AND c.provider IN (\(names))
      ORDER BY i.dueAt, i.checkoutID LIMIT ?
      """,
      arguments
    )
  }

  private func claimQuery(_ row: Row) throws -> Payment.DueQuestion? {
    let checkoutID: Int64 = row["checkoutID"]
    let provider: Provider = try row.parsed("provider", as: Provider.init)
    let reference: Reference = try row.parsed("reference", as: { Reference($0) })
    let next = QuerySchedule.next(
      openedAt: row.timestamp("createdAt"),
      expiresAt: row.timestamp("expiresAt"),
      lastAsked: row["lastAsked"],
      at: now
    )
    guard provider.answersQuestions, row["wasReached"], let dueAt = next.dueAt else {
      try label(checkoutID)
      return nil
    }
    try db.change(
      """
      UPDATE inquiry SET asked = asked + 1, lastAsked = lastAsked + ?, dueAt = ?
      WHERE checkoutID = ?
      """,
      [next.isLast ? 1 : 0, dueAt.milliseconds, checkoutID]
    )
    return Payment.DueQuestion(
      provider: provider,
      question: Payment.Question(
        reference: reference,
        sessionID: row["sessionID"],
        openedAt: row.timestamp("createdAt"),
        expiresAt: row.timestamp("expiresAt")
      ),
      reference: reference,
      isLast: next.isLast
    )
  }

  /// Takes down that the provider would not take the money: the next attempt is another request.
  ///
  /// An answer to an earlier attempt, which came late or again, changes nothing.
  func recordDecline(_ decline: Payment.Decline, of reference: Reference, at provider: Provider)
    throws
  {
    try db.change(
      """
      UPDATE session SET declines = declines + 1, declinedAt = ?
      WHERE declines = ? AND checkoutID = (
        SELECT id FROM checkout WHERE reference = ? AND provider = ?)
      """,
      [
        decline.isBuyers ? now.milliseconds : nil, decline.attempt, reference.text,
        provider.rawValue,
      ]
    )
  }

  /// Takes down that the provider answered.
  func recordQuery(_ reference: Reference, isFinal: Bool) throws {
    let found = try db.first(
      """
      SELECT i.checkoutID, i.lastAsked, i.dueAt IS NULL AS isOver
      FROM inquiry i JOIN checkout c ON c.id = i.checkoutID WHERE c.reference = ?
      """,
      [reference.text]
    )
    guard let found else { throw StoreError.unknownCheckout }
    guard !found["isOver"], isFinal || found["lastAsked"] > 0 else { return }
    try label(found["checkoutID"])
  }

  /// Labels a checkout expired, once; money that comes all the same still finds it.
  ///
  /// `provider` is named where it is still to be asked.
  private func label(_ checkoutID: Int64, unaskedOf provider: Provider? = nil) throws {
    try forgetVisitor(checkoutID)
    try db.change(
      """
      UPDATE inquiry SET dueAt = NULL, expiredAt = COALESCE(expiredAt, ?1), unaskedOf = ?2
      WHERE checkoutID = ?3
      """,
      [now.milliseconds, provider?.rawValue, checkoutID]
    )
  }
}
