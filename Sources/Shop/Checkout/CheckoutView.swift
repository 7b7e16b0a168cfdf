extension Checkout {
  /// A checkout as whoever has its reference may see it: no whole address, no token, no code.
  package struct BuyerView: Equatable, Sendable {
    /// What was quoted.
    package struct Facts: Equatable, Sendable {
      package let reference: Reference
      package let provider: Provider
      package let line: Checkout.Line
      /// The first letter and the domain: `b…@example.com`.
      package let maskedEmail: String
      package let language: Language
      package let amount: Money
      package let createdAt: Timestamp
      package let expiresAt: Timestamp

      package init(_ checkout: Checkout) {
        reference = checkout.reference
        provider = checkout.provider
        line = checkout.line
        maskedEmail = checkout.email.description
        language = checkout.language
        amount = checkout.amount
        createdAt = checkout.createdAt
        expiresAt = checkout.expiresAt
      }
    }

    /// How far the order has come.
    package struct Progress: Equatable, Sendable {
      package let standing: Order.Standing
      package let fulfilment: Order.Fulfilment

      package init(standing: Order.Standing, fulfilment: Order.Fulfilment) {
        self.standing = standing
        self.fulfilment = fulfilment
      }
    }

    package let checkout: Facts
    /// The provider's ID of it, where it gave one.
    package let sessionID: String?
    /// How it is on its way to the provider; nil when it never was in line.
    package let opening: Checkout.Opening?
    /// Nil until the provider was reached.
    package let step: Checkout.Step?
    /// When the provider said so.
    package let stepAt: Timestamp?
    /// Nil until it was paid.
    package let order: Progress?
    /// Money came for it that a person looks at first.
    package let isHeld: Bool
    /// Nobody asks the provider about it any more; money that comes now still finds it.
    package let isExpired: Bool
    /// When the provider last would not take the buyer's card, or what else they chose; nil when it
    /// never did, or the shop must mend it.
    package let declinedAt: Timestamp?

    package init(
      checkout: Facts,
      sessionID: String?,
      opening: Checkout.Opening?,
      step: Checkout.Step?,
      stepAt: Timestamp? = nil,
      order: Progress?,
      isHeld: Bool,
      isExpired: Bool,
      declinedAt: Timestamp? = nil
    ) {
      self.checkout = checkout
      self.sessionID = sessionID
      self.opening = opening
      self.step = step
      self.stepAt = stepAt
      self.order = order
      self.isHeld = isHeld
      self.isExpired = isExpired
      self.declinedAt = declinedAt
    }

    package var isPaid: Bool { order != nil }

    /// What its provider is asked about it.
    package var question: Payment.Question {
      Payment.Question(
        reference: checkout.reference,
        sessionID: sessionID,
        openedAt: checkout.createdAt,
        expiresAt: checkout.expiresAt
      )
    }
  }
}
