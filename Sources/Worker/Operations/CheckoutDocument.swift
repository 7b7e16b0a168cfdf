import Shop

/// A checkout in a list.
package struct CheckoutRowDocument: Codable, Equatable, Sendable {
  package let reference: String
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let openedAt: String
  /// `open`, `paid`, `expired` or `held`.
  package let state: String
  package let provider: String
  package let sku: String
  package let quantity: Int
  /// With its currency.
  package let amount: String
  /// The first letter and the domain.
  package let email: String
  /// How often its provider was asked about it, and when it is asked next.
  package let asked: Int
  package let asksAt: String?

  init(_ checkout: Checkout.Row) {
    reference = checkout.reference.text
    openedAt = checkout.createdAt.text
    state = checkout.state.rawValue
    provider = checkout.provider.rawValue
    sku = checkout.sku.text
    quantity = checkout.quantity
    amount = "\(checkout.amount)"
    email = "\(checkout.email)"
    asked = checkout.asked
    asksAt = checkout.asksAt?.text
  }
}

/// A checkout with all that was heard of its money.
package struct CheckoutDocument: Codable, Equatable, Sendable {
  package let checkout: CheckoutRowDocument
  package let title: String
  package let expiresAt: String
  /// Newest first.
  package let payments: [PaymentRowDocument]

  init(_ checkout: Checkout.Row, payments: [Payment.Row]) {
    self.checkout = CheckoutRowDocument(checkout)
    title = checkout.title
    expiresAt = checkout.expiresAt.text
    self.payments = payments.map(PaymentRowDocument.init)
  }
}
