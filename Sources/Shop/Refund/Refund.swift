/// Money that a person decided to give back: stored before the provider is asked, and repeated
/// under the same ID until the provider has answered.
///
/// How its types follow each other: a person asks for all of it or for a `Part`. The refund that is
/// begun has a `Scope`, which names the units that are taken out. Each request to the provider has
/// an `Outcome`; what the provider says went back, asked or on its own, is `Confirmed`; the buyer
/// reads a `Notice`. An order lists its `Partial` refunds, which outlive the request: one that was
/// refused is asked for again, or becomes void.
package struct Refund: Equatable, Sendable {
  /// Ours: capital letters and digits; serves as the provider's idempotency key.
  package let id: String
  /// The provider that is asked for it.
  package let provider: Provider
  /// Names the payment to the provider.
  package let question: Payment.Question
  /// The amount that goes back.
  package let amount: Money
  /// The amount that was paid.
  package let paid: Money
  /// In the operator's words, on one line.
  package let reason: String
  /// When it was stored, before the provider was asked.
  package let begunAt: Timestamp
  /// How far it has come.
  package let state: Refund.State
  /// What the provider said when it refused; nil while nothing went wrong.
  package let trouble: String?
  /// What becomes of the order.
  package let scope: Refund.Scope
  /// How often the provider refused it because the shop's balance was too small; it numbers the
  /// next request, as `RefundRequest.attemptID`.
  package let shortages: Int

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
    scope: Refund.Scope = .order,
    shortages: Int = 0
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
    self.shortages = shortages
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
    /// The provider took the request and has not finished it.
    case pending
    case done
    case refused
  }

  /// The result of asking a provider for a refund.
  package enum Outcome: Equatable, Sendable {
    /// The money went back; the fact is settled in the same transaction.
    case done(PaymentFact)
    /// The provider took the request and could not give the money back: the fact is settled in the
    /// same transaction; the text says what a person can do.
    case failed(PaymentFact, String)
    /// The provider took the request; it is asked again until the refund is done.
    case pending
    /// The provider refuses, in its words; the order is held for a person.
    case refused(String)
    /// The result is unknown, or the provider waits for something, in its words: it is asked again
    /// under the same ID.
    case unknown(String)
    /// The provider refused it after that many `shortages`, since the shop's balance is too small:
    /// no money went back, and it is asked again under the next ID.
    case short(String, after: Int)
  }

  /// Money that a provider gave back.
  package struct Confirmed: Equatable, Sendable {
    /// The provider's ID of this refund; nil where `amount` is everything that went back so far.
    ///
    /// Amounts with IDs are added up, amounts without one merge by maximum, less what failed of
    /// them; either way repeated and disordered messages give the same total (I5).
    package let id: String?
    /// Of this refund, or everything that went back so far; see `id`.
    package let amount: Money
    /// Everything that went back so far, where the provider says it beside a single refund.
    package let total: Money?
    /// Whether it overrides a failure that was reported before, as where a provider tries again.
    package let isLastWord: Bool

    package init(id: String?, amount: Money, total: Money? = nil, isLastWord: Bool = false) {
      self.id = id
      self.amount = amount
      self.total = total
      self.isLastWord = isLastWord
    }
  }

  /// What a part of an order's money goes back for, as a person asks for it; the order goes on.
  ///
  /// Money that went back without such a reason stops the order (I5).
  package enum Part: Equatable, Sendable {
    /// That many units are taken out: the one with that number, or else the last ones.
    case units(Int, number: Int? = nil)
    /// The buyer keeps what was bought.
    case goodwill
  }

  /// What a refund that was begun is for, with the chosen units.
  package enum Scope: Equatable, Sendable {
    /// The whole order: it ends, or stops until a person explains the refund.
    case order
    /// The units with these numbers are taken out.
    case units([Int])
    /// The buyer keeps what was bought.
    case goodwill

    /// Whether the same command would begin this refund.
    package func isMeant(by partial: Refund.Part?) -> Bool {
      switch (self, partial) {
      case (.order, nil), (.goodwill, .goodwill): true
      case (.units(let numbers), .units(let count, let number)):
        numbers.count == count && number.map(numbers.contains) ?? true
      case (.order, _), (.units, _), (.goodwill, _): false
      }
    }
  }

  /// A refund of a part of an order's money, whatever its end.
  package struct Partial: Equatable, Sendable {
    /// How far it has come.
    package enum State: String, Sendable {
      /// The provider is being asked.
      case open
      /// The money went back.
      case done
      /// The provider refused, or its refund failed; the units stay out until a person decides.
      case refused
      /// No money went back, and the units are back in the order.
      case void
    }

    /// What it is for; never `order`.
    package let scope: Refund.Scope
    /// The amount that goes back.
    package let amount: Money
    /// How far it has come.
    package let state: State

    package init(scope: Refund.Scope, amount: Money, state: State) {
      self.scope = scope
      self.amount = amount
      self.state = state
    }
  }

  /// What a buyer is told about money that went back.
  package struct Notice: Equatable, Sendable {
    /// What becomes of the codes of that order.
    package enum Codes: String, CaseIterable, Sendable {
      /// The order has no codes and gets none.
      case none
      /// The codes must not be used any more.
      case withdrawn
      /// The order keeps them.
      case kept
      /// Some units are taken out of the order; the others keep theirs.
      case reduced
      /// The order is stopped until a person decides.
      case stopped
    }

    /// The amount of this refund.
    package let amount: Money
    /// The total that went back, this refund included.
    package let total: Money
    /// What becomes of the order's codes.
    package let codes: Codes
    /// The numbers of the units that were taken out; empty unless `codes` is `reduced`.
    package let units: [Int]
    /// How many units the order keeps, where some were taken out.
    package let unitsLeft: Int
    /// Whether an earlier letter, of when the order was stopped, gave the amount: this one says
    /// only what becomes of the order.
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
