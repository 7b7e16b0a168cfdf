import GRDB
package import Shop

/// The line in which checkouts wait for their providers: a row each, so that nobody loses a place
/// in a crash.
extension Store {
  /// Keeps a checkout and puts it into its provider's line; returns its reference.
  ///
  /// The same form again within `OpeningSchedule.sameFormSeconds`, or while it waits, is the same
  /// checkout: then that one's reference is returned, and nothing is kept.
  package func enter(
    _ checkout: Checkout,
    by visitor: Checkout.Buyer
  ) async throws(StoreError) -> Reference {
    try await commit(at: checkout.createdAt) { try $0.enter(checkout, visitor) }
  }

  /// A checkout in line whose time has come.
  package struct Turn: Equatable, Sendable {
    package let reference: Reference
    package let enteredAt: Timestamp
  }

  /// Whose turn it is at a provider, the first in line first; at most `limit`.
  ///
  /// With `rested` those that were tried least come first: one checkout that the provider stumbles
  /// over keeps nobody from finding out that it is well.
  package func dueOpenings(
    of provider: Provider,
    rested: Bool,
    limit: Int,
    at now: Timestamp
  ) throws(StoreError) -> [Turn] {
    try read { db in
      let rows = try db.all(
        """
        SELECT c.reference, w.enteredAt
        FROM opening w JOIN checkout c ON c.id = w.checkoutID
        WHERE w.state = 'waiting' AND w.provider = ? AND w.dueAt <= ?
        ORDER BY CASE WHEN ? THEN w.attempts ELSE 0 END, w.placeAt, w.checkoutID LIMIT ?
        """,
        [provider.rawValue, now.milliseconds, rested, limit]
      )
      return try rows.map { row in
        Turn(
          reference: try row.parsed("reference", as: { Reference($0) }),
          enteredAt: row.timestamp("enteredAt")
        )
      }
    }
  }

  /// Counts an attempt of each and plans the next, before its provider is asked.
  ///
  /// Those that are no longer due, or paid, are left out.
  package func claimOpenings(
    _ references: [Reference],
    at: Timestamp
  ) async throws(StoreError) -> [Checkout.DueOpening] {
    try await commit(at: at) { try $0.claimOpenings(references) }
  }

  /// Plans when the provider is asked again about one that failed.
  package func postponeOpening(
    _ reference: Reference,
    until due: Timestamp,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { try $0.postponeOpening(reference, until: due) }
  }

  /// Takes checkouts out of the line; those that have left it already are left alone.
  package func endOpenings(
    _ references: [Reference],
    as state: Checkout.Opening.State,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { transaction in
      for reference in references { try transaction.endOpening(reference, as: state) }
    }
  }

  /// Lets a checkout whose buyer was away wait on, in its old place.
  package func returnToLine(_ reference: Reference, at: Timestamp) async throws(StoreError) {
    try await commit(at: at) { try $0.returnToLine(reference) }
  }

  /// Puts a checkout that stands aside into the line, for the browser that its buyer has now.
  package func takeUp(
    _ reference: Reference,
    by visitor: Checkout.Buyer,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { try $0.takeUp(reference, visitor) }
  }

  /// What an app that is asked who the buyer is must bring back, letters and digits, the same until
  /// it has; nil when it has.
  package func askPayer(_ reference: Reference, at: Timestamp) async throws(StoreError) -> String? {
    try await commit(at: at) { try $0.askPayer(reference) }
  }

  /// Keeps the code that an app gave, once, where it brings back what it was given; then the
  /// checkout is in line.
  package func tellPayer(
    _ reference: Reference,
    code: String,
    token: String,
    by visitor: Checkout.Buyer,
    at: Timestamp
  ) async throws(StoreError) -> Bool {
    try await commit(at: at) {
      try $0.tellPayer(reference, code: code, token: token, visitor)
    }
  }

  /// Keeps whom the app's code stood for, before anything is done with it.
  package func knowPayer(
    _ reference: Reference,
    id: String,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { try $0.knowPayer(reference, id: id) }
  }

  /// Has a buyer asked once more whose code was good for nothing.
  package func askPayerAgain(_ reference: Reference, at: Timestamp) async throws(StoreError) {
    try await commit(at: at) { try $0.askPayerAgain(reference) }
  }

  /// A checkout that its provider has, as it was opened, so that its way to pay can be asked for
  /// anew with the very same order; nil when it is not open there, or the buyer is forgotten.
  package func reopening(_ reference: Reference) throws(StoreError) -> Checkout.DueOpening? {
    let sealing = sealing
    return try read { db in
      let row = try db.first(
        """
        SELECT * FROM checkoutOverview
        WHERE reference = ? AND openingState = 'opened' AND addressSealed IS NOT NULL
          AND risk IS NULL AND expiredAt IS NULL
        """,
        [reference.text]
      )
      guard let row, sealing.isAsWritten(row) else { return nil }
      return try Checkout.DueOpening(row, db, sealing)
    }
  }

  /// What a start does: whoever was being opened is due again, whoever waited too long is let go.
  package func resumeOpenings(at: Timestamp) async throws(StoreError) {
    try await commit(at: at) { try $0.resumeOpenings() }
  }

  /// Which place in its line a checkout has, from 1; nil when it does not wait.
  package func placeInLine(_ reference: Reference) throws(StoreError) -> Int? {
    try read { db in
      let row = try db.first(
        """
        SELECT (SELECT COUNT(*) FROM opening o
          WHERE o.state = 'waiting' AND o.provider = w.provider
            AND (o.placeAt, o.checkoutID) <= (w.placeAt, w.checkoutID))
        FROM opening w JOIN checkout c ON c.id = w.checkoutID
        WHERE c.reference = ? AND w.state = 'waiting'
        """,
        [reference.text]
      )
      return row?[0]
    }
  }
}
