import Crypto
import CryptoExtras
import Foundation
import Payments
import Shop
import Testing

/// The dialects of aggregators: how questions, pages and notifications of each are signed.
@Suite(.timeLimit(.minutes(20)))
struct EPayDialectTests {
  private static let key = PretendEPay.key
  private static let number = PretendEPay.number
  private let reference = PretendEPay.reference
  private let call = PretendEPay.call

  /// The aggregator's key and the shop's, as the second interface has them.
  private struct Keys {
    static let shared = Result { try Keys() }
    let platform: _RSA.Signing.PrivateKey
    let shop: _RSA.Signing.PrivateKey

    init() throws {
      platform = try _RSA.Signing.PrivateKey(keySize: .bits2048)
      shop = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    }

    static func text(_ fields: [String: String]) -> Data {
      let names = fields.keys.filter { !["sign", "sign_type"].contains($0) }.sorted()
      return Data(names.map { "\($0)=\(fields[$0] ?? "")" }.joined(separator: "&").utf8)
    }

    func signed(_ fields: [String: String]) throws -> [String: String] {
      let signature = try platform.signature(
        for: SHA256.hash(data: Self.text(fields)),
        padding: .insecurePKCS1v1_5
      )
      let text = signature.rawRepresentation.base64EncodedString()
      return fields.merging(["sign": text, "sign_type": "RSA"]) { $1 }
    }

    func isShops(_ fields: [String: String]) -> Bool {
      guard let signature = Data(base64Encoded: fields["sign"] ?? "") else { return false }
      return shop.publicKey.isValidSignature(
        _RSA.Signing.RSASignature(rawRepresentation: signature),
        for: SHA256.hash(data: Self.text(fields)),
        padding: .insecurePKCS1v1_5
      )
    }
  }

