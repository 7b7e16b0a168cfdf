/// What a provider reported, already verified: only an adapter's `verify` makes one outside tests.
///
/// Unverified bytes have no type.
package struct PaymentEvent: Equatable, Sendable {
  /// Who reported it, by a signature that was checked.
  package let provider: Provider
  /// The provider's event ID, unique for ever together with the provider (I3, I14).
  package let id: String
  /// The provider's name for this kind of event, for the record: `checkout.session.completed`.
  package let kind: String
  /// What it means to the shop.
  package let fact: PaymentFact
  /// The request's body as it came, kept sealed.
  package let body: [UInt8]

  package init(
    provider: Provider,
    id: String,
    kind: String,
    fact: PaymentFact,
    body: [UInt8]
  ) {
    self.provider = provider
    self.id = id
    self.kind = kind
    self.fact = fact
    self.body = body
  }
}

extension PaymentEvent {
  /// A provider's answer to a question, as an event with an ID of ours.
  ///
  /// The ID follows from the fact, so that the same answer settles once; `body` is the answer as it
  /// arrived.
  package init(found fact: PaymentFact, by provider: Provider, body: [UInt8] = []) {
    self.init(
      provider: provider,
      id: "found:\(fact.name)",
      kind: "found",
      fact: fact,
      body: body
    )
  }
}

/// What a payment event means to the shop.
package enum PaymentFact: Equatable, Sendable {
  /// Money arrived. Becomes an order if everything matches.
  case paid(PaidFact)
  /// The provider gave money back.
  case refunded(Payment.Key, Refund.Confirmed)
  /// A refund failed after it was reported: the buyer has not got the money; a person must look.
  /// `amount` is what it would have given back, where the provider says so.
  case refundFailed(Payment.Key, refundID: String?, amount: Money? = nil)
  /// The buyer's bank opened, won or lost a dispute. A payment may have several, each with the
  /// provider's ID (`du_…`, `PP-D-…`) where it gives one.
  case disputed(Payment.Key, Dispute, id: String? = nil)
  /// The payment failed or its session expired; money may still come later.
  case failed(Payment.Key)
  /// Authentic and without consequence: acknowledged and remembered.
  case irrelevant

  /// Whether it reports money that arrived.
  package var isPaid: Bool {
    if case .paid = self { true } else { false }
  }

  /// A name that differs where the fact does.
  fileprivate var name: String {
    switch self {
    case .paid(let paid): "paid:\(paid.key.name):\(paid.amount.minorUnits)"
    case .refunded(let key, let refund):
      "refunded:\(key.name):\(refund.id ?? "total"):\(refund.amount.minorUnits)"
    case .refundFailed(let key, let id, _): "refundFailed:\(key.name):\(id ?? "")"
    case .disputed(let key, let dispute, let id):
      "disputed:\(key.name):\(dispute.rawValue)" + (id.map { ":\($0)" } ?? "")
    case .failed(let key): "failed:\(key.name)"
    case .irrelevant: "irrelevant"
    }
  }
}

extension Payment {
  /// Names a payment as well as the event can: by the provider's payment ID, by our reference.
  ///
  /// At least one is present in every event that can be attached to an order.
  package struct Key: Equatable, Sendable {
    /// The provider's ID of the payment: Stripe's `pi_…`.
    package let paymentID: String?
    /// Ours, as the provider repeats it.
    package let reference: Reference?

    package init(paymentID: String?, reference: Reference?) {
      self.paymentID = paymentID
      self.reference = reference
    }

    fileprivate var name: String { paymentID ?? reference?.text ?? "" }
  }
}

