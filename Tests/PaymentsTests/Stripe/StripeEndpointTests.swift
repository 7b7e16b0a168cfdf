import Payments
import Shop
import Testing

/// The webhook endpoint at Stripe: made, found again, mended, and read by `check`.
@Suite(.timeLimit(.minutes(20)))
struct StripeEndpointTests {
  private static let url = "https://pay.example/webhooks/stripe"
  private static let version = "2026-10-28.endive"
  private static let secret = "whsec_7Vq2mWz9LrT4xKc8bNf1YdGh5JpS3uAe"

  private func endpoint(
    url: String = url,
    events: [String] = StripeAdapter.events,
    version: String? = version,
    status: String = "enabled",
    secret: String? = nil
  ) -> String {
    let list = events.map { "\"\($0)\"" }.joined(separator: ",")
    let told = secret.map { #","secret":"\#($0)""# } ?? ""
    return """
      {"id":"we_1","url":"\(url)","enabled_events":[\(list)],"status":"\(status)",\
      "api_version":\(version.map { "\"\($0)\"" } ?? "null")\(told)}
      """
  }

  private func list(_ endpoints: String...) -> (Int, String) {
    (200, #"{"data":[\#(endpoints.joined(separator: ","))],"has_more":false}"#)
  }

  private func server(_ name: String, _ answers: (Int, String)...) throws -> CannedServer {
    try CannedServer(name, answers.map { .init($0.0, $0.1) })
  }

  private func setUp(_ server: CannedServer, isNew: Bool = false) throws -> StripeSetup {
    let adapter = try StripeMoneyTests.adapter(server)
    return try adapter.setUp(notifyURL: Self.url, isNew: isNew, StripeMoneyTests.call)
  }

  @Test func `makes the endpoint with all events and the version, and tells the secret once`()
    throws
  {
    let other = endpoint(url: "https://other.example/webhooks/stripe")
    let server = try server(
      "st-we-new",
      list(other),
      (200, endpoint(secret: Self.secret))
    )
    let setup = try setUp(server)
    #expect(setup.secret?.text == Self.secret)
    #expect(setup.changes.count == 1 && setup.changes[0].contains("we_1"))
    let sent = try server.sent()
    #expect(sent.map(\.method) == ["GET", "POST"] && sent[1].path == "/v1/webhook_endpoints")
    let fields = sent[1].fields()
    #expect(fields.contains("url=\(Self.url)") && fields.contains("api_version=\(Self.version)"))
    for (index, event) in StripeAdapter.events.enumerated() {
      #expect(fields.contains("enabled_events[\(index)]=\(event)"))
    }
    #expect(!"\(setup)".contains(Self.secret))
  }

  @Test func `finds the endpoint again and changes nothing`() throws {
    for (name, events) in [("same", StripeAdapter.events), ("all", ["*"])] {
      let server = try server("st-we-\(name)", list(endpoint(events: events)))
      let setup = try setUp(server)
      #expect(setup.changes.isEmpty && setup.secret == nil)
      #expect(try server.sent().count == 1)
    }
  }

  @Test func `adds what is missing, keeps what else is sent, and enables it`() throws {
    let events = Array(StripeAdapter.events.dropLast()) + ["customer.created"]
    let old = endpoint(events: events, status: "disabled")
    let server = try server("st-we-mend", list(old), (200, endpoint()))
    let setup = try setUp(server)
    #expect(setup.changes.count == 2 && setup.secret == nil)
    let sent = try #require(try server.sent().last)
    #expect(sent.path == "/v1/webhook_endpoints/we_1")
    #expect(sent.fields().contains("disabled=false"))
    #expect(sent.fields().contains { $0.hasSuffix("=customer.created") })
    #expect(sent.fields().contains { $0.hasSuffix("=\(StripeAdapter.events.last ?? "")") })
  }

  @Test func `an old version is named, and --new makes another endpoint`() throws {
    let old = endpoint(version: "2024-06-20")
    let setup = try setUp(try server("st-we-old", list(old)))
    #expect(setup.changes.count == 1 && setup.changes[0].contains("2024-06-20"))
    let made = endpoint(secret: Self.secret).replacing("we_1", with: "we_2")
    let new = try setUp(try server("st-we-again", list(old), (200, made)), isNew: true)
    #expect(new.secret?.text == Self.secret)
    #expect(new.changes.count == 2 && new.changes[1].contains("we_1"))
  }

  @Test(
    arguments: [
      ("good", "", "2026-10-28.endive", "enabled", []),
      ("version", "", "2024-06-20", "enabled", ["2024-06-20"]),
      ("default", "", nil, "enabled", ["the account's own"]),
      ("events", "charge.refunded", "2026-10-28.endive", "enabled", ["charge.refunded"]),
      ("disabled", "", "2026-10-28.endive", "disabled", ["disabled"]),
      ("all", "refund.failed", "2025-01-01", "disabled", ["disabled", "refund.failed", "2025"]),
    ] as [(String, String, String?, String, [String])]
  )
  func `check names what is wrong with the endpoint`(
    name: String,
    without: String,
    version: String?,
    status: String,
    words: [String]
  ) throws {
    let events = StripeAdapter.events.filter { $0 != without }
    let found = endpoint(events: events, version: version, status: status)
    let adapter = try StripeMoneyTests.adapter(try server("st-we-check-\(name)", list(found)))
    let remarks = try adapter.inspect(notifyURL: Self.url, StripeMoneyTests.call)
    #expect(remarks.count == words.count)
    for (remark, word) in zip(remarks, words) { #expect(remark.contains(word)) }
  }

  /// An endpoint of the connected account would get events without the account's ID, which are
  /// held.
  @Test func `with Connect the endpoint is the platform's, for connected accounts`() throws {
    let server = try server("st-we-connect", list(), (200, endpoint(secret: Self.secret)))
    let adapter = try StripeMoneyTests.adapter(server, account: "acct_1")
    _ = try adapter.setUp(notifyURL: Self.url, isNew: false, StripeMoneyTests.call)
    let sent = try server.sent()
    #expect(sent.count == 2 && sent.allSatisfy { $0.headers["Stripe-Account"] == nil })
    #expect(sent[1].fields().contains("connect=true"))
    let own = try self.server("st-we-own", list(), (200, endpoint(secret: Self.secret)))
    _ = try setUp(own)
    #expect(try !own.sent()[1].fields().contains { $0.hasPrefix("connect") })
    // Every other call is about the connected account.
    let asked = try self.server("st-we-account", (404, "{}"))
    let ofAccount = try StripeMoneyTests.adapter(asked, account: "acct_1")
    let question = Payment.Question(reference: nil, sessionID: "cs_1")
    _ = try ofAccount.query(question, StripeMoneyTests.call)
    #expect(try asked.sent().map { $0.headers["Stripe-Account"] } == ["acct_1"])
  }

  @Test func `check says that there is no endpoint`() throws {
    let adapter = try StripeMoneyTests.adapter(try server("st-we-none", list()))
    let remarks = try adapter.inspect(notifyURL: Self.url, StripeMoneyTests.call)
    #expect(remarks.count == 1 && remarks[0].contains("payments setup stripe"))
  }
}
