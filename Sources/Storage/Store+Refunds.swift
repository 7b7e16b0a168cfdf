import GRDB
package import Shop

extension Store {
  /// Begins to give money back: the order is stopped in the same transaction, and what comes back
  /// is what the provider is asked for, however often, until `recordRefund` has its answer.
  ///
  /// `amount` is all that is left when it is nil. `payment` names one of several payments of a
  /// checkout, such as a second one that made no order. Throws `.unknownPayment` when nothing was
  /// paid, `.refundOpen` while another refund is under way, `.refundTooLarge` beyond what is left;
  /// and `.refundMade` when one of the same amount was begun after `unlessMadeSince` and is done,
  /// so that a command whose answer was lost can be given again.
  ///
  /// With `partial` the order lives on: its units come out now, for `amount` or else their price,
  /// or it keeps what was bought. All of its units are a refund of all of it. Throws `.nothingLeft`
  /// for what would leave no money, `.unitsOut` while others wait for a person's word,
  /// `.refundUnexplained` while money went back that nobody said what for.
  package func beginRefund(
    _ reference: Reference,
    payment: String? = nil,
    amount: Money?,
    for partial: Refund.Part? = nil,
    reason: String,
    unlessMadeSince since: Timestamp? = nil,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) -> Refund {
    guard reason.isOneLine(most: 200) else { throw .badText("--reason") }
    return try await commit(at: at) {
      try $0.beginRefund(
        reference,
        payment: payment,
        amount: amount,
        for: partial,
        reason: reason,
        unlessMadeSince: since,
        by: person
      )
    }
  }

  /// Says what a refund was for that the provider made by itself, so that the order goes on.
  ///
  /// Throws `.nothingToExplain` when there is none, `.refundIsNotUnits` when it is more than the
  /// price of so many units; and what `release` throws.
  package func explainRefund(
    _ reference: Reference,
    as partial: Refund.Part,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { transaction in
      let reason = "refunded by the provider"
      try transaction.explainRefund(reference, as: partial, reason)
      try transaction.note("explain", "order \(reference)", "\(partial)", by: person.actor)
    }
  }

  /// Takes down what came of asking the provider; what it says is settled in the same transaction.
  ///
  /// `.duplicate` when the refund had ended before; `.ignored` when there is nothing to settle.
  @discardableResult
  package func recordRefund(
    _ id: String,
    _ outcome: Refund.Outcome,
    at: Timestamp
  ) async throws(StoreError) -> Settlement {
    try await commit(at: at) { try $0.recordRefund(id, outcome) }
  }

  /// Refunds that no provider has answered for good, oldest first: each is to be asked for again,
  /// under its ID.
  package func openRefunds() throws(StoreError) -> [Refund] {
    try read { db in
      try db.all(Refund.sql + " WHERE f.endedAt IS NULL ORDER BY f.begunAt, f.id")
        .map { try Refund($0, db) }
    }
  }
}

extension String {
  /// Whether it is something to read, on one line, of at most that many characters.
  func isOneLine(most: Int) -> Bool {
    (1...most).contains(unicodeScalars.count)
      && unicodeScalars.allSatisfy { $0.value >= 32 && !(127...159).contains($0.value) }
      && contains { !$0.isWhitespace }
  }
}
