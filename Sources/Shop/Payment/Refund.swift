/// Money that a person decided to give back: kept before the provider is asked, and repeated under
/// the same ID until the provider has answered.
package struct Refund: Equatable, Sendable {
  /// Ours: capital letters and digits; the provider's idempotency key.
  package let id: String
  package let provider: Provider
  /// Which payment.
  package let question: Payment.Question
  /// How much goes back.
  package let amount: Money
  /// How much was paid.
  package let paid: Money
  package let reason: String
  package let begunAt: Timestamp
  package let state: Refund.State
  /// What the provider said when it refused.
  package let trouble: String?
  /// What becomes of the order.
  package let scope: Refund.Scope

  package init(
    id: String,
    provider: Provider,
    question: Payment.Question,
    amount: Money,
    paid: Money,
    reason: String,
    begunAt: Timestamp,
    state: Refund.State,
    trouble: String?,
    scope: Refund.Scope = .order
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

extension Refund {
  /// How far a refund of ours has come.
  ///
  /// Successors: `open` → `pending` → `done` | `refused`; a refund may skip `pending`.
  package enum State: String, CaseIterable, Sendable {
    /// The provider is to be asked, perhaps again.
    case open
    /// The provider took it and will say when it is done.
    case pending
    case done
    case refused
  }
}

extension Refund {
  /// What came of asking a provider for a refund.
  package enum Outcome: Equatable, Sendable {
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
}

extension Refund {
  /// Money that a provider gave back.
  package struct Confirmed: Equatable, Sendable {
    /// The provider's ID of this refund; nil where `amount` is all that was given back so far.
    ///
    /// With an ID the amount is this refund's alone, and the total is the sum over the IDs; without
    /// one it is a maximum. Both ways repeats and disorder commute (I5).
    package let id: String?
    package let amount: Money
    /// Whether it holds although its failure was told before, as where a provider tries again.
    package let isLastWord: Bool

    package init(id: String?, amount: Money, isLastWord: Bool = false) {
      self.id = id
      self.amount = amount
      self.isLastWord = isLastWord
    }
  }
}
