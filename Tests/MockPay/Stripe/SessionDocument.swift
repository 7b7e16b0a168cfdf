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
  var payment_intent: Nullable<Expandable>
  let payment_status: String
  let status: String
  let success_url: String
  let url: Nullable<String>

  init(
    _ sale: Sale,
    _ request: SessionRequest,
    payment: Payment? = nil,
    isLive: Bool,
    url: String?
  ) {
    let payment = payment ?? sale.payments.first
    id = sale.id
    amount_subtotal = sale.amount
    amount_total = sale.amount
    cancel_url = request.cancelURL
    client_reference_id = Nullable(request.clientReference)
    created = sale.createdAt
    currency = request.currency
    customer_details = Customer(email: Nullable(request.email))
    customer_email = Nullable(request.email)
    expires_at = sale.expiresAt
    livemode = isLive
    locale = Nullable(request.locale)
    metadata = request.metadata
    payment_intent = Nullable(payment.map { Expandable(id: $0.id) })
    payment_status = payment?.isUnfinished == false ? "paid" : "unpaid"
    status =
      switch sale.state {
      case .open, .approved: "open"
      case .paid: "complete"
      case .ended: "expired"
      }
    success_url = request.successURL
    self.url = Nullable(sale.state == .open ? url : nil)
  }
}

/// The answer to a search for sessions; it is never long enough for a second page.
struct SessionListDocument: Encodable {
  let object = "list"
  let data: [SessionDocument]
  let has_more = false
  let url = "/v1/checkout/sessions"
}
