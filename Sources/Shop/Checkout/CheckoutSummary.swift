extension Checkout {
  /// Which checkouts a list shows, newest first.
  package struct Filter: Equatable, Sendable {
    package var state: Checkout.Row.State?
    package var provider: Provider?
    package var email: EmailAddress?
    package var sku: SKU?
    /// The first and the last moment of opening.
    package var since: Timestamp?
    package var until: Timestamp?
    /// The row that the page begins after.
    package var after: Int64?
    /// 1 to `OrderFilter.most`.
    package var limit: Int

    package init(
      state: Checkout.Row.State? = nil,
      provider: Provider? = nil,
      email: EmailAddress? = nil,
      sku: SKU? = nil,
      since: Timestamp? = nil,
      until: Timestamp? = nil,
      after: Int64? = nil,
      limit: Int = 50
    ) {
      self.state = state
      self.provider = provider
      self.email = email
      self.sku = sku
      self.since = since
      self.until = until
      self.after = after
      self.limit = min(max(limit, 1), Order.Filter.most)
    }
  }
}

extension Checkout {
  /// A checkout in a list for operators.
  package struct Row: Equatable, Sendable {
    /// Where it stands, in one word.
    package enum State: String, CaseIterable, Sendable {
      /// Nobody has paid, and the provider is still asked.
      case open
      /// It has an order.
      case paid
      /// Nobody paid, and nobody is asked any more; money that comes now still finds it.
      case expired
      /// Money came for it that a person looks at first.
      case held
    }

    package let reference: Reference
    package let provider: Provider
    package let sku: SKU
    package let title: String
    package let quantity: Int
    package let amount: Money
    package let email: EmailAddress
    package let createdAt: Timestamp
    package let expiresAt: Timestamp
    package let state: State
    /// How often its provider was asked about it.
    package let asked: Int
    /// When it is asked next; nil when no question is planned.
    package let asksAt: Timestamp?

    package init(
      reference: Reference,
      provider: Provider,
      sku: SKU,
      title: String,
      quantity: Int,
      amount: Money,
      email: EmailAddress,
      createdAt: Timestamp,
      expiresAt: Timestamp,
      state: State,
      asked: Int,
      asksAt: Timestamp?
    ) {
      self.reference = reference
      self.provider = provider
      self.sku = sku
      self.title = title
      self.quantity = quantity
      self.amount = amount
      self.email = email
      self.createdAt = createdAt
      self.expiresAt = expiresAt
      self.state = state
      self.asked = asked
      self.asksAt = asksAt
    }
  }
}
