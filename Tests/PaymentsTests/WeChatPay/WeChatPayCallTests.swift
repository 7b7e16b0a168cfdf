import Foundation
import Payments
import Shop
import TestServers
import Testing

/// Starting, asking and refunding, against canned answers of a real server on loopback.
@Suite(.timeLimit(.minutes(20)))
struct WeChatPayCallTests {
  private let call = Call(now: now) { "nonce" }
  private let reference = Reference("CSZTL2EYAMJZ00010001")
  private let pay = PretendWeChatPay.shared

  private func yuan(_ units: Int64) throws -> Money {
    Money(minorUnits: units, currency: try #require(Currency("CNY")))
  }

  private var question: Payment.Question { Payment.Question(reference: reference) }

  private func key() -> Payment.Key { Payment.Key(paymentID: "4200001", reference: reference) }

  /// Runs `work` against one answer, signed by the public key; returns the requests with the
  /// result.
  private func asking<Value>(
    _ name: String,
    _ status: Int,
    _ body: String,
    signed: String? = nil,
    _ work: (WeChatPayAdapter) throws -> Value
  ) throws -> (value: Value, sent: CannedServer.Request) {
    let pay = try pay.get()
    let answer = try pay.answer(status, body, by: pay.publicKey, signed: signed)
    let server = try CannedServer("wechat-\(name)", [answer])
    let value = try work(pay.adapter(at: server.address().text, knowing: [pay.publicKey]))
    let sent = try #require(try server.sent().first)
    #expect(try pay.isMerchants(sent))
    #expect(sent.headers["Wechatpay-Serial"] == pay.publicKey.name)
    return (value, sent)
  }

  /// The kind of error: `refused`, `temporary`, `untrusted`; nil when there is none.
  private func trouble(_ work: () throws -> Void) throws -> String? {
    do {
      try work()
      return nil
    } catch let error as ProviderError {
      switch error {
      case .refused: return "refused"
      case .temporary: return "temporary"
      case .untrusted: return "untrusted"
      default: throw error
      }
    }
  }

  private func request(isPhone: Bool) throws -> StartRequest {
    let title = String(repeating: "礼品卡", count: 20)
    return try .sample(.wechatpay, quantity: 2, title: title, isPhone: isPhone)
  }

  @Test func `orders a code to scan, with the catalog's amount and a title cut by bytes`() throws {
    let text = "weixin://wxpay/bizpayurl?pr=1"
    let (started, sent) = try asking("native", 200, #"{"code_url":"\#(text)"}"#) {
      try $0.start(request(isPhone: false), call)
    }
    #expect(started == StartedCheckout(sessionID: nil, step: .scan(text: text)))
    #expect(sent.line == "POST /v3/pay/transactions/native")
    #expect(
      try sent.json() == """
        {"amount":{"currency":"CNY","total":9700},"appid":"wx1",\
        "description":"\(String(repeating: "礼品卡", count: 14))",\
        "mchid":"1900000001","notify_url":"https://pay.example/webhooks/wechatpay",\
        "out_trade_no":"CSZTL2EYAMJZ00010001","time_expire":"2026-11-18T19:51:40+08:00"}
        """
    )
    #expect(!sent.body.contains("buyer@example.com"))
  }

  @Test func `leads a phone to the page that opens the app, and back`() throws {
    let url = "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=1"
    let (started, sent) = try asking("h5", 200, #"{"h5_url":"\#(url)"}"#) {
      try $0.start(request(isPhone: true), call)
    }
    let back = "https%3A%2F%2Fpay.example%2Fcheckouts%2FCSZTL2EYAMJZ00010001%2Freturn"
    let step = PayStep.referredRedirect(url: "\(url)&redirect_url=\(back)")
    #expect(started == StartedCheckout(sessionID: nil, step: step))
    #expect(sent.line == "POST /v3/pay/transactions/h5")
    #expect(sent.body.contains(#""payer_client_ip":"192.0.2.1""#))
  }

