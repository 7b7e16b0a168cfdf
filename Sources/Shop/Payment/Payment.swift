/// A payment with everything that was reported and done about it.
package struct Payment: Equatable, Sendable {
  /// One event, without its body.
  package struct Event: Equatable, Sendable {
    /// The provider's event ID, or one of ours for its answer to a question.
    package let id: String
    /// The provider's name for this kind of event.
    package let kind: String
    /// When it was settled here.
    package let receivedAt: Timestamp
    /// What settling it came to.
    package let outcome: Settlement.Word

    package init(id: String, kind: String, receivedAt: Timestamp, outcome: Settlement.Word) {
      self.id = id
      self.kind = kind
      self.receivedAt = receivedAt
      self.outcome = outcome
    }
  }

  /// The payment as a list shows it.
  package let summary: Payment.Row
  /// Oldest first.
  package let events: [Event]
  /// Refunds that we asked for, oldest first.
  package let refunds: [Refund]

  package init(summary: Payment.Row, events: [Event], refunds: [Refund]) {
    self.summary = summary
    self.events = events
    self.refunds = refunds
  }
}

extension Payment {
  /// Which payments a list shows, newest first.
  package struct Filter: Equatable, Sendable {
    /// Those of one provider; nil for all.
    package var provider: Provider?
    /// Those in one state; nil for all.
    package var state: Payment.State?
    /// True for those that a person must look at, false for the others; nil for all.
    package var isHeld: Bool?
    /// Those that came for one checkout; nil for all.
    package var reference: Reference?
    /// Those reported at or after this moment; nil for no beginning.
    package var since: Timestamp?
    /// Those reported up to this moment; nil for no end.
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
    /// How far the payment has come.
    package let state: Payment.State
    /// Nil until it is known what was paid.
    package let amount: Money?
    /// All money that went back; nil while none did.
    package let refunded: Money?
    /// The worst of its disputes; nil without any.
    package let dispute: Dispute?
    /// Why it made no order and waits for a person; nil where nothing is wrong.
    package let mismatch: HoldReason?
    /// When its provider first reported it.
    package let receivedAt: Timestamp
    /// The provider's fee; nil until a statement gives it.
    package let fee: Money?
    /// What it leaves in our account, by the statements; nil until they say.
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

  /// How far a payment has come; merged by maximum rank, so that repeated and disordered events
  /// give the same state (I5).
  package enum State: String, CaseIterable, Sendable, Comparable {
    /// The provider was asked for a session.
    case created
    /// Failed, or its session ended; `paid` may still follow.
    case failed
    /// A verified success that matches the quote.
    case paid
    /// Some of it was given back. Deliverable only where a person explained that.
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

    /// Orders by rank.
    package static func < (left: Payment.State, right: Payment.State) -> Bool {
      left.rank < right.rank
    }

    /// The state after two reports, in either order.
    package func merged(with other: Payment.State) -> Payment.State {
      other > self ? other : self
    }
  }

  /// A way to pay: a provider with a currency and an amount.
  package struct Way: Equatable, Sendable {
    /// The provider.
    package let provider: Provider
    /// The price of all units of the purchase.
    package let amount: Money
    /// Whether the currency is the product's own, not a further one.
    package let isOwnCurrency: Bool

    /// The way's name in forms: `paypal` in the product's own currency, `paypal-USD` in a further
    /// one.
    package var name: String {
      isOwnCurrency ? provider.rawValue : "\(provider.rawValue)-\(amount.currency)"
    }

    /// Every way to pay at these prices, the product's own first: each price with the providers
    /// that take it, in their order.
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

    /// Whether a form names this way: by its name, or by a provider with a currency beside it.
    ///
    /// A provider alone means the product's own currency: nobody is charged in a currency that they
    /// did not choose.
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
