package import Shop

/// Money that is to be given back.
package struct RefundRequest: Equatable, Sendable {
  /// Ours: 8 to 32 capital letters and digits; the provider's idempotency key.
  package let id: String
  /// Which payment.
  package let question: Payment.Question
  /// How much goes back now.
  package let amount: Money
  /// How much was paid.
  package let paid: Money
  /// For the buyer's bank statement or the provider's books; at most 80 characters.
  package let reason: String
  /// Where the provider sends its webhooks.
  package let notifyURL: String
  /// When it was first asked for, the same at every repeat: UnionPay finds a refund by its number
  /// and this time, and refuses one without it.
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

/// What came of asking for a refund.
package enum RefundAnswer: Equatable, Sendable {
  /// It is done: this is to be settled, the same fact that the provider's own message will bring.
  case done(PaymentFact)
  /// The provider took it and could not give the money back: this is to be settled, and what a
  /// person can do about it, in at most 300 characters.
  case failed(PaymentFact, String)
  /// The provider will say when it is done; asking for the same refund again tells where it stands.
  case pending
  /// The provider has given nothing back, since the shop's balance there is too small for now, in
  /// its words: asking for the same refund again works once it is enough.
  case short(String)
}
