import Foundation
import Payments
import Shop
import TestServers
import Testing

/// Orders, tokens and certificates, against canned answers of a real server on loopback.
@Suite(.timeLimit(.minutes(20)))
struct PayPalCallTests {
  static let token = CannedServer.Answer(200, #"{"access_token":"A21.token","expires_in":32400}"#)
  static let call = Call(now: now) { "nonce" }

  static func adapter(_ server: CannedServer) throws -> PayPalAdapter {
    try PretendPayPal.shared.get().adapter(at: server.address().text)
  }

  private func start(
    _ server: CannedServer,
    units: Int64 = 4_850,
    _ currency: String = "USD",
    _ language: Language = .chinese,
    with adapter: PayPalAdapter? = nil,
    at moment: Timestamp = now
  ) throws -> Result<StartedCheckout, ProviderError> {
    let adapter = try adapter ?? Self.adapter(server)
    let request = try StartRequest.sample(
      .paypal,
      units: units,
      currency: currency,
      language: language
    )
    let call = Call(now: moment) { "nonce" }
    return Result { () throws(ProviderError) in try adapter.start(request, call) }
  }

  private func made(_ href: String = "https://www.paypal.com/checkoutnow?token=5O1") -> String {
    """
    {"id":"5O190127TN364715T","status":"PAYER_ACTION_REQUIRED","links":[\
    {"href":"https://api.paypal.com/v2/checkout/orders/5O190127TN364715T","rel":"self"},\
    {"href":"\(href)","rel":"payer-action"}]}
    """
  }

  @Test func `makes an order with everything that webhooks will need`() throws {
    let server = try CannedServer("pp-start", [Self.token, .init(200, made())])
    let url = "https://www.paypal.com/checkoutnow?token=5O1"
    let expected = StartedCheckout(sessionID: "5O190127TN364715T", step: .redirect(url: url))
    #expect(try start(server).get() == expected)
    let sent = try server.sent()
    #expect(sent.map(\.line) == ["POST /v1/oauth2/token", "POST /v2/checkout/orders"])
    #expect(sent[0].body == "grant_type=client_credentials")
    let pair = Data("client-1:secret-of-the-client".utf8).base64EncodedString()
    #expect(sent[0].headers["Authorization"] == "Basic \(pair)")
    #expect(sent[1].headers["Authorization"] == "Bearer A21.token")
    #expect(sent[1].headers["PayPal-Request-Id"] == "CSZTL2EYAMJZ00010001")
    #expect(sent[1].headers["Content-Type"] == "application/json")
    #expect(
      try sent[1].json() == """
        {"intent":"CAPTURE","payment_source":{"paypal":{"experience_context":{\
        "cancel_url":"https://shop.example/products/steam-50/","locale":"zh-CN",\
        "payment_method_preference":"IMMEDIATE_PAYMENT_REQUIRED",\
        "return_url":"https://pay.example/checkouts/CSZTL2EYAMJZ00010001/return",\
        "shipping_preference":"NO_SHIPPING","user_action":"PAY_NOW"}}},\
        "purchase_units":[{"amount":{"currency_code":"USD","value":"48.50"},\
        "custom_id":"CSZTL2EYAMJZ00010001","description":"礼品卡 & 50 元+",\
        "invoice_id":"CSZTL2EYAMJZ00010001"}]}
        """
    )
  }

  @Test(
    arguments: [
      ("pp-jpy", 6_859, "JPY", "6859"), ("pp-huf", 125_000, "HUF", "1250"),
      ("pp-eur", 1, "EUR", "0.01"),
    ] as [(String, Int64, String, String)]
  )
  func `writes amounts as PayPal takes them`(
    name: String,
    units: Int64,
    currency: String,
    value: String
  ) throws {
    let server = try CannedServer(name, [Self.token, .init(200, made())])
    #expect(throws: Never.self) { try start(server, units: units, currency).get() }
    let sent = try #require(try server.sent().last)
    #expect(sent.body.contains(#""currency_code":"\#(currency)","value":"\#(value)""#))
  }

  @Test func `refuses a part of a coin that PayPal has not`() throws {
    let server = try CannedServer("pp-coin", [Self.token])
    guard case .failure(.refused) = try start(server, units: 125_050, "HUF") else {
      Issue.record("expected a refusal")
      return
    }
    #expect(try server.sent().isEmpty)
  }

  @Test func `keeps its token until shortly before it ends`() throws {
    let order = CannedServer.Answer(200, made())
    let server = try CannedServer("pp-token", [Self.token, order, order, Self.token, order])
    let adapter = try Self.adapter(server)
    for seconds in [0, 32_400 - 121, 32_400 - 119] as [Int64] {
      let moment = now.advanced(seconds: seconds)
      #expect(throws: Never.self) { try start(server, with: adapter, at: moment).get() }
    }
    let paths = try server.sent().map(\.path)
    #expect(paths.count == 5 && paths[3] == "/v1/oauth2/token")
  }