  private static func tradeText(_ state: String, _ more: String = "") -> String {
    """
    {"mchid":"1900000001","appid":"wx1","out_trade_no":"CSZTL2EYAMJZ00010001",\
    "trade_state":"\(state)"\(more)}
    """
  }

  private static let done: String =
    #","transaction_id":"4200001","amount":{"total":9700,"currency":"CNY"}"#

  @Test func `finds what became of a trade`() throws {
    let query = { (name: String, status: Int, body: String) in
      try asking("query-\(name)", status, body) { try $0.query(question, call) }.value
    }
    let paid = PaymentFact.paid(PaidFact(key: key(), amount: try yuan(9_700)))
    #expect(
      try query("paid", 200, Self.tradeText("SUCCESS", Self.done))
        == Payment.Finding(facts: [paid], isFinal: true)
    )
    let refund = PaymentFact.refunded(key(), Refund.Confirmed(id: nil, amount: try yuan(1)))
    #expect(
      try query("refunded", 200, Self.tradeText("REFUND", Self.done))
        == Payment.Finding(facts: [refund, paid], isFinal: true)
    )
    #expect(
      try query("closed", 200, Self.tradeText("CLOSED"))
        == Payment.Finding(facts: [], isFinal: true)
    )
    #expect(try query("open", 200, Self.tradeText("NOTPAY")) == .open)
    #expect(try query("none", 404, #"{"code":"ORDER_NOT_EXIST","message":"-"}"#) == .open)
    let foreign = Self.tradeText("SUCCESS", Self.done).replacing("wx1", with: "wx2")
    let other = PaymentFact.paid(
      PaidFact(key: key(), amount: try yuan(9_700), mismatch: .account)
    )
    #expect(
      try query("foreign", 200, foreign) == Payment.Finding(facts: [other], isFinal: true)
    )
  }

  @Test(arguments: [
    ("forged", 200, Self.tradeText("SUCCESS", Self.done), "untrusted"),
    ("forged-none", 404, #"{"code":"ORDER_NOT_EXIST"}"#, "untrusted"),
    ("system", 500, #"{"code":"SYSTEM_ERROR"}"#, "temporary"),
    ("rate", 429, #"{"code":"FREQUENCY_LIMITED"}"#, "temporary"),
    ("key", 401, #"{"code":"SIGN_ERROR"}"#, "temporary"),
    ("proxy", 404, "<html>not found</html>", "temporary"),
  ])
  func `believes nothing that WeChat Pay did not sign`(
    name: String,
    status: Int,
    body: String,
    expected: String
  ) throws {
    let found = try trouble {
      _ = try asking("believes-\(name)", status, body, signed: "another body") {
        try $0.query(question, call)
      }
    }
    #expect(found == expected)
  }

  /// Unsigned refusals, which WeChat Pay's own libraries do not verify.
  @Test func `an unsigned refusal of a question hides no order that is not there`() throws {
    let pay = try pay.get()
    for (status, expected) in [(404, nil), (400, "refused")] as [(Int, String?)] {
      let answer = CannedServer.Answer(status, #"{"code":"ORDER_NOT_EXIST"}"#, [:])
      let server = try CannedServer("wechat-unsigned-\(status)", [answer])
      let adapter = try pay.adapter(at: server.address().text, knowing: [pay.publicKey])
      var finding: Payment.Finding?
      let found = try trouble { finding = try adapter.query(question, call) }
      #expect(found == expected)
      #expect(finding == (expected == nil ? .open : nil))
    }
  }

  /// The worker meets them; `check`, a separate program that makes no such call, must report them.
  @Test func `that refusals come unsigned is known to the next program that looks`() throws {
    let pay = try pay.get()
    let folder = try CannedServer.shared.get().folder.appending(path: "wechat-unsigned-state")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    func adapter(_ address: String) throws -> WeChatPayAdapter {
      let adapter = try pay.adapter(at: address, knowing: [pay.publicKey])
      try adapter.keepKeys(in: folder.path, at: now)
      return adapter
    }
    var remarks: [[String]] = []
    for name in ["signed", "plain", "signed-again"] {
      let body = #"{"code":"ORDER_NOT_EXIST"}"#
      let signed = try pay.answer(404, body, by: pay.publicKey)
      let answer = name == "plain" ? CannedServer.Answer(404, body, [:]) : signed
      let server = try CannedServer("wechat-refusal-\(name)", [answer])
      _ = try adapter(server.address().text).query(question, call)
      remarks.append(try adapter("http://127.0.0.1:9").remarks(at: now))
    }
    #expect(remarks.map(\.count) == [0, 1, 1])
    #expect(remarks.last?.first?.contains("since \(CivilDate(now)) WeChat Pay refuses") == true)
    // A file that holds no moment counts as missing.
    for text in ["", "soon", String(repeating: "9", count: 4_000)] {
      try Data(text.utf8).write(to: folder.appending(path: "wechatpay-unsigned-refusal"))
      _ = try adapter("http://127.0.0.1:9")
    }
  }

  private func refund(_ name: String, _ status: Int, _ body: String) throws -> RefundAnswer {
    let request = RefundRequest(
      id: "R1234567",
      question: question,
      amount: try yuan(100),
      paid: try yuan(9_700),
      reason: "sold out",
      notifyURL: "https://pay.example/webhooks/wechatpay"
    )
    let (answer, sent) = try asking("refund-\(name)", status, body) {
      try $0.refund(request, call)
    }
    #expect(sent.line == "POST /v3/refund/domestic/refunds")
    #expect(
      try sent.json() == """
        {"amount":{"currency":"CNY","refund":100,"total":9700},\
        "notify_url":"https://pay.example/webhooks/wechatpay","out_refund_no":"R1234567",\
        "out_trade_no":"CSZTL2EYAMJZ00010001","reason":"sold out"}
        """
    )
    return answer
  }

  private static func refundText(_ state: String) -> String {
    """
    {"refund_id":"5030001","out_refund_no":"R1234567","transaction_id":"4200001",\
    "out_trade_no":"CSZTL2EYAMJZ00010001","status":"\(state)","amount":{"refund":100}}
    """
  }

  @Test func `a refund is done, still to come, or to be given by hand`() throws {
    let done = PaymentFact.refunded(
      key(),
      Refund.Confirmed(id: "5030001", amount: try yuan(100), isLastWord: true)
    )
    #expect(try refund("done", 200, Self.refundText("SUCCESS")) == .done(done))
    #expect(try refund("coming", 200, Self.refundText("PROCESSING")) == .pending)
    let failed = PaymentFact.refundFailed(key(), refundID: "5030001")
    for (state, words) in [("ABNORMAL", "5030001/apply-abnormal-refund"), ("CLOSED", "once more")] {
      let answer = try refund(state.lowercased(), 200, Self.refundText(state))
      guard case .failed(failed, let advice) = answer else {
        Issue.record("\(state): expected a refund that failed")
        continue
      }
      // Real numbers have 29 digits, and occur in it twice.
      #expect(advice.contains(words) && advice.count <= 300 - 2 * 22)
    }
  }

  @Test func `a balance that is too small is an answer: nothing went back`() throws {
    let body = #"{"code":"NOT_ENOUGH","message":"基本账户余额不足"}"#
    let words = "WeChat Pay answered 403, NOT_ENOUGH, 基本账户余额不足"
    #expect(try refund("enough", 403, body) == .short(words))
  }

  @Test(arguments: [
    ("account", 403, #"{"code":"USER_ACCOUNT_ABNORMAL"}"#, "refused"),
    ("rights", 403, #"{"code":"NO_AUTH"}"#, "refused"),
    ("busy", 403, #"{"code":"FREQUENCY_LIMITED"}"#, "temporary"),
    ("over", 400, #"{"code":"INVALID_REQUEST"}"#, "refused"),
    ("new", 200, Self.refundText("DREAMING"), "untrusted"),
  ])
  func `a refund that is not made`(
    name: String,
    status: Int,
    body: String,
    expected: String
  ) throws {
    #expect(try trouble { _ = try refund(name, status, body) } == expected)
  }
}
