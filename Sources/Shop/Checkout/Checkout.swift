/// A buyer's intent with its quoted price, before money.
///
/// The quote is what an editor's later price change does not touch; the amount is compared with
/// what the provider says was paid, and nothing in a provider's message ever replaces it.
package struct Checkout: Equatable, Sendable {
  package let reference: Reference
  package let provider: Provider
  package let line: Checkout.Line
  package let email: EmailAddress
  package let language: Language
  /// Unit price times quantity.
  package let amount: Money
  package let createdAt: Timestamp
  /// After this the checkout is labelled expired; money that comes later is held.
  package let expiresAt: Timestamp

  package init(
    reference: Reference,
    provider: Provider,
    line: Checkout.Line,
    email: EmailAddress,
    language: Language,
    amount: Money,
    createdAt: Timestamp,
    expiresAt: Timestamp
  ) {
    self.reference = reference
    self.provider = provider
    self.line = line
    self.email = email
    self.language = language
    self.amount = amount
    self.createdAt = createdAt
    self.expiresAt = expiresAt
  }

  /// From the order to the end of paying: the longest wait in line, then just over half an hour,
  /// which is Stripe's shortest session.
  package static let lifetimeSeconds: Int64 = 45 * 60
}
