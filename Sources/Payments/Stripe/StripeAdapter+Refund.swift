import Shop
import Transport

extension StripeAdapter {
  /// Refunds money of a payment.
  ///
  /// Stripe forgets an idempotency key after a day and repeats its first answer until then. So the
  /// refund carries our ID, and is searched for before it is made.
  package func refund(
    _ request: RefundRequest,
    _ call: Call
  ) throws(ProviderError) -> RefundAnswer {
    let intent = try intent(of: request.question)
    let key = Payment.Key(paymentID: intent, reference: request.question.reference)
    let reading = StripeReading(mismatch: nil)
    let made = try refunds(of: intent).first { $0.metadata?["refund_id"] == request.id }
    let refund: StripeRefundDocument
    if let made {
      refund = made
    } else {
      let response = try newRefund(request, of: intent)
      if let words = api.short(response) { return .short(words, usesUpID: true) }
      refund = try api.read(StripeRefundDocument.self, from: response)
    }
    switch refund.status {
    case "succeeded":
      guard let fact = reading.told(refund, of: key) else {
        throw .untrusted("Stripe answered with a refund without its amount")
      }
      return .done(fact)
    // This refund exists and goes through by itself: there must be no other.
    // https://docs.stripe.com/changelog/basil/2025-04-30/refund-pending-reason
    case "pending" where refund.pendingReason == "insufficient_funds":
      return .short("Stripe's refund is pending, insufficient_funds")
    case "pending", "requires_action": return .pending
    case "failed", "canceled":
      return .failed(
        reading.failed(refund, of: key),
        "Stripe's refund is \(refund.status ?? ""): see at Stripe why, or give the money back there"
      )
    default: throw .untrusted("Stripe answered with a refund in a state that is not known")
    }
  }

  private func newRefund(
    _ request: RefundRequest,
    of intent: String
  ) throws(ProviderError) -> HTTPResponse {
    var form = FormBody()
    form.add("payment_intent", intent)
    form.add("amount", String(request.amount.minorUnits))
    if let reference = request.question.reference {
      form.add("metadata[order_id]", reference.text)
    }
    form.add("metadata[refund_id]", request.id)
    // A value of metadata has at most 500 characters.
    form.add("metadata[reason]", request.reason.cut(toBytes: 500))
    form.add("expand[]", "charge")
    return try api.post("/v1/refunds", form, idempotencyKey: request.attemptID)
  }

  /// The newest hundred refunds of a payment, which is more than anybody makes.
  func refunds(of intent: String) throws(ProviderError) -> [StripeRefundDocument] {
    var query = FormBody()
    query.add("payment_intent", intent)
    query.add("limit", "100")
    query.add("expand[]", "data.charge")
    let response = try api.get("/v1/refunds", query)
    guard response.status != 404 else { return [] }
    return try api.read(StripeListDocument<StripeRefundDocument>.self, from: response).data
  }

  private func intent(of question: Payment.Question) throws(ProviderError) -> String {
    if let id = question.paymentID, id.hasPrefix("pi_"), Self.isID(id) { return id }
    guard let id = try session(of: question)?.paymentIntent?.id, Self.isID(id) else {
      throw .refused("Stripe has taken no money that could be given back")
    }
    return id
  }
}
