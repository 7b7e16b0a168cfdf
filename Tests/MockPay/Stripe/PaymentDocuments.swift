/// A payment intent, as its own events show it.
struct PaymentIntentDocument: Encodable {
  let id: String
  let object = "payment_intent"
  let amount: Int64
  let amount_received: Int64
  let created: Int64
  let currency: String
  var latest_charge: Expandable
  let metadata: [String: String]
  let status: String

  init(_ payment: Payment, of sale: Sale, _ request: SessionRequest, isPaid: Bool = true) {
    id = payment.id
    amount = sale.amount
    amount_received = isPaid && !payment.isUnfinished ? payment.amount : 0
    created = payment.paidAt
    currency = request.currency
    latest_charge = Expandable(id: payment.stripe.charge)
    metadata = request.paymentMetadata
    let paid = payment.isUnfinished ? "processing" : "succeeded"
    status = isPaid ? paid : "requires_payment_method"
  }
}

/// A charge, as its refunds show it.
struct ChargeDocument: Encodable {
  let id: String
  let object = "charge"
  let amount: Int64
  let amount_captured: Int64
  /// Cumulative.
  let amount_refunded: Int64
  let created: Int64
  let currency: String
  let disputed: Bool
  let livemode: Bool
  let metadata: [String: String]
  let paid = true
  let payment_intent: String
  /// Only when everything was given back.
  let refunded: Bool
  let status = "succeeded"

  init(_ payment: Payment, of sale: Sale, _ request: SessionRequest, isLive: Bool) {
    id = payment.stripe.charge
    amount = payment.amount
    amount_captured = payment.amount
    amount_refunded = payment.refunded
    created = payment.paidAt
    currency = request.currency
    disputed = payment.dispute != nil
    livemode = isLive
    metadata = request.paymentMetadata
    payment_intent = payment.id
    refunded = payment.refunded == payment.amount
  }
}

/// A dispute has metadata of its own: its order is found by the payment intent alone.
struct DisputeDocument: Encodable {
  let id: String
  let object = "dispute"
  let amount: Int64
  let charge: String
  let currency: String
  let livemode: Bool
  let metadata: [String: String] = [:]
  let payment_intent: String
  let reason = "fraudulent"
  let status: String

  init(_ payment: Payment, of sale: Sale, isLive: Bool) {
    id = payment.stripe.dispute
    amount = payment.amount
    charge = payment.stripe.charge
    currency = sale.currency.lowercased()
    livemode = isLive
    payment_intent = payment.id
    status =
      switch payment.dispute {
      case .won: "won"
      case .lost: "lost"
      case .prevented: "prevented"
      default: "needs_response"
      }
  }
}

/// A refund, in its own events and in the answer to the request for it.
struct RefundDocument: Encodable {
  let id: String
  let object = "refund"
  let amount: Int64
  var charge: Expandable
  let created: Int64
  let currency: String
  let failure_reason: Nullable<String>
  var metadata: [String: String]
  let payment_intent: String
  let reason: Nullable<String>
  let status: String

  init(_ refund: Refund, of payment: Payment, _ sale: Sale, _ request: SessionRequest) {
    id = refund.id
    amount = refund.amount
    charge = Expandable(id: payment.stripe.charge)
    created = refund.createdAt
    currency = request.currency
    let isFailed = refund.state == .failed
    failure_reason = Nullable(isFailed ? "expired_or_canceled_card" : nil)
    metadata = request.paymentMetadata
    payment_intent = payment.id
    reason = Nullable(refund.reason)
    status =
      switch refund.state {
      case .processing: "pending"
      case .done: "succeeded"
      case .failed: "failed"
      }
  }
}
