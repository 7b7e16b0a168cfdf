package import Shop

/// A request to refund money.
package struct RefundRequest: Equatable, Sendable {
  /// Ours: 8 to 32 capital letters and digits; the provider's idempotency key.
  package let id: String
  /// Names the payment.
  package let question: Payment.Question
  /// The amount of this refund.
  package let amount: Money
  /// The amount that was paid.
  package let paid: Money
  /// For the buyer's bank statement or the provider's books; at most 80 characters.
  package let reason: String
  /// Where the provider sends its webhooks.
  package let notifyURL: String
  /// The moment of the first request, the same for every repeat: UnionPay finds a refund by its
  /// number and this moment, and refuses one without it.
  package let requestedAt: Timestamp?

  package init(
    id: String,
    question: Payment.Question,
    amount: Money,
    paid: Money,
    reason: String,
    notifyURL: String,
    requestedAt: Timestamp? = nil
  ) {
    self.id = id
    self.question = question
    self.amount = amount
    self.paid = paid
    self.reason = reason
    self.notifyURL = notifyURL
    self.requestedAt = requestedAt
  }
}

/// A provider's answer to a refund request.
package enum RefundAnswer: Equatable, Sendable {
  /// The money went back: the fact to settle, the same as in the provider's own message.
  case done(PaymentFact)
  /// The provider took the request and could not give the money back: the fact to settle, and what
  /// a person can do, in at most 300 characters.
  case failed(PaymentFact, String)
  /// The provider has not finished; the same request again shows its state.
  case pending
  /// Nothing went back, since the shop's balance is too small, in the provider's words: the same
  /// request works once the balance suffices.
  case short(String)
}
