import Foundation
import Payments
import Shop
import TestServers
import Testing

/// Starting checkouts against canned answers of a real server on loopback.
@Suite(.timeLimit(.minutes(20)))
struct StripeCheckoutTests {
  static let server = Result { try PythonServer(script: "http_server.py") }

  private func start(
    _ name: String,
    _ language: Language = .chinese
  ) throws -> Result<StartedCheckout, ProviderError> {
    let port = try #require(try Self.server.get().ports["http"])
    let adapter = StripeAdapter(
      secrets: [],
      isLive: false,
      api: StripeAPI(
        key: try secret("sk_test_secret"),
        address: try #require(ProviderAddress("http://127.0.0.1:\(port)/canned/\(name)"))
      )
    )
    let request = try StartRequest.sample(
      .stripe,
      quantity: 2,
      language: language,
      returnURL: "https://pay.example/orders/thanks?a=1&b=2"
    )
    let call = Call(now: now) { "nonce" }
    return Result { () throws(ProviderError) in try adapter.start(request, call) }
  }

  private struct SentDocument: Decodable {
    let method: String
    let path: String
    let body: String
    let headers: [String: String]
  }

  @Test func `asks for a session with everything that events will need`() throws {
    let started = try start("good").get()
    let step = PayStep.redirect(url: "https://pay.example/c/1")
    #expect(started == StartedCheckout(sessionID: "cs_test_1", step: step))
    let data = try #require(try Self.server.get().written("good.1.json"))
    let sent = try JSONDecoder().decode(SentDocument.self, from: data)
    #expect(sent.method == "POST")
    #expect(sent.path == "/canned/good/v1/checkout/sessions")
    #expect(sent.headers["Authorization"] == "Bearer sk_test_secret")
    #expect(sent.headers["Idempotency-Key"] == "CSZTL2EYAMJZ00010001")
    #expect(sent.headers["Stripe-Version"] == "2026-10-28.endive")
    #expect(sent.headers["Content-Type"] == "application/x-www-form-urlencoded")
    let fields = sent.body.split(separator: "&").map { pair in
      pair.split(separator: "=", maxSplits: 1).map { $0.removingPercentEncoding ?? "?" }
    }
    #expect(
      fields == [
        ["mode", "payment"],
        ["line_items[0][price_data][currency]", "cny"],
        ["line_items[0][price_data][unit_amount]", "4850"],
        ["line_items[0][price_data][product_data][name]", "礼品卡 & 50 元+"],
        ["line_items[0][quantity]", "2"],
        ["success_url", "https://pay.example/orders/thanks?a=1&b=2"],
        ["cancel_url", "https://shop.example/products/steam-50/"],
        ["client_reference_id", "CSZTL2EYAMJZ00010001"],
        ["metadata[order_id]", "CSZTL2EYAMJZ00010001"],
        ["metadata[sku]", "STEAM-50"],
        ["payment_intent_data[metadata][order_id]", "CSZTL2EYAMJZ00010001"],
        ["customer_email", "buyer@example.com"],
        ["expires_at", "1795002640"],
        ["locale", "zh"],
      ]
    )
  }

  @Test func `tries once more when the network fails, and asks for the same`() throws {
    #expect(try start("flaky", .english).get().sessionID == "cs_test_1")
    let server = try Self.server.get()
    let first = try JSONDecoder().decode(
      SentDocument.self,
      from: try #require(try server.written("flaky.1.json"))
    )
    let second = try JSONDecoder().decode(
      SentDocument.self,
      from: try #require(try server.written("flaky.2.json"))
    )
    #expect(first.body == second.body)
    #expect(first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"])
  }

  @Test func `gives up after the second try`() throws {
    guard case .failure(.temporary) = try start("dead") else {
      Issue.record("expected a temporary failure")
      return
    }
    #expect(try Self.server.get().written("dead.2.json") != nil)
    #expect(try Self.server.get().written("dead.3.json") == nil)
  }

  @Test(arguments: [
    "limit", "conflict", "trouble", "not-json", "no-url", "unauthorized", "redirecting",
  ])
  func `calls it temporary when Stripe has its own trouble`(name: String) throws {
    guard case .failure(.temporary) = try start(name) else {
      Issue.record("expected a temporary failure")
      return
    }
  }

  @Test(arguments: [
    "rejected", "script-url", "plain-url", "tricky-url",
  ])
  func `calls it refused when asking again would not help`(name: String) throws {
    guard case .failure(.refused) = try start(name) else {
      Issue.record("expected a refusal")
      return
    }
  }

  @Test func `believes no answer that is too long`() throws {
    guard case .failure(.untrusted) = try start("huge") else {
      Issue.record("expected an answer that is not believed")
      return
    }
  }

  @Test func `sends a buyer to loopback only with a mock there`() throws {
    let step = try start("loopback-url").get().step
    #expect(step == .redirect(url: "http://127.0.0.1:9/pay/1"))
  }

  @Test func `says Stripe's reason without the key, the address or a control character`() throws {
    guard case .failure(let rejected) = try start("rejected"),
      case .failure(let unauthorized) = try start("unauthorized")
    else {
      Issue.record("expected refusals")
      return
    }
    #expect(
      rejected.description == "refused: Stripe answered 400, invalid_request_error, email_invalid, "
        + "customer_email, Invalid email address: <address>??[31m"
    )
    #expect(!unauthorized.description.contains("sk_test_secret"))
  }
}