  @Test func `asks for a new token when the old one is withdrawn`() throws {
    let withdrawn = CannedServer.Answer(401, #"{"error":"invalid_token"}"#)
    let server = try CannedServer(
      "pp-withdrawn",
      [Self.token, withdrawn, Self.token, .init(200, made())]
    )
    #expect(throws: Never.self) { try start(server).get() }
    #expect(try server.sent().count == 4)
  }

  @Test(arguments: [
    ("pp-busy", 500, "<html>"), ("pp-limit", 429, "{}"), ("pp-conflict", 409, "{}"),
    ("pp-empty", 200, "ok"),
  ])
  func `calls it temporary when PayPal has its own trouble`(
    name: String,
    status: Int,
    body: String
  ) throws {
    let server = try CannedServer(name, [Self.token, .init(status, body)])
    guard case .failure(.temporary) = try start(server) else {
      Issue.record("expected a temporary failure")
      return
    }
  }

  @Test func `says PayPal's reason without the secret`() throws {
    let body = """
      {"name":"UNPROCESSABLE_ENTITY","message":"No.","debug_id":"f1","details":[\
      {"issue":"DUPLICATE_INVOICE_ID","description":"Seen before."}]}
      """
    let rejected = try CannedServer("pp-rejected", [Self.token, .init(422, body)])
    let words = "UNPROCESSABLE_ENTITY, No., DUPLICATE_INVOICE_ID, Seen before., debug ID f1"
    #expect(try start(rejected) == .failure(.refused("PayPal answered 422, \(words)")))
    let said = #"{"error":"invalid_client","error_description":"not secret-of-the-client"}"#
    let unknown = try CannedServer("pp-unknown", [.init(401, said)])
    let expected = "PayPal answered 401, invalid_client, not <redacted>"
    #expect(try start(unknown) == .failure(.temporary(expected)))
  }

  @Test(arguments: [
    ("pp-script", "javascript:alert(1)"), ("pp-plain", "http://www.paypal.com/"), ("pp-none", ""),
    ("pp-tricky", "http://127.0.0.1.evil.example/"),
  ])
  func `sends nobody to an address without TLS`(name: String, url: String) throws {
    let server = try CannedServer(name, [Self.token, .init(200, made(url))])
    guard case .failure(.refused) = try start(server) else {
      Issue.record("expected a refusal")
      return
    }
  }

  @Test func `fetches a certificate from where PayPal publishes it, and believes only good ones`()
    throws
  {
    let paypal = try PretendPayPal.shared.get()
    let server = try CannedServer("pp-certificates", [])
    let adapter = try Self.adapter(server)
    let folder = try CannedServer.shared.get().folder
    let stranger = try PretendPayPal.pem([
      paypal.leaf(
        by: .init(
          name: paypal.root.name,
          key: PretendPayPal.issuer("x", under: nil).key,
          certificate: paypal.root.certificate
        )
      )
    ])
    let files = ["good": try paypal.published(paypal.leaf()), "stranger": stranger, "odd": "odd"]
    for (name, pem) in files {
      let file = folder.appending(path: "\(name).published.pem")
      try Data(pem.utf8).write(to: file)
    }
    let base = "\(try CannedServer.origin())/v1/notifications/certs/"
    for name in ["none", "stranger", "odd", "elsewhere"] {
      #expect(try adapter.learnKey(base + name, Self.call) == false, "\(name)")
    }
    #expect(try adapter.learnKey(base + "good", Self.call))
    let headers = try paypal.headers(PayPalWebhookTests.body, url: base + "good")
    let request = WebhookRequest(headers: headers, body: Array(PayPalWebhookTests.body.utf8))
    #expect(throws: Never.self) { try adapter.verify(request, at: now) }
    // A known certificate is not fetched again, and is stored for the next start.
    try Data("odd".utf8).write(to: folder.appending(path: "good.published.pem"))
    #expect(try adapter.learnKey(base + "good", Self.call))
    let state = folder.appending(path: "state-\(UInt64.random(in: 0 ... .max))").path
    try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
    let first = try Self.adapter(server)
    try first.keepKeys(in: state, at: now)
    #expect(first.keep(files["good"] ?? "", from: base + "good", at: now))
    let next = try Self.adapter(server)
    try next.keepKeys(in: state, at: now)
    #expect(throws: Never.self) { try next.verify(request, at: now) }
    // A forged file adds no certificate without a root, and old ones do not come back.
    let file = state + "/paypal-certificates.pem"
    try Data("# \(base)good\n\(stranger)\n".utf8).write(to: URL(fileURLWithPath: file))
    let careful = try Self.adapter(server)
    try careful.keepKeys(in: state, at: now)
    #expect(throws: WebhookRefusal.unknownKey(base + "good")) {
      try careful.verify(request, at: now)
    }
  }
}
