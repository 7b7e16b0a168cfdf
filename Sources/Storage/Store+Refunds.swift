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
  package func beginRefund(
    _ reference: Reference,
    payment: String? = nil,
    amount: Money?,
    reason: String,
    unlessMadeSince since: Timestamp? = nil,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) -> RefundOrder {
    guard reason.isOneLine(most: 200) else { throw .badText("reason") }
    return try await commit(at: at) {
      try $0.beginRefund(
        reference,
        payment: payment,
        amount: amount,
        reason: reason,
        unlessMadeSince: since,
        by: person
      )
    }
  }

  /// Takes down what came of asking the provider; what it says is settled in the same transaction.
  ///
  /// `.duplicate` when the refund had ended before; `.ignored` when there is nothing to settle.
  @discardableResult
  package func recordRefund(
    _ id: String,
    _ outcome: RefundOutcome,
    at: Timestamp
  ) async throws(StoreError) -> Settlement {
    try await commit(at: at) { try $0.recordRefund(id, outcome) }
  }

  /// Refunds that no provider has answered for good, oldest first: each is to be asked for again,
  /// under its ID.
  package func openRefunds() throws(StoreError) -> [RefundOrder] {
    try read { db in
      try db.all(RefundOrder.sql + " WHERE f.endedAt IS NULL ORDER BY f.begunAt, f.id")
        .map(RefundOrder.init)
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
