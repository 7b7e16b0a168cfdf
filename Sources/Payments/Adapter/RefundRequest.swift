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
  /// For the buyer's bank statement or the provider's books; each adapter cuts it to what its
  /// provider takes.
  package let reason: String
  /// Where the provider sends its webhooks.
  package let notifyURL: String
  /// The moment of the first request, the same for every repeat: UnionPay finds a refund by its
  /// number and this moment, and refuses one without it.
  package let requestedAt: Timestamp?
  /// How often the provider refused this refund because the shop's balance was too small.
  package let shortages: Int

  package init(
    id: String,
    question: Payment.Question,
    amount: Money,
    paid: Money,
    reason: String,
    notifyURL: String,
    requestedAt: Timestamp? = nil,
    shortages: Int = 0
  ) {
    self.id = id
    self.question = question
    self.amount = amount
    self.paid = paid
    self.reason = reason
    self.notifyURL = notifyURL
    self.requestedAt = requestedAt
    self.shortages = shortages
  }

  /// The idempotency key where the provider repeats even a refusal under the same key: another one
  /// after each refusal that is stored, and the same one for as long as the money may have gone.
  var attemptID: String { shortages == 0 ? id : "\(id)-\(shortages)" }
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
  ///
  /// With `usesUpID` the provider repeats this refusal under the same `attemptID`.
  case short(String, usesUpID: Bool = false)
}
