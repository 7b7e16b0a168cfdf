import Testing
import cardstock_mockpay

@Suite(.timeLimit(.minutes(20)))
struct SessionRequestTests {
  @Test func `reads a good request`() throws {
    let request = try SessionRequest(sampleForm(), now: 0)
    #expect(request.items.map(\.name) == ["Steam 50"])
    #expect(request.items.map(\.unitAmount) == [4850])
    #expect(request.items.map(\.quantity) == [2])
    #expect(request.currency == "cny")
    #expect(request.total == 9700)
    #expect(request.email == "buyer@example.test")
    #expect(request.metadata["order_id"] == "A1B2C3D4E5F6G7H8J9K0")
    #expect(request.paymentMetadata["order_id"] == "A1B2C3D4E5F6G7H8J9K0")
  }

  @Test func `a session lives for a day unless it says otherwise`() throws {
    #expect(try SessionRequest(sampleForm(["expires_at": nil]), now: 100).expiresAt == 86_500)
  }

  @Test(
    arguments: [
      ("mode", "subscription"),
      ("mode", nil),
      ("line_items[0][price_data][currency]", "CNY"),
      ("line_items[0][price_data][unit_amount]", "0"),
      ("line_items[0][price_data][unit_amount]", "48.50"),
      ("line_items[0][price_data][unit_amount]", "-1"),
      ("line_items[0][price_data][product_data][name]", nil),
      ("line_items[0][quantity]", nil),
      ("success_url", "/thanks"),
      ("cancel_url", nil),
      ("client_reference_id", "with%20space"),
      ("client_reference_id", String(repeating: "A", count: 201)),
      ("metadata[order_id]", nil),
      ("payment_intent_data[metadata][order_id]", nil),
      ("customer_email", "nobody"),
      ("expires_at", "1799"),
      ("expires_at", "86401"),
      ("metadata[\(String(repeating: "k", count: 41))]", "x"),
      ("line_items[0][price]_typo", "x"),
      ("automatic_tax", "x"),
    ] as [(String, String?)]
  )
  func `refuses a bad field and names it`(name: String, value: String?) throws {
    let form = try sampleForm([name: value])
    let error = #expect(throws: StripeError.self) { try SessionRequest(form, now: 0) }
    #expect(error?.statusCode == 400)
    #expect(error?.type == "invalid_request_error")
    #expect(error?.parameter == name)
  }

  @Test func `takes twelve digits of rupiah, and no thirteenth`() throws {
    let form = { (amount: String) in
      try sampleForm([
        "line_items[0][price_data][currency]": "idr", "line_items[0][quantity]": "1",
        "line_items[0][price_data][unit_amount]": amount,
      ])
    }
    #expect(try SessionRequest(form("999999999999"), now: 0).total == 999_999_999_999)
    #expect(throws: StripeError.self) { try SessionRequest(form("1000000000000"), now: 0) }
  }

  @Test(arguments: ["a=%zz", "a=%4", "a=%ff", "a=1&a=2"])
  func `refuses a broken form`(text: String) {
    #expect(throws: StripeError.self) { try FormFields(form: text) }
  }
}
