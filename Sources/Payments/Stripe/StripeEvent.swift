import Shop

/// Tells what a verified Stripe event means to the shop.
///
/// The Checkout events alone say "paid": `payment_intent.succeeded` and `charge.succeeded` go with
/// them and are let be, so that one payment is not counted by three names.
struct StripeEvent {
  let document: StripeEventDocument
  let body: [UInt8]
  /// Why it cannot count as paid here although it is authentic.
  let mismatch: HoldReason?

  func fact() throws(WebhookRefusal) -> PaymentFact {
    switch document.type {
    case "checkout.session.completed":
      let session = try object(StripeSessionDocument.self)
      // "unpaid" is a delayed method: its own event follows when the money has come.
      let isPaid = ["paid", "no_payment_required"].contains(session.paymentStatus)
      return isPaid ? try paid(session) : .irrelevant
    case "checkout.session.async_payment_succeeded":
      return try paid(object(StripeSessionDocument.self))
    case "checkout.session.async_payment_failed", "checkout.session.expired":
      return ours(.failed(key(try object(StripeSessionDocument.self))))
    case "charge.refunded":
      return ours(try refunded(object(StripeChargeDocument.self)))
    case "charge.dispute.created", "charge.dispute.funds_withdrawn":
      return ours(.disputed(key(try object(StripeDisputeDocument.self)), .open))
    case "charge.dispute.closed":
      return ours(closed(try object(StripeDisputeDocument.self)))
    default:
      return .irrelevant
    }
  }

  /// Nothing of another mode or account touches our orders; their "paid" alone is shown to people.
  private func ours(_ fact: PaymentFact) -> PaymentFact {
    mismatch == nil ? fact : .irrelevant
  }

  private func paid(_ session: StripeSessionDocument) throws(WebhookRefusal) -> PaymentFact {
    let email = session.customerDetails?.email ?? session.customerEmail
    return .paid(
      PaidFact(
        key: key(session),
        amount: try money(session.amountTotal, session.currency),
        mismatch: mismatch,
        sku: session.metadata?["sku"].flatMap(SKU.init),
        quantity: quantity(session.metadata?["quantity"]),
        email: email.flatMap(EmailAddress.init),
        language: session.locale.flatMap(Language.init(tag:))
      )
    )
  }

  /// The charge's `amount_refunded` is cumulative, as the fact's total is.
  private func refunded(_ charge: StripeChargeDocument) throws(WebhookRefusal) -> PaymentFact {
    .refunded(
      PaymentKey(paymentID: charge.paymentIntent, reference: reference(charge.metadata)),
      Refund(id: nil, amount: try money(charge.amountRefunded, charge.currency))
    )
  }

  private func closed(_ dispute: StripeDisputeDocument) -> PaymentFact {
    switch dispute.status {
    // An inquiry that ended without a dispute leaves the money where it is.
    case "won", "warning_closed": .disputed(key(dispute), .won)
    case "lost": .disputed(key(dispute), .lost)
    default: .irrelevant
    }
  }

  private func key(_ session: StripeSessionDocument) -> PaymentKey {
    PaymentKey(
      paymentID: session.paymentIntent ?? session.id,
      reference: reference(session.metadata)
        ?? session.clientReferenceID.flatMap(Reference.init)
    )
  }

  private func key(_ dispute: StripeDisputeDocument) -> PaymentKey {
    PaymentKey(paymentID: dispute.paymentIntent, reference: reference(dispute.metadata))
  }

  private func reference(_ metadata: [String: String]?) -> Reference? {
    metadata?["order_id"].flatMap(Reference.init)
  }

  private func money(_ units: Int64?, _ currency: String?) throws(WebhookRefusal) -> Money {
    guard let units, units >= 0, let currency = currency.flatMap(Currency.init) else {
      throw .malformed
    }
    return Money(minorUnits: units, currency: currency)
  }

  /// What the editor wrote beside a hosted link's SKU: 1 unless it is a whole number to 999.
  private func quantity(_ text: String?) -> Int {
    guard let text, let quantity = Int(text), (1...999).contains(quantity) else { return 1 }
    return quantity
  }

  private func object<Object: Decodable>(_ type: Object.Type) throws(WebhookRefusal) -> Object {
    try WebhookBody.decode(StripeObjectDocument<Object>.self, from: body).data.object
  }
}
