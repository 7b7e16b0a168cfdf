/// A payment with all that was heard and done about it.
package struct Payment: Equatable, Sendable {
  /// One event, without its body.
  package struct Event: Equatable, Sendable {
    /// The provider's event ID, or one of ours for what it answered.
    package let id: String
    /// The provider's own name of it.
    package let kind: String
    /// When it was settled here.
    package let receivedAt: Timestamp
    /// What it came to, in a word, such as `allocated` or `held`.
    package let outcome: String

    package init(id: String, kind: String, receivedAt: Timestamp, outcome: String) {
      self.id = id
      self.kind = kind
      self.receivedAt = receivedAt
      self.outcome = outcome
    }
  }

  /// One refund that the provider told of by itself.
  package struct Part: Equatable, Sendable {
    /// The provider's ID of the refund.
    package let id: String
    /// Nil when only its failure was heard.
    package let amount: Money?
    /// Whether it came to nothing.
    package let isFailed: Bool

    package init(id: String, amount: Money?, isFailed: Bool) {
      self.id = id
      self.amount = amount
      self.isFailed = isFailed
    }
  }

  /// The payment as a list shows it.
  package let summary: Payment.Row
  /// What its provider is asked about it.
  package let question: Payment.Question
  /// Oldest first.
  package let events: [Event]
  /// Refunds that the provider told one by one, as they were heard.
  package let parts: [Part]
  /// Refunds that we asked for, oldest first.
  package let refunds: [Refund]
  /// What the provider's statements say of it, oldest first.
  package let lines: [Statement.Line]

  package init(
    summary: Payment.Row,
    question: Payment.Question,
    events: [Event],
    parts: [Part],
    refunds: [Refund],
    lines: [Statement.Line]
  ) {
    self.summary = summary
    self.question = question
    self.events = events
    self.parts = parts
    self.refunds = refunds
    self.lines = lines
  }
}

extension Payment {
  /// Which payments a list shows, newest first.
  package struct Filter: Equatable, Sendable {
    /// Those of one provider; nil for all.
    package var provider: Provider?
    /// Those that have come so far; nil for all.
    package var state: Payment.State?
    /// Those that a person must look at, or those that none must.
    package var isHeld: Bool?
    /// Those that came for one checkout; nil for all.
    package var reference: Reference?
    /// Those that were told from that moment on; nil for no beginning.
    package var since: Timestamp?
    /// Those that were told up to that moment; nil for no end.
    package var until: Timestamp?
    /// The row that the page begins after.
    package var after: Int64?
    /// 1 to `Order.Filter.most`.
    package var limit: Int

    package init(
      provider: Provider? = nil,
      state: Payment.State? = nil,
      isHeld: Bool? = nil,
      reference: Reference? = nil,
      since: Timestamp? = nil,
      until: Timestamp? = nil,
      after: Int64? = nil,
      limit: Int = 50
    ) {
      self.provider = provider
      self.state = state
      self.isHeld = isHeld
      self.reference = reference
      self.since = since
      self.until = until
      self.after = after
      self.limit = min(max(limit, 1), Order.Filter.most)
    }
  }

  /// A payment in a list for operators.
  package struct Row: Equatable, Sendable {
    /// Through whom it was paid.
    package let provider: Provider
    /// The provider's ID of it, if it gave one.
    package let paymentID: String?
    /// The checkout that it names; nil where it names none.
    package let reference: Reference?
    /// How far the money has come and gone.
    package let state: Payment.State
    /// Nil until it is known what was paid.
    package let amount: Money?
    /// All that went back; nil while nothing did.
    package let refunded: Money?
    /// The worst of its disputes; nil without any.
    package let dispute: Dispute?
    /// Why it made no order and waits for a person.
    package let mismatch: HoldReason?
    /// When its provider first told of it.
    package let receivedAt: Timestamp
    /// What the provider kept, once a statement told.
    package let fee: Money?
    /// What is left of it in our account, by the statements.
    package let net: Money?
    /// Whether it made an order.
    package let hasOrder: Bool

    package init(
      provider: Provider,
      paymentID: String?,
      reference: Reference?,
      state: Payment.State,
      amount: Money?,
      refunded: Money?,
      dispute: Dispute?,
      mismatch: HoldReason?,
      receivedAt: Timestamp,
      fee: Money?,
      net: Money?,
      hasOrder: Bool
    ) {
      self.provider = provider
      self.paymentID = paymentID
      self.reference = reference
      self.state = state
      self.amount = amount
      self.refunded = refunded
      self.dispute = dispute
      self.mismatch = mismatch
      self.receivedAt = receivedAt
      self.fee = fee
      self.net = net
      self.hasOrder = hasOrder
    }
  }

  /// How far a payment has come; merged by maximum rank, so that repeats and disorder commute (I5).
  package enum State: String, CaseIterable, Sendable, Comparable {
    /// The provider was asked for a session.
    case created
    /// Failed, or its session ended; may still be overtaken by `paid`.
    case failed
    /// Verified success with everything equal.
    case paid
    /// Some of it was given back. Deliverable only where a person said what for.
    case partRefunded
    /// All of it was given back. Not deliverable. Final.
    case refunded

    private var rank: Int {
      switch self {
      case .created: 0
      case .failed: 1
      case .paid: 2
      case .partRefunded: 3
      case .refunded: 4
      }
    }

    /// By their order in the lattice.
    package static func < (left: Payment.State, right: Payment.State) -> Bool {
      left.rank < right.rank
    }

    /// The state after both were heard, in either order.
    package func merged(with other: Payment.State) -> Payment.State {
      other > self ? other : self
    }
  }

  /// A way to pay for something: through whom, and in which of its currencies how much.
  package struct Way: Equatable, Sendable {
    /// Through whom.
    package let provider: Provider
    /// For as many as are bought.
    package let amount: Money
    /// Whether that is the product's own currency, not a further one.
    package let isOwnCurrency: Bool

    /// How forms name it: `paypal` in the product's own currency, `paypal-USD` in a further one.
    package var name: String {
      isOwnCurrency ? provider.rawValue : "\(provider.rawValue)-\(amount.currency)"
    }

    /// Every way to pay so many at these prices, the product's own first: each price with the
    /// providers that take it, in their order.
    package static func all(
      at prices: [Money],
      times quantity: Int = 1,
      through providers: [Provider]
    ) -> [Payment.Way] {
      prices.enumerated().flatMap { index, price -> [Payment.Way] in
        guard let amount = price.times(quantity) else { return [] }
        return providers.filter { $0.takes(amount) }.map { provider in
          Payment.Way(provider: provider, amount: amount, isOwnCurrency: index == 0)
        }
      }
    }

    /// Whether a form means this way: by its name, or by a provider with a currency beside it.
    ///
    /// A provider alone means the product's own currency: nobody is asked for money in another one
    /// than they chose.
    package func isMeant(byProvider written: String, currency: String?) -> Bool {
      let parts = written.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.first == provider.rawValue[...] else { return false }
      let named = parts.dropFirst().first.map(String.init)
      if let named, let currency, named != currency { return false }
      guard let code = named ?? currency else { return isOwnCurrency }
      return code == amount.currency.code
    }
  }
}
