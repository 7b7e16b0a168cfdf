/// A checkout session as the API and its events show it.
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

/// The answer to a search for sessions; it is never long enough for a second page.
struct SessionListDocument: Encodable {
  let object = "list"
  let data: [SessionDocument]
  let has_more = false
  let url = "/v1/checkout/sessions"
}
