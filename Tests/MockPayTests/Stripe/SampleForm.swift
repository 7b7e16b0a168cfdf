import cardstock_mockpay

/// The form of a good request, with some fields changed; nil leaves a field out.
func sampleForm(_ changes: [String: String?] = [:]) throws -> FormFields {
  var fields: [String: String] = [
    "mode": "payment",
    "line_items[0][price_data][currency]": "cny",
    "line_items[0][price_data][unit_amount]": "4850",
    "line_items[0][price_data][product_data][name]": "Steam%2050",
    "line_items[0][quantity]": "2",
    "success_url": "http://127.0.0.1:8080/thanks?session={CHECKOUT_SESSION_ID}",
    "cancel_url": "http://127.0.0.1:8080/",
    "client_reference_id": "A1B2C3D4E5F6G7H8J9K0",
    "metadata[order_id]": "A1B2C3D4E5F6G7H8J9K0",
    "payment_intent_data[metadata][order_id]": "A1B2C3D4E5F6G7H8J9K0",
    "customer_email": "buyer%40example.test",
    "expires_at": "2100",
    "locale": "zh",
  ]
  for (name, value) in changes { fields[name] = value }
  return try FormFields(form: fields.map { "\($0.key)=\($0.value)" }.joined(separator: "&"))
}
