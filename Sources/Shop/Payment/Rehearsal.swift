/// A payment with which a person tries out a provider, with real money that goes back.
///
/// It takes the way of a sale: a checkout, a place in line, verification, settlement. Its money is
/// held as `HoldReason.rehearsal` and makes no order, so no card code is bound. Successors: open →
/// ended, once its money is back.
package struct Rehearsal: Equatable, Sendable {
  /// The SKU of its checkout; no product, code or order can have it.
  package static let skuText = "CARDSTOCK-REHEARSAL"

  /// Names its checkout.
  package let reference: Reference
  /// The provider that is tried out.
  package let provider: Provider
  /// The amount that is paid and goes back.
  package let amount: Money
  /// When a person began it.
  package let startedAt: Timestamp
  /// Until when the provider takes money for it.
  package let expiresAt: Timestamp
  /// When it ended, nil while it is open; money that comes later is held as late.
  package let endedAt: Timestamp?

  package init(
    reference: Reference,
    provider: Provider,
    amount: Money,
    startedAt: Timestamp,
    expiresAt: Timestamp,
    endedAt: Timestamp?
  ) {
    self.reference = reference
    self.provider = provider
    self.amount = amount
    self.startedAt = startedAt
    self.expiresAt = expiresAt
    self.endedAt = endedAt
  }

  /// The checkout of a new rehearsal; nil when a text of it is not valid.
  package static func checkout(
    _ reference: Reference,
    provider: Provider,
    amount: Money,
    email: EmailAddress,
    at now: Timestamp
  ) -> Checkout? {
    guard let sku = SKU(skuText) else { return nil }
    return Checkout(
      reference: reference,
      provider: provider,
      line: Checkout.Line(
        sku: sku,
        quantity: 1,
        unitPrice: amount,
        title: "Cardstock rehearsal",
        faceValue: amount.decimal,
        kind: .link,
        redeem: .none
      ),
      email: email,
      language: .english,
      amount: amount,
      createdAt: now,
      expiresAt: now.advanced(seconds: Checkout.lifetimeSeconds)
    )
  }
}
