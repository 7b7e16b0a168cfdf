import Shop

extension StripeAdapter {
  /// Opens a Checkout Session for a checkout; a repeat returns the same one.
  package func start(
    _ request: StartRequest,
    _ call: Call
  ) throws(ProviderError) -> StartedCheckout {
    let checkout = request.checkout
    let response = try api.post(
      "/v1/checkout/sessions",
      form(request),
      idempotencyKey: checkout.reference.text
    )
    let session = try api.read(
      StripeStartedDocument.self,
      from: response,
      without: checkout.email.text
    )
    guard WebhookBody.isIdentifier(session.id), api.address.leads(to: session.url) else {
      throw .refused("Stripe answered with a session that has no https address")
    }
    return StartedCheckout(sessionID: session.id, step: .redirect(url: session.url))
  }

  /// Made only from the checkout, so that a repeat under the same idempotency key is equal.
  private func form(_ request: StartRequest) -> FormBody {
    let checkout = request.checkout
    let line = checkout.line
    var form = FormBody()
    form.add("mode", "payment")
    form.add("line_items[0][price_data][currency]", checkout.amount.currency.code.lowercased())
    form.add("line_items[0][price_data][unit_amount]", String(line.unitPrice.minorUnits))
    form.add("line_items[0][price_data][product_data][name]", String(line.title.prefix(250)))
    form.add("line_items[0][quantity]", String(line.quantity))
    form.add("success_url", request.returnURL)
    form.add("cancel_url", request.cancelURL)
    form.add("client_reference_id", checkout.reference.text)
    form.add("metadata[order_id]", checkout.reference.text)
    form.add("metadata[sku]", line.sku.text)
    // Refunds and disputes name the payment, which does not inherit the session's metadata.
    form.add("payment_intent_data[metadata][order_id]", checkout.reference.text)
    form.add("customer_email", checkout.email.text)
    // More than half an hour, Stripe's shortest, even after the longest wait in line.
    form.add("expires_at", String(checkout.payUntil.seconds))
    addOptions(to: &form, checkout)
    form.add("locale", checkout.language == .chinese ? "zh" : "en")
    return form
  }
}

extension StripeAdapter {
  /// Adds what the settings pass through; the amount stays the price.
  private func addOptions(to form: inout FormBody, _ checkout: Checkout) {
    if let isOn = options.adaptivePricing {
      form.add("adaptive_pricing[enabled]", String(isOn))
    }
    if options.hasTax {
      form.add("automatic_tax[enabled]", "true")
      form.add("line_items[0][price_data][tax_behavior]", "inclusive")
    }
    if options.sendsReceipts {
      form.add("payment_intent_data[receipt_email]", checkout.email.text)
    }
    if options.makesInvoices { form.add("invoice_creation[enabled]", "true") }
  }
}

/// The parts of a created session that we read.
private struct StripeStartedDocument: Decodable {
  let id: String
  let url: String
}
