import Shop

/// Tells what a verified Stripe event means to the shop.
///
/// The Checkout events alone say "paid": `payment_intent.succeeded` and `charge.succeeded` go with
/// them and are let be, so that one payment is not counted by three names.
struct StripeEvent {
  let document: StripeEventDocument
  let body: [UInt8]
  let reading: StripeReading

  func fact() throws(WebhookRefusal) -> PaymentFact {
    // A "thin" event of the second API names its object and does not hold it.
    if document.object == "v2.core.event" { return .irrelevant }
    switch document.type {
    case "checkout.session.completed":
      let session = try object(StripeSessionDocument.self)
      // "unpaid" is a delayed method: its own event follows when the money has come.
      // One that only keeps a card for later has no amount at all.
      let isFree =
        session.paymentStatus == "no_payment_required"
        && (session.amountTotal != nil || (!session.isPurchase && session.currency != nil))
      let isPaid = session.paymentStatus == "paid" || isFree
      return isPaid ? try paid(session) : .irrelevant
    case "checkout.session.async_payment_succeeded":
      return try paid(object(StripeSessionDocument.self))
    case "checkout.session.async_payment_failed", "checkout.session.expired":
      return ours(.failed(reading.key(try object(StripeSessionDocument.self))))
    case "charge.refunded":
      return ours(try refunded(object(StripeChargeDocument.self)))
    case "refund.failed", "charge.refund.updated":
      return ours(failed(try object(StripeRefundDocument.self)))
    // When the bank takes the money first, the dispute is still open: a refund here could not be
    // taken back when the shop wins. Both block hand-over alike.
    case "charge.dispute.funds_withdrawn":
      return ours(disputed(try object(StripeDisputeDocument.self), .open))
    // One that was prevented is over when it is made.
    case "charge.dispute.created":
      let dispute = try object(StripeDisputeDocument.self)
      return ours(disputed(dispute, StripeReading.outcome(dispute) ?? .open))
    // A change that ends it counts, whichever of the two tells of it.
    case "charge.dispute.closed", "charge.dispute.updated":
      let dispute = try object(StripeDisputeDocument.self)
      return ours(StripeReading.outcome(dispute).map { disputed(dispute, $0) } ?? .irrelevant)
    default:
      return .irrelevant
    }
  }

  /// Nothing of another mode or account touches our orders; their "paid" alone is shown to people.
  private func ours(_ fact: PaymentFact) -> PaymentFact {
    reading.mismatch == nil ? fact : .irrelevant
  }

  private func paid(_ session: StripeSessionDocument) throws(WebhookRefusal) -> PaymentFact {
    guard let fact = reading.paid(session) else { throw .malformed }
    return fact
  }

  private func refunded(_ charge: StripeChargeDocument) throws(WebhookRefusal) -> PaymentFact {
    let key = reading.key(charge.paymentIntent?.id, charge.metadata)
    guard let fact = reading.refunded(charge, of: key) else { throw .malformed }
    return fact
  }

  /// `charge.refund.updated` tells of every change; only a failure says something new.
  private func failed(_ refund: StripeRefundDocument) -> PaymentFact {
    guard document.type == "refund.failed" || refund.status == "failed" else { return .irrelevant }
    return .refundFailed(
      reading.key(refund.paymentIntent?.id, refund.metadata),
      refundID: refund.id
    )
  }

  private func disputed(_ dispute: StripeDisputeDocument, _ standing: Dispute) -> PaymentFact {
    .disputed(
      reading.key(dispute.paymentIntent?.id, dispute.metadata),
      standing,
      id: dispute.id
    )
  }

  private func object<Object: Decodable>(_ type: Object.Type) throws(WebhookRefusal) -> Object {
    try WebhookBody.decode(StripeObjectDocument<Object>.self, from: body).data.object
  }
}
