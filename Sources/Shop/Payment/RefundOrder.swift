/// Money that a person decided to give back: kept before the provider is asked, and repeated under
/// the same ID until the provider has answered.
package struct RefundOrder: Equatable, Sendable {
  /// Ours: capital letters and digits; the provider's idempotency key.
  package let id: String
  package let provider: Provider
  /// Which payment.
  package let question: PaymentQuestion
  /// How much goes back.
  package let amount: Money
  /// How much was paid.
  package let paid: Money
  package let reason: String
  package let begunAt: Timestamp
  package let state: RefundState
  /// What the provider said when it refused.
  package let trouble: String?
  /// What becomes of the order.
  package let scope: RefundScope

  package init(
    id: String,
    provider: Provider,
    question: PaymentQuestion,
    amount: Money,
    paid: Money,
    reason: String,
    begunAt: Timestamp,
    state: RefundState,
    trouble: String?,
    scope: RefundScope = .order
  ) {
    self.id = id
    self.provider = provider
    self.question = question
    self.amount = amount
    self.paid = paid
    self.reason = reason
    self.begunAt = begunAt
    self.state = state
    self.trouble = trouble
    self.scope = scope
  }

  package var reference: Reference? { question.reference }
}

/// How far a refund of ours has come.
///
/// Successors: `open` → `pending` → `done` | `refused`; a refund may skip `pending`.
package enum RefundState: String, CaseIterable, Sendable {
  /// The provider is to be asked, perhaps again.
  case open
  /// The provider took it and will say when it is done.
  case pending
  case done
  case refused
}

/// What came of asking a provider for a refund.
package enum RefundOutcome: Equatable, Sendable {
  /// It is done; this is settled in the same transaction.
  case done(PaymentFact)
  /// The provider took it and could not give the money back: what is settled in the same
  /// transaction, and what a person can do about it.
  case failed(PaymentFact, String)
  /// The provider took it; it is asked again until it is done.
  case pending
  /// The provider will not, in its words; the order is held for a person.
  case refused(String)
  /// Nobody knows, or the provider waits for something, in its words: it is asked again under the
  /// same ID.
  case unknown(String)
}
