import Foundation

/// The version of Stripe's API whose forms these are.
let stripeVersion = "2026-10-28.endive"

/// A value that is written as `null` when absent, as Stripe does.
struct Nullable<Value: Encodable>: Encodable {
  let value: Value?

  init(_ value: Value?) {
    self.value = value
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    guard let value else { return try container.encodeNil() }
    try container.encode(value)
  }
}

struct EventDocument<Object: Encodable>: Encodable {
  struct Payload: Encodable {
    let object: Object
  }

  struct Cause: Encodable {
    let id = Nullable<String>(nil)
    let idempotency_key = Nullable<String>(nil)
  }

  let id: String
  let object = "event"
  let api_version = stripeVersion
  let created: Int64
  let livemode: Bool
  let pending_webhooks = 1
  let request = Cause()
  let type: String
  let data: Payload
}

struct SessionDocument: Encodable {
  struct Customer: Encodable {
    let email: Nullable<String>
  }

  let id: String
  let object = "checkout.session"
  let amount_subtotal: Int64
  let amount_total: Int64
  let cancel_url: String
  let client_reference_id: Nullable<String>
  let created: Int64
  let currency: String
  let customer_details: Customer
  let customer_email: Nullable<String>
  let expires_at: Int64
  let livemode: Bool
  let locale: Nullable<String>
  let metadata: [String: String]
  let mode = "payment"
  let payment_intent: Nullable<String>
  let payment_status: String
  let status: String
  let success_url: String
  let url: Nullable<String>

  init(
    _ session: CheckoutSession,
    payment: Payment? = nil,
    isLive: Bool,
    url: String?
  ) {
    let payment = payment ?? session.payments.first
    id = session.id
    amount_subtotal = session.request.total
    amount_total = session.request.total
    cancel_url = session.request.cancelURL
    client_reference_id = Nullable(session.request.clientReference)
    created = session.createdAt
    currency = session.request.currency
    customer_details = Customer(email: Nullable(session.request.email))
    customer_email = Nullable(session.request.email)
    expires_at = session.request.expiresAt
    livemode = isLive
    locale = Nullable(session.request.locale)
    metadata = session.request.metadata
    payment_intent = Nullable(payment?.id)
    payment_status = payment == nil ? "unpaid" : "paid"
    status = session.status.rawValue
    success_url = session.request.successURL
    self.url = Nullable(session.status == .open ? url : nil)
  }
}

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

struct SessionListDocument: Encodable {
  let object = "list"
  let data: [SessionDocument]
  let has_more = false
  let url = "/v1/checkout/sessions"
}

/// Writes a document as Stripe does: indented, so that nobody parses and prints it by chance the same.
func encode(_ document: some Encodable) -> [UInt8] {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  do {
    return [UInt8](try encoder.encode(document))
  } catch {
    preconditionFailure("documents hold only text, whole numbers and truth values")
  }
}
