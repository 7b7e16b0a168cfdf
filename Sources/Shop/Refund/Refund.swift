/// Money that a person decided to give back: kept before the provider is asked, and repeated under
/// the same ID until the provider has answered.
///
/// How its types follow each other: a person asks for all of it or for a `Part`; the refund that is
/// begun has a `Scope`, which says which units are out; the provider is asked, and what comes of
/// each asking is an `Outcome`; what the provider says that it gave back, asked or by itself, is
/// `Confirmed`; the buyer reads a `Notice`. An order lists its `Partial` refunds, which outlive the
/// asking: one that was refused is asked for again, or comes to nothing.
package struct Refund: Equatable, Sendable {
  /// Ours: capital letters and digits; the provider's idempotency key.
  package let id: String
  /// Who is asked for it.
  package let provider: Provider
  /// Which payment.
  package let question: Payment.Question
  /// How much goes back.
  package let amount: Money
  /// How much was paid.
  package let paid: Money
  /// In the operator's words, on one line.
  package let reason: String
  /// When it was kept, before anybody was asked.
  package let begunAt: Timestamp
  /// How far it has come.
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

  /// The checkout that the payment was for; nil where it named none.
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

  /// Money that a provider gave back.
  package struct Confirmed: Equatable, Sendable {
    /// The provider's ID of this refund; nil where `amount` is all that was given back so far.
    ///
    /// With an ID the amount is this refund's alone, and the total is the sum over the IDs; without
    /// one it is a maximum. Both ways repeats and disorder commute (I5).
    package let id: String?
    /// This refund's, or all that went back so far; see `id`.
    package let amount: Money
    /// Whether it holds although its failure was told before, as where a provider tries again.
    package let isLastWord: Bool

    package init(id: String?, amount: Money, isLastWord: Bool = false) {
      self.id = id
      self.amount = amount
      self.isLastWord = isLastWord
    }
  }

  /// What a part of an order's money goes back for, as a person asks for it; the order lives on.
  ///
  /// Money that went back and that no person gave such a reason for stops the order (I5).
  package enum Part: Equatable, Sendable {
    /// So many units are taken out; the one with that number, or else the last.
    case units(Int, number: Int? = nil)
    /// The buyer keeps what was bought.
    case goodwill
  }

  /// What a refund that was begun is for, with the units that were chosen.
  package enum Scope: Equatable, Sendable {
    /// The order ends, or stops until a person says what it was for.
    case order
    /// The units with these numbers are out.
    case units([Int])
    /// The buyer keeps what was bought.
    case goodwill

    /// Whether the same command would have begun it.
    package func isMeant(by partial: Refund.Part?) -> Bool {
      switch (self, partial) {
      case (.order, nil), (.goodwill, .goodwill): true
      case (.units(let numbers), .units(let count, let number)):
        numbers.count == count && number.map(numbers.contains) ?? true
      case (.order, _), (.units, _), (.goodwill, _): false
      }
    }
  }

  /// A part of an order's money that went back, is to, or was to.
  package struct Partial: Equatable, Sendable {
    /// How far it has come.
    package enum State: String, Sendable {
      /// The provider is being asked.
      case open
      /// The money went back.
      case done
      /// The provider would not, or its refund failed; the units are out until a person decides.
      case refused
      /// It came to nothing, and the order has again what was taken out.
      case void
    }

    /// What it is for; never `order`.
    package let scope: Refund.Scope
    /// How much of the order's money it is.
    package let amount: Money
    /// How far it has come.
    package let state: State

    package init(scope: Refund.Scope, amount: Money, state: State) {
      self.scope = scope
      self.amount = amount
      self.state = state
    }
  }

  /// What a buyer is told when money went back.
  package struct Notice: Equatable, Sendable {
    /// What becomes of the codes of an order that money went back of.
    package enum Codes: String, CaseIterable, Sendable {
      /// There were none, and none will come.
      case none
      /// They are not to be used any more.
      case withdrawn
      /// The order goes on as it was.
      case kept
      /// Some units were taken out of the order; the rest goes on.
      case reduced
      /// A person decides what becomes of the order.
      case stopped
    }

    /// What went back this time.
    package let amount: Money
    /// What went back in all, this time included.
    package let total: Money
    /// What becomes of the order's codes.
    package let codes: Codes
    /// The numbers of the units that were taken out; none unless `codes` is `reduced`.
    package let units: [Int]
    /// How many units stay with the order, where some were taken out.
    package let unitsLeft: Int
    /// Whether another letter said what went back, when the order was stopped: this one says what
    /// became of the order, and no amount.
    package let isToldBefore: Bool

    package init(
      amount: Money,
      total: Money,
      codes: Codes,
      units: [Int] = [],
      unitsLeft: Int = 0,
      isToldBefore: Bool = false
    ) {
      self.isToldBefore = isToldBefore
      self.amount = amount
      self.total = total
      self.codes = codes
      self.units = units
      self.unitsLeft = unitsLeft
    }
  }
}
