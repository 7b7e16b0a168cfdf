/// What a provider is told when it is asked what became of a payment; each uses what it knows.
package struct PaymentQuestion: Equatable, Sendable {
  package let reference: Reference?
  /// The provider's ID of the checkout, where it gave one: `cs_…`, PayPal's order.
  package let sessionID: String?
  /// The provider's ID of the payment, as in `PaymentKey`.
  package let paymentID: String?
  /// When the checkout was opened: UnionPay finds a transaction by order and time.
  package let openedAt: Timestamp?

  package init(
    reference: Reference?,
    sessionID: String? = nil,
    paymentID: String? = nil,
    openedAt: Timestamp? = nil
  ) {
    self.reference = reference
    self.sessionID = sessionID
    self.paymentID = paymentID
    self.openedAt = openedAt
  }
}

/// What a provider answered.
package struct PaymentFinding: Equatable, Sendable {
  /// What is to be settled, in this order: what was given back or disputed, then the payment, so
  /// that nothing goes out between the two.
  ///
  /// Empty while nobody has paid.
  package let facts: [PaymentFact]
  /// Whether no money can come any more, so that asking again is pointless.
  package let isFinal: Bool

  package init(facts: [PaymentFact], isFinal: Bool) {
    self.facts = facts.filter { !$0.isPaid } + facts.filter(\.isPaid)
    self.isFinal = isFinal
  }

  /// Nobody has paid yet.
  package static let open = PaymentFinding(facts: [], isFinal: false)
}
