import GRDB
package import Shop

extension Store {
  /// The checkouts that these providers are to be asked about, longest due first.
  ///
  /// The question is counted and the next planned before it is asked; a failed question needs no
  /// record, since it comes again. Checkouts that can be asked about no more are labelled expired
  /// here.
  package func claimQueries(
    of providers: [Provider] = Provider.allCases,
    limit: Int,
    at: Timestamp
  ) async throws(StoreError) -> [Payment.DueQuestion] {
    try await commit(at: at) { try $0.claimQueries(of: providers, limit: limit) }
  }

  /// Ends due checkouts of providers that cannot be asked: labels them expired at their last
  /// question, as an answer would, so that they are purged like others.
  ///
  /// The last question stays owed: `claimQueries` asks it once it is called for their provider
  /// again. Returns how many were looked at, at most `limit`, and how many were labelled.
  package func endUnasked(
    of providers: [Provider],
    limit: Int,
    at: Timestamp
  ) async throws(StoreError) -> (looked: Int, ended: Int) {
    try await commit(at: at) { try $0.endUnasked(of: providers, limit: limit) }
  }

  /// Records that the provider has the money of a checkout and has not finished the payment; it is
  /// asked on for as long as that may take, and nothing is released.
  ///
  /// Returns whether that is news: it was not known, or for another reason.
  package func recordUnderWay(
    _ underWay: Payment.UnderWay,
    of reference: Reference,
    at provider: Provider,
    _ moment: Timestamp
  ) async throws(StoreError) -> Bool {
    try await commit(at: moment) { try $0.recordUnderWay(underWay, of: reference, at: provider) }
  }

  /// Records that the provider answered, after its answer was settled; `isUnderWay` after
  /// `recordUnderWay`.
  ///
  /// When no money can come any more, or the question was the last one, the checkout is labelled
  /// expired; a paid one is left as it is.
  package func recordQuery(
    _ reference: Reference,
    isFinal: Bool,
    isUnderWay: Bool = false,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) {
      try $0.recordQuery(reference, isFinal: isFinal, isUnderWay: isUnderWay)
    }
  }
}

extension Transaction {
  /// Plans to look at a checkout at its end, where it is labelled, unless the provider is reached
  /// before; until then nobody can pay, and there is nothing to ask.
  func watch(_ checkoutID: Int64, _ checkout: Checkout) throws {
    let due = checkout.expiresAt
    try db.change(
      "INSERT INTO question (checkoutID, dueAt) VALUES (?, ?)",
      [checkoutID, due.milliseconds]
    )
  }

  /// Ends the questions about a checkout that is paid.
  func endQuestion(_ checkoutID: Int64) throws {
    try forgetBuyer(checkoutID)
    try db.change(
      "UPDATE question SET dueAt = NULL, unaskedOf = NULL WHERE checkoutID = ?",
      [checkoutID]
    )
    try endUnderWay(checkoutID)
  }

  private func endUnderWay(_ checkoutID: Int64) throws {
    try db.change(
      """
      UPDATE question SET underWay = NULL, underWaySince = NULL, underWayUntil = NULL
      WHERE checkoutID = ?
      """,
      [checkoutID]
    )
  }

  /// Asks at once about money that was under way, after word that it failed: only an answer ends
  /// what an answer began.
  func askOfUnderWay(_ reference: Reference, at provider: Provider) throws {
    try db.change(
      """
      UPDATE question SET dueAt = ?1, unaskedOf = NULL WHERE underWay IS NOT NULL AND checkoutID = (
        SELECT id FROM checkout WHERE reference = ?2 AND provider = ?3)
      """,
      [now.milliseconds, reference.text, provider.rawValue]
    )
  }

  /// Claims the checkouts that are due; counts the question and plans the next before it is asked,
  /// so that a crash loses nothing (I8).
  func claimQueries(of providers: [Provider], limit: Int) throws -> [Payment.DueQuestion] {
    try askUnasked(of: providers, limit: limit)
    return try dueQuestions(of: providers, limit: limit).compactMap(claimQuestion)
  }

  /// Makes checkouts due whose provider could not be asked when they ended, and can be asked again.
  private func askUnasked(of providers: [Provider], limit: Int) throws {
    for provider in providers {
      try db.change(
        """
        UPDATE question SET unaskedOf = NULL, dueAt = ?1 WHERE checkoutID IN (
          SELECT checkoutID FROM question WHERE unaskedOf = ?2 ORDER BY checkoutID LIMIT ?3)
        """,
        [now.milliseconds, provider.rawValue, limit]
      )
    }
  }

  /// Ends due checkouts whose providers cannot be asked; the last question stays owed until they
  /// can.
  ///
  /// Returns how many were looked at, and how many were labelled expired.
  func endUnasked(of providers: [Provider], limit: Int) throws -> (looked: Int, ended: Int) {
    let due = try dueQuestions(of: providers, limit: limit)
    let ended = try due.count { try endUnasked($0) }
    return (due.count, ended)
  }

  private func endUnasked(_ row: Row) throws -> Bool {
    let checkoutID: Int64 = row["checkoutID"]
    let provider: Provider = try row.parsed("provider", as: Provider.init)
    let next = nextQuestion(row)
    let isAnswerable = provider.answersQuestions && row["wasReached"]
    if isAnswerable, !next.isLast, let dueAt = next.dueAt {
      try db.change(
        "UPDATE question SET dueAt = ? WHERE checkoutID = ?",
        [dueAt.milliseconds, checkoutID]
      )
      return false
    }
    try label(checkoutID, unaskedOf: isAnswerable ? provider : nil)
    return true
  }

