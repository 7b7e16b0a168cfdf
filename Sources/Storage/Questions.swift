import GRDB
package import Shop

extension Store {
  /// The checkouts about which these providers are to be asked now, longest due first.
  ///
  /// The question is counted and the next planned before it is put. Nobody has to take down that a
  /// question failed: it comes again by itself. Those that nobody can be asked about any more are
  /// labelled expired on the way.
  package func claimQueries(
    of providers: [Provider] = Provider.allCases,
    limit: Int,
    at: Timestamp
  ) async throws(StoreError) -> [Payment.DueQuestion] {
    try await commit(at: at) { try $0.claimQueries(of: providers, limit: limit) }
  }

  /// Ends the checkouts of providers that nobody can ask, when they are due: labels them expired at
  /// their last question, as an answer would, so that they are purged like others.
  ///
  /// The last question stays owed: `claimQueries` puts it when it is called for their provider
  /// again. Returns how many were looked at, at most `limit`, and how many were labelled.
  package func endUnasked(
    of providers: [Provider],
    limit: Int,
    at: Timestamp
  ) async throws(StoreError) -> (looked: Int, ended: Int) {
    try await commit(at: at) { try $0.endUnasked(of: providers, limit: limit) }
  }

  /// Takes down that the provider answered, after what it said was settled.
  ///
  /// When no money can come any more, or the question was the last one, the checkout is labelled
  /// expired; a paid one is left alone.
  package func recordQuery(
    _ reference: Reference,
    isFinal: Bool,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { try $0.recordQuery(reference, isFinal: isFinal) }
  }
}

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