  private func adapter(
    _ dialect: String,
    at gateway: String = "https://pay.epay.example",
    _ more: [String: [String]] = [:]
  ) throws -> EPayAdapter {
    let keys = try Keys.shared.get()
    return try EPayAdapter(
      SettingsSection(
        values: [
          "understood": ["true"], "pid": ["8719"], "gateway_url": [gateway], "dialect": [dialect],
        ].merging(more) { $1 },
        secrets: [
          "key": [try secret(Self.key)],
          "merchant_key": [try #require(Secret(pem: keys.shop.pemRepresentation))],
        ],
        files: ["platform_key": [keys.platform.publicKey.pemRepresentation]]
      )
    )
  }

  private func fields(of url: String) throws -> [String: String] {
    let query = try #require(url.split(separator: "?", maxSplits: 1).last)
    let pairs = query.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1).map { $0.removingPercentEncoding ?? "" }
      return (parts[0], parts.count == 2 ? parts[1] : "")
    }
    return Dictionary(pairs) { "\($0) and \($1)" }
  }

  @Test(arguments: ["v1", "v1-signed", "v2"])
  func `type leads past the aggregator's chooser, and is signed`(dialect: String) throws {
    let adapter = try adapter(dialect, ["type": ["wxpay"]])
    guard case .redirect(let url) = try adapter.start(PretendEPay.request(), call).step else {
      Issue.record("expected an address")
      return
    }
    let found = try fields(of: url)
    #expect(found["type"] == "wxpay" && found["money"] == "97.00")
    let plain = try self.adapter(dialect)
    guard case .redirect(let open) = try plain.start(PretendEPay.request(), call).step else {
      return
    }
    #expect(try fields(of: open)["type"] == nil)
    #expect(try fields(of: open)["sign"] != found["sign"])
  }

  @Test func `v2 signs the page's address with RSA and the moment of the click`() throws {
    let adapter = try adapter("v2", ["type": ["alipay"]])
    let started = try adapter.start(PretendEPay.request(), call).step
    let later = Call(now: now.advanced(seconds: 900)) { "nonce" }
    for (step, moment) in [(started, now), (try adapter.renewed(started, later), later.now)] {
      guard case .redirect(let url) = step else {
        Issue.record("expected an address")
        return
      }
      #expect(url.hasPrefix("https://pay.epay.example/api/pay/submit?"))
      let found = try fields(of: url)
      #expect(try Keys.shared.get().isShops(found))
      #expect(found["timestamp"] == String(moment.seconds) && found["sign_type"] == "RSA")
      #expect(found["out_trade_no"] == "CSZTL2EYAMJZ00010001" && found["pid"] == "8719")
    }
    let first = try self.adapter("v1").start(PretendEPay.request(), call).step
    #expect(try self.adapter("v1").renewed(first, later) == first)
  }

  private func answer(_ fields: [String: String], signs: Bool) throws -> String {
    let all = signs ? try Keys.shared.get().signed(fields) : fields
    return String(decoding: try JSONEncoder().encode(all), as: UTF8.self)
  }

  private func order(_ changes: [String: String] = [:]) -> [String: String] {
    [
      "code": "0", "msg": "ok", "trade_no": Self.number, "pid": "8719", "money": "97.00",
      "out_trade_no": "CSZTL2EYAMJZ00010001", "status": "1", "timestamp": String(now.seconds),
    ].merging(changes) { $1 }
  }

  @Test func `v1-signed asks with a signature and never shows the key`() throws {
    let body = try answer(order(["code": "1"]), signs: false)
    let server = try CannedServer("epay-signed-question", [.init(200, body)])
    let adapter = try adapter("v1-signed", at: try server.address().text)
    let finding = try adapter.query(Payment.Question(reference: reference), call)
    #expect(finding.facts.count == 1 && finding.isFinal)
    let line = try #require(try server.sent().first?.line)
    let text = "act=order&out_trade_no=CSZTL2EYAMJZ00010001&pid=8719\(Self.key)"
    let sign = Insecure.MD5.hash(data: Data(text.utf8))
      .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    #expect(!line.contains(Self.key) && line.contains("sign=\(sign)"))
  }

  @Test(
    arguments: [
      ("paid", [:], true, 1), ("refunded", ["status": "2"], true, 2),
      ("part", ["status": "1", "refundmoney": "10.00"], true, 2),
      ("open", ["status": "0"], true, 0),
      ("frozen", ["status": "3"], true, 0), ("none", ["code": "-1"], false, 0),
    ] as [(String, [String: String], Bool, Int)]
  )
  func `v2 asks by POST and believes what the aggregator signed`(
    name: String,
    changes: [String: String],
    signs: Bool,
    facts: Int
  ) throws {
    let body = try answer(order(changes), signs: signs)
    let server = try CannedServer("epay-v2-\(name)", [.init(200, body)])
    let adapter = try adapter("v2", at: try server.address().text)
    let finding = try adapter.query(Payment.Question(reference: reference), call)
    #expect(finding.facts.count == facts && finding.isFinal == (facts > 0))
    if facts == 2 {
      let back = name == "part" ? 1_000 : 9_700 as Int64
      let key = Payment.Key(paymentID: Self.number, reference: reference)
      #expect(
        finding.facts.first
          == .refunded(key, Refund.Confirmed(id: nil, amount: try PretendEPay.yuan(back)))
      )
    }
    let sent = try #require(try server.sent().first)
    #expect(sent.line == "POST /api/pay/query")
    #expect(try Keys.shared.get().isShops(sent.form))
    #expect(sent.form["timestamp"] == String(now.seconds))
  }

  @Test func `v2 disbelieves an answer that is unsigned or about another order`() throws {
    let other = order(["out_trade_no": "CSZTL2EYAMJZ00010002"])
    let bodies = [
      try answer(order(), signs: false), try answer(other, signs: true),
      try answer(order(), signs: true).replacing("97.00", with: "98.00"),
    ]
    for (index, body) in bodies.enumerated() {
      let server = try CannedServer("epay-v2-bad-\(index)", [.init(200, body)])
      let adapter = try adapter("v2", at: try server.address().text)
      #expect(throws: ProviderError.self) {
        try adapter.query(Payment.Question(reference: reference), call)
      }
    }
  }

  @Test func `v2 makes a claim of a notification that the aggregator signed`() throws {
    var fields = [
      "pid": "8719", "trade_no": Self.number, "out_trade_no": "CSZTL2EYAMJZ00010001",
      "type": "alipay", "trade_status": "TRADE_SUCCESS", "money": "97.00",
      "timestamp": String(now.seconds),
    ]
    fields = try Keys.shared.get().signed(fields)
    let adapter = try adapter("v2")
    func query(_ fields: [String: String]) -> WebhookRequest {
      let pairs = fields.map { name, value in
        "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
      }
      return WebhookRequest(headers: [], body: [], query: pairs.joined(separator: "&"))
    }
    guard case .claim(let claim) = try adapter.verify(query(fields), at: now) else {
      Issue.record("expected a claim")
      return
    }
    #expect(claim.id == "\(Self.number)-TRADE_SUCCESS")
    for (name, value) in [("money", "98.00"), ("sign_type", "MD5"), ("sign", "AAAA")] {
      let bent = fields.merging([name: value]) { $1 }
      #expect(throws: WebhookRefusal.self) { try adapter.verify(query(bent), at: now) }
    }
  }

  private func refund(_ name: String, _ answers: [[String: String]]) throws -> (
    Result<RefundAnswer, ProviderError>, [CannedServer.Request]
  ) {
    let canned = try answers.map { fields in
      CannedServer.Answer(200, try answer(fields, signs: fields["code"] == "0"))
    }
    let server = try CannedServer("epay-refund-\(name)", canned)
    let adapter = try adapter("v2", at: try server.address().text, ["refund": ["true"]])
    let request = RefundRequest(
      id: "RF839EJLCWG36T00",
      question: Payment.Question(reference: reference, paymentID: Self.number),
      amount: try PretendEPay.yuan(1_000),
      paid: try PretendEPay.yuan(9_700),
      reason: "asked for",
      notifyURL: "https://p.example/n"
    )
    let result = Result { () throws(ProviderError) in try adapter.refund(request, call) }
    return (result, try server.sent())
  }

  @Test func `v2 gives money back once, under our number`() throws {
    let none = ["code": "-1", "msg": "none"]
    let done = [
      "code": "0", "out_refund_no": "RF839EJLCWG36T00", "money": "10.00", "status": "1",
    ]
    let key = Payment.Key(paymentID: Self.number, reference: reference)
    let fact = PaymentFact.refunded(
      key,
      Refund.Confirmed(id: "RF839EJLCWG36T00", amount: try PretendEPay.yuan(1_000))
    )
    let (answer, sent) = try refund("new", [none, ["code": "0"], done])
    #expect(try answer.get() == .done(fact))
    let paths = ["/api/pay/refundquery", "/api/pay/refund", "/api/pay/refundquery"]
    #expect(sent.map(\.line) == paths.map { "POST \($0)" })
    #expect(sent[1].form["out_refund_no"] == "RF839EJLCWG36T00")
    #expect(sent[1].form["money"] == "10.00" && sent[1].form["trade_no"] == Self.number)
    let (again, asked) = try refund("again", [done])
    #expect(try again.get() == .done(fact))
    #expect(asked.map(\.line) == ["POST /api/pay/refundquery"])
  }

  @Test(
    arguments: [
      ("dialect", ["dialect": ["bepusdt"]], "cannot"), ("dialect", ["dialect": ["none"]], "cannot"),
      ("dialect", ["dialect": ["v3"]], "v3"), ("type", ["type": ["Ali Pay"]], "Ali Pay"),
      ("refund", ["dialect": ["v1"], "refund": ["true"]], "true"),
    ] as [(String, [String: [String]], String)]
  )
  func `what cannot be asked, and what is no setting, is refused at start`(
    name: String,
    values: [String: [String]],
    words: String
  ) throws {
    do {
      _ = try adapter("v2", values)
      Issue.record("expected a fault of \(name)")
    } catch let fault as SettingFault {
      #expect(fault.name == name && "\(fault.found) \(fault.remedy)".contains(words))
    }
  }

  @Test func `gives money back by itself only where the settings say so`() throws {
    #expect(try !adapter("v1").givesBack && !adapter("v2").givesBack)
    #expect(try adapter("v2", ["refund": ["true"]]).givesBack)
  }
}
