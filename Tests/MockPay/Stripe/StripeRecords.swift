/// What Stripe remembers besides the sales.
package struct StripeRecords: Sendable {
  struct Kept<Answer: Sendable>: Sendable {
    let fields: FormFields
    let answer: Answer
  }

  /// What each session was asked for, by its ID.
  var requests: [String: SessionRequest] = [:]
  /// The session or the refund that an idempotency key made.
  var answersByKey: [String: Kept<String>] = [:]
  /// What the shop wrote on its refunds, by their IDs.
  var refundMetadata: [String: [String: String]] = [:]
  /// Where events are to go, the oldest first.
  var endpoints: [StripeEndpoint] = []
  /// Every movement of money, the oldest first.
  var balance: [BalanceEntry] = []
}

/// One movement of money.
struct BalanceEntry: Sendable {
  let id: String
  /// `charge`, `refund` or `adjustment`.
  let type: String
  let category: String
  /// In minor units; negative when it leaves.
  let amount: Int64
  let fee: Int64
  let currency: String
  let createdAt: Int64
  /// The charge, refund or dispute.
  let source: String
}
