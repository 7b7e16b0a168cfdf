import Payments
import Shop
import Testing

/// Adaptive Pricing, tax and receipts are passed on to Stripe; only the price is compared.
@Suite(.timeLimit(.minutes(20)))
struct StripeOptionsTests {
  private static let key = "whsec_7Vq2mWz9LrT4xKc8bNf1YdGh5JpS3uAe"

  private func adapter(
    _ values: [String: [String]],
    at address: ProviderAddress? = nil
  ) throws -> StripeAdapter {
    try StripeAdapter(
      SettingsSection(
        values: ["live": ["false"]].merging(values) { $1 }
          .merging(address.map { ["api_url": [$0.text]] } ?? [:]) { $1 },
        secrets: [
          "secret_key": [try secret("sk_test_secret")],
          "webhook_secrets": [try secret(Self.key)],
        ]
      )
    )
  }

  @Test(
    arguments: [
      ("none", [:], []),
      ("pricing", ["adaptive_pricing": ["true"]], ["adaptive_pricing[enabled]=true"]),
      ("no-pricing", ["adaptive_pricing": ["false"]], ["adaptive_pricing[enabled]=false"]),
      (
        "tax", ["automatic_tax": ["true"]],
        [
          "automatic_tax[enabled]=true",
          "line_items[0][price_data][tax_behavior]=inclusive",
        ]
      ),
      (
        "receipts", ["receipts": ["true"], "invoices": ["true"]],
        [
          "payment_intent_data[receipt_email]=buyer@example.com", "invoice_creation[enabled]=true",
        ]
      ),
    ] as [(String, [String: [String]], [String])]
  )
  func `settings pass through to the session`(
    name: String,
    values: [String: [String]],
    words: [String]
  ) throws {
    let answer = #"{"id":"cs_1","url":"https://checkout.stripe.com/c/1"}"#
    let server = try CannedServer("st-option-\(name)", [.init(200, answer)])
    _ = try adapter(values, at: try server.address()).start(
      .sample(.stripe),
      Call(now: now) { "n" }
    )
    let fields = try #require(try server.sent().first).fields()
    let names = ["adaptive_pricing", "automatic_tax", "tax_behavior", "receipt_email", "invoice"]
    let found = fields.filter { field in names.contains { field.contains($0) } }
    #expect(Set(found) == Set(words))
    #expect(fields.contains("line_items[0][price_data][unit_amount]=4850"))
  }

  private func paid(_ values: [String: [String]], _ object: String) throws -> PaidFact {
    let body = """
      {"id":"evt_1","type":"checkout.session.completed","livemode":false,\
      "data":{"object":\(object)}}
      """
    let header = "t=1795000000,v1=\(stripeCode(body, Self.key))"
    let request = WebhookRequest(
      headers: [("Stripe-Signature", header)],
      body: Array(body.utf8)
    )
    guard case .paid(let fact) = try adapter(values).event(request, at: now).fact else {
      throw UnexpectedFact()
    }
    return fact
  }

  private struct UnexpectedFact: Error {}

  private func session(_ more: String, total: Int = 4_850) -> String {
    """
    {"id":"cs_1","amount_subtotal":4850,"amount_total":\(total),"currency":"cny",\
    "payment_status":"paid","payment_intent":"pi_1"\(more)}
    """
  }

  @Test func `tax in the price is the price; on top of it is another amount, and held`() throws {
    let inclusive = session(#","total_details":{"amount_tax":275}"#)
    #expect(try paid(["automatic_tax": ["true"]], inclusive).amount.minorUnits == 4_850)
    let added = session(#","total_details":{"amount_tax":291}"#, total: 5_141)
    #expect(try paid(["automatic_tax": ["true"]], added).amount.minorUnits == 5_141)
  }

  @Test func `what a buyer saw in another currency is not what the shop asked`() throws {
    let more = #","presentment_details":{"presentment_amount":671,"presentment_currency":"usd"}"#
    let fact = try paid(["adaptive_pricing": ["true"]], session(more))
    #expect(fact.amount.description == "48.50 CNY")
  }
}
