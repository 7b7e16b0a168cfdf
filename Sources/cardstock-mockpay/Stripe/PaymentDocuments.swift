/// A payment intent, as its own events show it.
struct PaymentIntentDocument: Encodable {
  let id: String
  let object = "payment_intent"
  let amount: Int64
  let amount_received: Int64
  let currency: String
  let latest_charge: String
  let metadata: [String: String]
  let status: String

  init(_ payment: Payment, of session: CheckoutSession) {
    id = payment.id
    amount = session.request.total
    amount_received = payment.amount
    currency = session.request.currency
    latest_charge = payment.chargeID
    metadata = session.request.paymentMetadata
    status = payment.amount > 0 ? "succeeded" : "requires_payment_method"
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
  let currency: String
  let disputed: Bool
  let livemode: Bool
  let metadata: [String: String]
  let paid = true
  let payment_intent: String
  /// Only when everything was given back.
  let refunded: Bool
  let status = "succeeded"

  init(_ payment: Payment, of session: CheckoutSession, isLive: Bool) {
    id = payment.chargeID
    amount = payment.amount
    amount_captured = payment.amount
    amount_refunded = payment.refunded
    currency = session.request.currency
    disputed = payment.dispute != nil
    livemode = isLive
    metadata = session.request.paymentMetadata
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

  init(_ payment: Payment, of session: CheckoutSession, isLive: Bool) {
    id = payment.disputeID
    amount = payment.amount
    charge = payment.chargeID
    currency = session.request.currency
    livemode = isLive
    payment_intent = payment.id
    status = (payment.dispute ?? .open).rawValue
  }
}