  /// What follows from a question that is asked now; the last one waits while money is under way.
  private func nextQuestion(_ row: Row) -> QuestionSchedule.Next {
    let next = QuestionSchedule.next(
      openedAt: row.timestamp("createdAt"),
      expiresAt: row.timestamp("expiresAt"),
      lastAsked: row["lastAsked"],
      at: now
    )
    guard next.isLast, let until = row["underWayUntil"] as Int64?, until > now.milliseconds else {
      return next
    }
    return QuestionSchedule.next(underWaySince: row.timestamp("underWaySince"), at: now)
  }

  /// The questions of those providers that are due, longest due first.
  private func dueQuestions(of providers: [Provider], limit: Int) throws -> [Row] {
    let names = Array(repeating: "?", count: providers.count).joined(separator: ", ")
    var arguments: StatementArguments = [now.milliseconds]
    arguments += StatementArguments(providers.map(\.rawValue))
    arguments += [limit]
    return try db.all(
      """
      SELECT q.checkoutID, q.lastAsked, q.underWaySince, q.underWayUntil, c.reference, c.provider,
        c.createdAt, c.expiresAt,
        s.sessionID, s.checkoutID IS NOT NULL AS wasReached
      FROM question q JOIN checkout c ON c.id = q.checkoutID
      LEFT JOIN session s ON s.checkoutID = q.checkoutID
      WHERE q.dueAt <= ? AND c.provider IN (\(names))
      ORDER BY q.dueAt, q.checkoutID LIMIT ?
      """,
      arguments
    )
  }

  private func claimQuestion(_ row: Row) throws -> Payment.DueQuestion? {
    let checkoutID: Int64 = row["checkoutID"]
    let provider: Provider = try row.parsed("provider", as: Provider.init)
    let reference: Reference = try row.parsed("reference", as: { Reference($0) })
    let next = nextQuestion(row)
    guard provider.answersQuestions, row["wasReached"], let dueAt = next.dueAt else {
      try label(checkoutID)
      return nil
    }
    try db.change(
      """
      UPDATE question SET asked = asked + 1, lastAsked = lastAsked + ?, dueAt = ?
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

  /// Records that money is under way at the provider of a checkout; false when that was known, or
  /// is of another program's orders or of a paid one.
  func recordUnderWay(
    _ underWay: Payment.UnderWay,
    of reference: Reference,
    at provider: Provider
  ) throws -> Bool {
    let found = try db.first(
      """
      SELECT q.checkoutID, q.underWay, q.underWaySince
      FROM question q JOIN checkout c ON c.id = q.checkoutID
      WHERE c.reference = ? AND c.provider = ?
        AND NOT EXISTS (SELECT 1 FROM paidOrder o WHERE o.checkoutID = c.id)
      """,
      [reference.text, provider.rawValue]
    )
    guard let found else { return false }
    let checkoutID: Int64 = found["checkoutID"]
    let since = (found["underWaySince"] as Int64?).map { Timestamp(milliseconds: $0) } ?? now
    let until = since.advanced(seconds: underWay.mostDays * 86_400)
    try db.change(
      """
      UPDATE question SET underWay = ?, underWaySince = ?, underWayUntil = ? WHERE checkoutID = ?
      """,
      [underWay.reason, since.milliseconds, until.milliseconds, checkoutID]
    )
    if until > now, let due = QuestionSchedule.next(underWaySince: since, at: now).dueAt {
      try db.change(
        "UPDATE question SET dueAt = COALESCE(dueAt, ?), unaskedOf = NULL WHERE checkoutID = ?",
        [due.milliseconds, checkoutID]
      )
    }
    return (found["underWay"] as String?) != underWay.reason
  }

  /// In seconds; no question waits longer for its answer.
  private static let slowestAnswer: Int64 = 5 * 60

  /// Records that the provider answered.
  func recordQuery(_ reference: Reference, isFinal: Bool, isUnderWay: Bool = false) throws {
    let found = try db.first(
      """
      SELECT q.checkoutID, q.lastAsked, q.underWaySince, q.underWayUntil, q.dueAt IS NULL AS isOver,
        c.expiresAt
      FROM question q JOIN checkout c ON c.id = q.checkoutID WHERE c.reference = ?
      """,
      [reference.text]
    )
    guard let found else { throw StoreError.unknownCheckout }
    let checkoutID: Int64 = found["checkoutID"]
    var isEnd = isFinal || found["lastAsked"] > 0
    if let until = found["underWayUntil"] as Int64? {
      if isUnderWay, until > now.milliseconds { return }
      if !isUnderWay {
        // The answer to a question from before says nothing of what came since.
        let since = found.timestamp("underWaySince")
        guard isFinal || since.advanced(seconds: Self.slowestAnswer) <= now else { return }
        try endUnderWay(checkoutID)
        isEnd = isEnd || found.timestamp("expiresAt") <= now
      }
    }
    guard !found["isOver"], isEnd else { return }
    try label(checkoutID)
  }

  /// Labels a checkout expired, once; money that comes later still finds it.
  ///
  /// `provider` is given where it still is to be asked.
  private func label(_ checkoutID: Int64, unaskedOf provider: Provider? = nil) throws {
    try forgetBuyer(checkoutID)
    // Nobody asks on: what was under way did not come in the time that it may take.
    try endUnderWay(checkoutID)
    try db.change(
      """
      UPDATE question SET dueAt = NULL, expiredAt = COALESCE(expiredAt, ?1), unaskedOf = ?2
      WHERE checkoutID = ?3
      """,
      [now.milliseconds, provider?.rawValue, checkoutID]
    )
  }
}
