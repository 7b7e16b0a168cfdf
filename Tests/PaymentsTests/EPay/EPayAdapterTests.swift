import Crypto
import Foundation
import Payments
import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct EPayAdapterTests {
  private static let key = PretendEPay.key
  private let reference = PretendEPay.reference
  private let call = PretendEPay.call

  private func adapter(_ gateway: String = "https://pay.epay.example") throws -> EPayAdapter {
    try EPayAdapter(
      SettingsSection(
        values: ["understood": ["true"], "pid": ["8719"], "gateway_url": [gateway]],
        secrets: ["key": [try secret(Self.key)]]
      )
    )
  }

  /// The signature of fields that are already sorted.
  private func sign(_ text: String) -> String {
    Insecure.MD5.hash(data: Data("\(text)\(Self.key)".utf8))
      .map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  private func request(money: String = "97.00", pid: String = "8719") -> WebhookRequest {
    let fields =
      "money=\(money)&name=A b&out_trade_no=CSZTL2EYAMJZ00010001&pid=\(pid)"
      + "&trade_no=20266877116583255851&trade_status=TRADE_SUCCESS&type=alipay"
    let query = fields.replacing(" ", with: "+") + "&param=&sign_type=MD5&sign=\(sign(fields))"
    return WebhookRequest(headers: [], body: [], query: query)
  }

  private func paid(_ mismatch: HoldReason? = nil) throws -> PaymentFact {
    let key = Payment.Key(paymentID: PretendEPay.number, reference: reference)
    return .paid(PaidFact(key: key, amount: try PretendEPay.yuan(9_700), mismatch: mismatch))
  }

  @Test func `makes no more than a claim of a signed notification`() throws {
    guard case .claim(let claim) = try adapter().verify(request(), at: now) else {
      Issue.record("expected a claim")
      return
    }
    #expect(claim.claimed == (try paid()))
    #expect(claim.question.reference == reference)
    #expect(claim.id == "20266877116583255851-TRADE_SUCCESS")
  }

  @Test func `probes with a signed notification in the query, of no consequence`() throws {
    let probe = try adapter().probe(call)
    #expect(probe.isSigned)
    let query = try #require(probe.query)
    let request = WebhookRequest(headers: [], body: [], query: query)
    #expect(try adapter().event(request, at: now).fact == .irrelevant)
    let bent = WebhookRequest(headers: [], body: [], query: query + "0")
    #expect(throws: WebhookRefusal.self) { try adapter().verify(bent, at: now) }
  }

  @Test func `holds what was paid to another shop`() throws {
    let event = try adapter().event(request(pid: "1"), at: now)
    #expect(event.fact == (try paid(.account)))
  }

  @Test(arguments: ["", "0.00", "-1", "97.001", "9e1"])
  func `refuses an amount that is none`(money: String) throws {
    #expect(throws: WebhookRefusal.self) { try adapter().verify(request(money: money), at: now) }
  }

  @Test func `refuses a signature in capitals`() throws {
    let signed = request().query
    let query = String(signed.dropLast(32)) + signed.suffix(32).uppercased()
    let bent = WebhookRequest(headers: [], body: [], query: query)
    #expect(throws: WebhookRefusal.self) { try adapter().verify(bent, at: now) }
  }

  @Test(arguments: ["sign_type=RSA", "sign_type=", "money=1", "sign=00"])
  func `refuses what was changed or said twice`(field: String) throws {
    let name = field.prefix { $0 != "=" }
    let fields = request().query.split(separator: "&")
    let changed = fields.map { $0.hasPrefix("\(name)=") ? field : String($0) }
    let requests = [changed, fields.map(String.init) + [field]].map { fields in
      WebhookRequest(headers: [], body: [], query: fields.joined(separator: "&"))
    }
    for request in requests {
      #expect(throws: WebhookRefusal.self) { try adapter().verify(request, at: now) }
    }
  }

  private func find(_ name: String, _ body: String) throws -> Result<Payment.Finding, ProviderError>
  {
    let server = try CannedServer("epay-\(name)", [.init(200, body)])
    let adapter = try adapter(try server.address().text)
    let question = Payment.Question(reference: reference)
    let result = Result { () throws(ProviderError) in try adapter.query(question, call) }
    let line = try server.sent().first?.line
    #expect(
      line == "GET /api.php?act=order&pid=8719&key=\(Self.key)&out_trade_no=CSZTL2EYAMJZ00010001"
    )
    return result
  }

  @Test func `asks whether an order is paid`() throws {
    let order = #"{"code":1,"msg":"ok","trade_no":"20266877116583255851","pid":8719,"#
    let ours = #""out_trade_no":"CSZTL2EYAMJZ00010001","money":"97.00","#
    let finding = Payment.Finding(facts: [try paid()], isFinal: true)
    #expect(try find("paid", order + ours + #""status":"1"}"#).get() == finding)
    #expect(try find("paid-number", order + ours + #""status":1}"#).get() == finding)
    let number = ours.replacing(#""97.00""#, with: "97.0")
    #expect(try find("paid-decimal", order + number + #""status":1}"#).get() == finding)
    #expect(try find("open", order + ours + #""status":0}"#).get() == .open)
    #expect(try find("none", #"{"code":-1,"msg":"no such order"}"#).get() == .open)
    let faulty = [
      order + ours.replacing("0001\"", with: "0002\"") + #""status":1}"#,
      order.replacing("8719", with: "1") + ours + #""status":1}"#,
      order + ours.replacing(#""97.00""#, with: "97.005") + #""status":1}"#, "<html>", "",
    ]
    for (index, body) in faulty.enumerated() {
      guard case .failure(.untrusted) = try find("faulty-\(index)", body) else {
        Issue.record("expected disbelief of answer \(index)")
        continue
      }
    }
  }

  @Test func `sends the buyer to a signed address`() throws {
    let started = try adapter().start(PretendEPay.request(), call)
    let signature = sign(
      "money=97.00&name=STEAM-50&notify_url=https://p.example/n&out_trade_no=CSZTL2EYAMJZ00010001"
        + "&pid=8719&return_url=https://p.example/r"
    )
    #expect(
      started.step
        == .redirect(
          url: "https://pay.epay.example/submit.php?pid=8719&out_trade_no=CSZTL2EYAMJZ00010001"
            + "&notify_url=https%3A%2F%2Fp.example%2Fn&return_url=https%3A%2F%2Fp.example%2Fr"
            + "&name=STEAM-50&money=97.00&sign=\(signature)&sign_type=MD5"
        )
    )
  }

  @Test func `a notification may come as a form, and not as a form and a query at once`() throws {
    let query = request().query
    let posted = WebhookRequest(headers: [], body: Array(query.utf8))
    guard case .claim(let claim) = try adapter().verify(posted, at: now) else {
      Issue.record("expected a claim")
      return
    }
    #expect(claim.claimed == (try paid()))
    let both = WebhookRequest(headers: [], body: Array(query.utf8), query: query)
    #expect(throws: WebhookRefusal.self) { try adapter().verify(both, at: now) }
    let bent = WebhookRequest(headers: [], body: Array((query + "0").utf8))
    #expect(throws: WebhookRefusal.self) { try adapter().verify(bent, at: now) }
  }

  @Test(
    arguments: [
      ("https://pay.example.com/submit.php", "https://pay.example.com"),
      ("https://pay.example.com/api.php/", "https://pay.example.com"),
      ("https://pay.example.com/mapi.php?act=order", "https://pay.example.com"),
      ("https://pay.example.com/pay/submit.php#x", "https://pay.example.com/pay"),
      ("https://pay.example.com//", "https://pay.example.com"),
      ("https://pay.example.com/?pid=1", "https://pay.example.com"),
      ("https://pay.example.com", nil), ("https://pay.example.com/", nil),
      ("https://pay.example.com/pay", nil), ("https://pay.php", nil),
      ("http://127.0.0.1:9/epay", nil),
    ] as [(String, String?)]
  )
  func `a page behind the aggregator's address is named with the address to write`(
    written: String,
    mended: String?
  ) throws {
    guard let mended else {
      _ = try adapter(written)
      return
    }
    let fault = #expect(throws: SettingFault.self) { try adapter(written) }
    #expect(fault?.name == "gateway_url")
    #expect(fault?.remedy.hasPrefix("write \(mended): ") == true)
  }

  @Test func `takes no settings before a person has understood the risk`() throws {
    for values in [["understood": ["false"]], [:]] as [[String: [String]]] {
      #expect(throws: SettingFault.self) { try EPayAdapter(SettingsSection(values: values)) }
    }
  }
}
