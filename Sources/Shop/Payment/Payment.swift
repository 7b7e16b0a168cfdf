/// A payment with all that was heard and done about it.
package struct Payment: Equatable, Sendable {
  /// One event, without its body.
  package struct Event: Equatable, Sendable {
    /// The provider's event ID, or one of ours for what it answered.
    package let id: String
    /// The provider's own name of it.
    package let kind: String
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
    package let id: String
    /// Nil when only its failure was heard.
    package let amount: Money?
    package let isFailed: Bool

    package init(id: String, amount: Money?, isFailed: Bool) {
      self.id = id
      self.amount = amount
      self.isFailed = isFailed
    }
  }

  package let summary: Payment.Row
  /// What its provider is asked about it.
  package let question: Payment.Question
  /// Oldest first.
  package let events: [Event]
  package let parts: [Part]
  /// Refunds that we asked for, oldest first.
  package let refunds: [Refund]
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
    package var provider: Provider?
    package var state: Payment.State?
    /// Those that a person must look at, or those that none must.
    package var isHeld: Bool?
    package var reference: Reference?
    package var since: Timestamp?
    package var until: Timestamp?
    /// The row that the page begins after.
    package var after: Int64?
    /// 1 to `OrderFilter.most`.
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
    package let provider: Provider
    /// The provider's ID of it, if it gave one.
    package let paymentID: String?
    package let reference: Reference?
    package let state: Payment.State
    /// Nil until it is known what was paid.
    package let amount: Money?
    package let refunded: Money?
    package let dispute: Dispute?
    /// Why it made no order and waits for a person.
    package let mismatch: HoldReason?
    /// When we first heard of it.
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
    /// Authorised or processing.
    case pending
    /// Failed; may still be overtaken by `paid`.
    case failed
    /// Expired; may still be overtaken by `paid`.
    case expired
    /// Verified success with everything equal.
    case paid
    /// Some of it was given back. Deliverable only where a person said what for.
    case partRefunded
    /// All of it was given back. Not deliverable. Final.
    case refunded

    /// The order of the lattice; `failed` and `expired` are told apart but outrank nothing that
    /// pays.
    package var rank: Int {
      switch self {
      case .created: 0
      case .pending: 1
      case .failed, .expired: 2
      case .paid: 3
      case .partRefunded: 4
      case .refunded: 5
      }
    }

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
    package let provider: Provider
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