/// A verified success, as far as the provider describes it.
package struct PaidFact: Equatable, Sendable {
  /// Which payment.
  package let key: Payment.Key
  /// What the provider says was paid; compared with the quote, never taken in its place.
  package let amount: Money
  /// Why it can never count as paid although it is authentic, such as another account; nil if it
  /// can.
  package let mismatch: HoldReason?
  /// The SKU in the metadata of a hosted payment link; nil for a checkout of ours.
  package let sku: SKU?
  /// How many units the buyer chose on a hosted payment link; 1 when it does not say.
  package let quantity: Int
  /// The address that the provider collected; used when no checkout of ours holds one.
  package let email: EmailAddress?
  /// The buyer's language, where a hosted payment link gives it.
  package let language: Language?
  /// The provider's ID of the payer, where it gives one.
  package let payer: String?

  package init(
    key: Payment.Key,
    amount: Money,
    mismatch: HoldReason? = nil,
    sku: SKU? = nil,
    quantity: Int = 1,
    email: EmailAddress? = nil,
    language: Language? = nil,
    payer: String? = nil
  ) {
    self.payer = payer
    self.key = key
    self.amount = amount
    self.mismatch = mismatch
    self.sku = sku
    self.quantity = quantity
    self.email = email
    self.language = language
  }
}

/// An authentic message whose signature is too weak a proof.
///
/// Nothing is settled from it: the provider is asked, and its answer is settled instead. So a false
/// claim changes nothing.
package struct PaymentClaim: Equatable, Sendable {
  /// The provider that the message names as its sender, and that is asked.
  package let provider: Provider
  /// The provider's event ID.
  package let id: String
  /// The provider's name for this kind of event.
  package let kind: String
  /// The question to the provider.
  package let question: Payment.Question
  /// What the message says; for the log and for tests.
  package let claimed: PaymentFact
  /// When the buyer approved the payment, for a message that says so.
  package let approvedAt: Timestamp?
  /// The request's body as it arrived, kept sealed.
  package let body: [UInt8]

  package init(
    provider: Provider,
    id: String,
    kind: String,
    question: Payment.Question,
    claimed: PaymentFact,
    approvedAt: Timestamp? = nil,
    body: [UInt8]
  ) {
    self.provider = provider
    self.id = id
    self.kind = kind
    self.question = question
    self.claimed = claimed
    self.approvedAt = approvedAt
    self.body = body
  }

  /// Whether the provider's answer has the claimed news, whatever the figures, or a later end of
  /// it.
  package func isConfirmed(by finding: Payment.Finding) -> Bool {
    finding.facts.contains { fact in
      switch (claimed, fact) {
      case (.paid, .paid), (.paid, .failed), (.refunded, .refunded), (.refunded, .refundFailed),
        (.refundFailed, .refundFailed):
        true
      case (_, .paid), (_, .refunded), (_, .refundFailed), (_, .disputed), (_, .failed),
        (_, .irrelevant):
        false
      }
    } || !isAboutMoney
  }

  /// Other claims move no money, and need no confirmation.
  private var isAboutMoney: Bool {
    switch claimed {
    case .paid, .refunded, .refundFailed: true
    case .disputed, .failed, .irrelevant: false
    }
  }

  /// The provider's answer as an event under the message's own ID.
  package func event(saying fact: PaymentFact) -> PaymentEvent {
    PaymentEvent(provider: provider, id: id, kind: kind, fact: fact, body: body)
  }
}

/// The result of settling one event.
///
/// Each is durable when it is returned, and is answered with the provider's word for success.
package enum Settlement: Equatable, Sendable {
  /// The same event was settled before; nothing changed.
  case duplicate
  /// Authentic, without consequence, remembered; also a second event about money already counted.
  case ignored
  /// An order exists and all of its units have codes; its delivery is owed.
  case allocated(Reference)
  /// An order exists and waits for stock.
  case backorder(Reference)
  /// Stored for a person: nothing was released. Money for an order that another payment has paid is
  /// surplus, and is to be refunded.
  case held(HoldReason)
  /// The payment's refunded total rose; hand-over is blocked, or the order revoked.
  case refunded(Reference?, total: Money)
  /// A refund that was reported as done failed; a person must look.
  case refundFailed(Reference?)
  /// The state of a dispute was recorded.
  case disputed(Reference?, Dispute)

  /// A settlement in a word, as the database names it.
  package enum Word: String, CaseIterable, Sendable {
    case ignored, allocated, backorder, held, refunded, refundFailed, disputed
  }
}
