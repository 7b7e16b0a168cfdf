import Shop

/// Tells what a signed PayPal event means to the shop, and what PayPal must be asked about it.
///
/// The signature covers a CRC-32 of the body. Whoever has seen one genuine transmission can write
/// other bodies for it, so that nothing is handed over on the word of an event: captures are
/// claims, settled with PayPal's own answer. So are refunds, since a false one would stop an order;
/// what PayPal cannot be asked about, reversals and disputes, is believed as it is: it can stop an
/// order for a person to look at, and never release one.
struct PayPalEvent {
  let document: PayPalEventDocument
  let body: [UInt8]
  let reading: PayPalReading

  func verified() throws(WebhookRefusal) -> VerifiedWebhook {
    switch document.type {
    case "PAYMENT.CAPTURE.COMPLETED": return try captured()
    case "CHECKOUT.ORDER.APPROVED": return try approved()
    case "PAYMENT.CAPTURE.REFUNDED": return try refunded()
    case "PAYMENT.REFUND.FAILED": return try refundFailed()
    case "PAYMENT.CAPTURE.REVERSED": return event(try reversed())
    case "PAYMENT.CAPTURE.DENIED", "PAYMENT.CAPTURE.DECLINED":
      return event(.failed(reading.key(try plain(resource(PayPalCaptureDocument.self)))))
    case "CUSTOMER.DISPUTE.CREATED": return events(try dispute { _ in .open })
    case "CUSTOMER.DISPUTE.RESOLVED": return events(try dispute(Self.outcome))
    default: return event(.irrelevant)
    }
  }

  private func captured() throws(WebhookRefusal) -> VerifiedWebhook {
    let capture = try plain(resource(PayPalCaptureDocument.self))
    guard capture.status == "COMPLETED" else { return event(.irrelevant) }
    guard let claimed = reading.paid(capture) else { throw .malformed }
    let key = reading.key(capture)
    return claim(
      claimed,
      Payment.Question(reference: key.reference, paymentID: capture.id)
    )
  }

  /// The buyer has agreed and no money has moved: asking takes it.
  private func approved() throws(WebhookRefusal) -> VerifiedWebhook {
    let order = try resource(PayPalOrderDocument.self)
    guard PayPalID.isPlain(order.id) else { throw .malformed }
    let reference = order.purchaseUnits?.first?.customID.flatMap(Reference.init)
    return claim(.irrelevant, Payment.Question(reference: reference, sessionID: order.id))
  }

  private func refunded() throws(WebhookRefusal) -> VerifiedWebhook {
    let refund = try refundResource()
    let key = key(of: refund)
    guard let fact = reading.refunded(refund, of: key) else { throw .malformed }
    // Without the capture's ID nobody can be asked.
    guard let captureID = key.paymentID else { return event(fact) }
    return claim(fact, Payment.Question(reference: key.reference, paymentID: captureID))
  }

  private func refundFailed() throws(WebhookRefusal) -> VerifiedWebhook {
    let refund = try refundResource()
    let key = key(of: refund)
    guard let captureID = key.paymentID else { return event(.irrelevant) }
    let question = Payment.Question(reference: key.reference, paymentID: captureID)
    return claim(.refundFailed(key, refundID: refund.id), question)
  }

  /// The buyer's bank, or PayPal, took the money back: to the order it is a refund.
  ///
  /// PayPal does not say what a reversed capture looks like when it is asked for.
  private func reversed() throws(WebhookRefusal) -> PaymentFact {
    let reversal = try refundResource()
    guard let fact = reading.refunded(reversal, of: key(of: reversal)) else { throw .malformed }
    return fact
  }

  private func refundResource() throws(WebhookRefusal) -> PayPalRefundDocument {
    let refund = try resource(PayPalRefundDocument.self)
    guard PayPalID.isPlain(refund.id) else { throw .malformed }
    return refund
  }

  private func key(of refund: PayPalRefundDocument) -> Payment.Key {
    Payment.Key(
      paymentID: refund.captureID,
      reference: refund.customID.flatMap(Reference.init)
    )
  }

  /// One dispute may be about several transactions of the buyer's.
  private func dispute(
    _ standing: (PayPalDisputeDocument) -> Dispute?
  ) throws(WebhookRefusal) -> [PaymentFact] {
    let document = try resource(PayPalDisputeDocument.self)
    guard let standing = standing(document) else { return [] }
    return (document.transactions ?? []).map { disputed in
      let key = Payment.Key(
        paymentID: disputed.sellerTransactionID.flatMap { PayPalID.isPlain($0) ? $0 : nil },
        reference: disputed.custom.flatMap(Reference.init)
      )
      return .disputed(key, standing, id: document.id)
    }
  }

  /// Where the money ended; nil, so that the dispute stays open here, for outcomes that do not say.
  private static func outcome(_ dispute: PayPalDisputeDocument) -> Dispute? {
    switch dispute.outcome?.code {
    case "RESOLVED_BUYER_FAVOUR", "ACCEPTED": .lost
    // With a payout PayPal bears the loss itself.
    case "RESOLVED_SELLER_FAVOUR", "RESOLVED_WITH_PAYOUT", "CANCELED_BY_BUYER", "DENIED": .won
    default: nil
    }
  }

  private func event(_ fact: PaymentFact) -> VerifiedWebhook { .event(named(document.id, fact)) }

  /// The first goes by PayPal's own ID of the event, as if it were alone.
  private func events(_ facts: [PaymentFact]) -> VerifiedWebhook {
    guard facts.count > 1 else { return event(facts.first ?? .irrelevant) }
    return .events(
      facts.enumerated().map { index, fact in
        named(index == 0 ? document.id : "\(document.id)#\(index + 1)", fact)
      }
    )
  }

  private func named(_ id: String, _ fact: PaymentFact) -> PaymentEvent {
    PaymentEvent(provider: .paypal, id: id, kind: document.type, fact: fact, body: body)
  }

  private func claim(_ claimed: PaymentFact, _ question: Payment.Question) -> VerifiedWebhook {
    .claim(
      PaymentClaim(
        provider: .paypal,
        id: document.id,
        kind: document.type,
        question: question,
        claimed: claimed,
        body: body
      )
    )
  }

  private func plain(
    _ capture: PayPalCaptureDocument
  ) throws(WebhookRefusal) -> PayPalCaptureDocument {
    guard PayPalID.isPlain(capture.id) else { throw .malformed }
    return capture
  }

  private func resource<Resource: Decodable>(
    _ type: Resource.Type
  ) throws(WebhookRefusal) -> Resource {
    try WebhookBody.decode(PayPalResourceDocument<Resource>.self, from: body).resource
  }
}
