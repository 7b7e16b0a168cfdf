import cardstock_mockpay

/// Requests of a shop to PayPal, and what it says against them.
enum PayPalSample {
  static let now: Int64 = 1_795_000_000

  static func order(
    value: String = "48.50",
    currency: String = "USD",
    invoice: String = "I1",
    name: String = "Card 50"
  ) throws -> OrderRequestDocument {
    let text = """
      {"intent": "CAPTURE", "purchase_units": [{"custom_id": "P1", "invoice_id": "\(invoice)",
      "description": "\(name)", "amount": {"currency_code": "\(currency)", "value": "\(value)"}}],
      "payment_source": {"paypal": {"experience_context": {
      "return_url": "http://127.0.0.1:1/r", "cancel_url": "http://127.0.0.1:1/c"}}}}
      """
    return try decodeBody(OrderRequestDocument.self, Array(text.utf8))
  }

  /// PayPal's word for what is wrong; nil where nothing is.
  static func issue(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return (error as? PayPalError)?.issue
    }
  }
}
