import Foundation
import Shop
import Testing

@testable import Payments

@Suite(.timeLimit(.minutes(20)))
struct AlipayAdapterTests {
  private static let reference = "CSZTL2EYAMJZ00010001"
  private static let notice = [
    "notify_id": "n1", "notify_type": "trade_status_sync", "app_id": "app", "seller_id": "seller",
    "out_trade_no": reference, "trade_no": "2026", "total_amount": "48.50",
    "trade_status": "TRADE_SUCCESS",
  ]

  private func yuan(_ units: Int64) throws -> Money {
    Money(minorUnits: units, currency: try #require(Currency("CNY")))
  }

  private func key() -> Payment.Key {
    Payment.Key(paymentID: "2026", reference: Reference(Self.reference))
  }

  private func fact(_ changes: [String: String]) throws -> PaymentFact {
    let alipay = try PretendAlipay.shared.get()
    let notice = try alipay.notice(Self.notice.merging(changes) { $1 })
    return try alipay.adapter().event(notice, at: now).fact
  }

  @Test func `a refund's sum makes a success a refund, with or without its moment`() throws {
    #expect(try fact([:]) == .paid(PaidFact(key: key(), amount: try yuan(4_850))))
    let refund = Refund.Confirmed(id: nil, amount: try yuan(100))
    for more in [[:], ["gmt_refund": "2026-11-20 10:00:00"]] {
      #expect(try fact(["refund_fee": "1.00"].merging(more) { $1 }) == .refunded(key(), refund))
    }
    #expect(
      try fact(["refund_fee": "0.00"]) == .paid(PaidFact(key: key(), amount: try yuan(4_850)))
    )
    #expect(try fact(["trade_status": "TRADE_CLOSED"]) == .failed(key()))
  }

  @Test(arguments: [
    ("app_id", "app2"), ("seller_id", "seller2"), ("app_id", ""), ("seller_id", ""),
  ])
  func `believes nothing that went back or ended at another app or seller`(
    field: String,
    value: String
  ) throws {
    for more in [["refund_fee": "1.00"], ["refund_fee": "48.50", "trade_status": "TRADE_CLOSED"]] {
      #expect(throws: WebhookRefusal.authentication, "\(more)") {
        try fact(more.merging([field: value]) { $1 })
      }
    }
    #expect(try fact(["trade_status": "TRADE_CLOSED", field: value]) == .irrelevant)
    let foreign = PaidFact(key: key(), amount: try yuan(4_850), mismatch: .account)
    #expect(try fact([field: value]) == .paid(foreign))
  }

  /// Runs `work` against the canned gateway; throws what the adapter throws.
  private func asking<Value>(
    _ name: String,
    _ answers: [String],
    _ work: (AlipayAdapter, Call) throws -> Value
  ) throws -> Value {
    let server = try CannedServer("alipay-\(name)", answers.map { .init(200, $0) })
    let adapter = try PretendAlipay.shared.get().adapter(
      gateway: server.address().text + "/gateway.do"
    )
    return try work(adapter, Call(now: now) { "nonce" })
  }

  private var question: Payment.Question { Payment.Question(reference: Reference(Self.reference)) }

  private func query(_ name: String, _ value: String, signed: String? = nil) throws
    -> Payment.Finding
  {
    let method = "alipay.trade.query"
    let answer = try PretendAlipay.shared.get().answer(method, value, signed: signed)
    return try asking("query-\(name)", [answer]) { try $0.query(question, $1) }
  }

  private static func trade(_ status: String, _ more: String = "") -> String {
    """
    {"code":"10000","msg":"Success","trade_no":"2026","out_trade_no":"\(reference)",\
    "trade_status":"\(status)","total_amount":"48.50"\(more)}
    """
  }

  @Test func `finds a payment, and a trade that was closed unpaid or after a refund`() throws {
    let paid = PaymentFact.paid(PaidFact(key: key(), amount: try yuan(4_850)))
    let found = try query("paid", Self.trade("TRADE_SUCCESS"))
    #expect(found == Payment.Finding(facts: [paid], isFinal: true))
    #expect(try query("open", Self.trade("WAIT_BUYER_PAY")) == .open)
    let unpaid = try query("closed", Self.trade("TRADE_CLOSED"))
    #expect(unpaid == Payment.Finding(facts: [], isFinal: true))
    let date = #","send_pay_date":"2026-11-20 10:00:00""#
    let refunded = try query("refunded", Self.trade("TRADE_CLOSED", date))
    let refund = PaymentFact.refunded(key(), Refund.Confirmed(id: nil, amount: try yuan(4_850)))
    #expect(refunded == Payment.Finding(facts: [refund, paid], isFinal: true))
    let none = #"{"code":"40004","msg":"Business Failed","sub_code":"ACQ.TRADE_NOT_EXIST"}"#
    #expect(try query("none", none) == .open)
  }

  @Test func `believes no answer that Alipay did not sign, a refusal neither`() throws {
    let paid = Self.trade("TRADE_SUCCESS")
    let other = paid.replacing("48.50", with: "0.01")
    let none = #"{"code":"40004","msg":"Business Failed","sub_code":"ACQ.TRADE_NOT_EXIST"}"#
    for (name, value) in [("amount", other), ("refusal", none)] {
      #expect(throws: ProviderError.self) { try query("forged-\(name)", value, signed: paid) }
    }
    let plain = #"{"error_response":{"code":"40002","msg":"Invalid Arguments"}}"#
    do {
      _ = try asking("gateway", [plain]) { try $0.query(question, $1) }
      Issue.record("expected a refusal to believe")
    } catch let error as ProviderError {
      guard case .untrusted = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  private func refund(_ name: String, _ values: [(String, String)]) throws -> RefundAnswer {
    let alipay = try PretendAlipay.shared.get()
    let request = RefundRequest(
      id: "R1234567",
      question: question,
      amount: try yuan(100),
      paid: try yuan(4_850),
      reason: "sold out",
      notifyURL: "https://pay.example/webhooks/alipay"
    )
    let answers = try values.map { try alipay.answer($0.0, $0.1) }
    return try asking("refund-\(name)", answers) { try $0.refund(request, $1) }
  }

  @Test func `a refund is done when money moved, now or before`() throws {
    let method = "alipay.trade.refund"
    let state = "alipay.trade.fastpay.refund.query"
    let answer = { (change: String) in
      """
      {"code":"10000","trade_no":"2026","out_trade_no":"\(Self.reference)",\
      "fund_change":"\(change)","refund_fee":"3.00"}
      """
    }
    let done = RefundAnswer.done(.refunded(key(), Refund.Confirmed(id: nil, amount: try yuan(300))))
    #expect(try refund("now", [(method, answer("Y"))]) == done)
    let success = #"{"code":"10000","refund_status":"REFUND_SUCCESS"}"#
    #expect(try refund("before", [(method, answer("N")), (state, success)]) == done)
    let open = #"{"code":"10000"}"#
    #expect(try refund("open", [(method, answer("N")), (state, open)]) == .pending)
  }

  @Test func `a refund whose answer does not say that money moved is asked about`() throws {
    let method = "alipay.trade.refund"
    let state = "alipay.trade.fastpay.refund.query"
    let silent = { (fee: String) in
      """
      {"code":"10000","trade_no":"2026","out_trade_no":"\(Self.reference)","refund_fee":\(fee)}
      """
    }
    let done = RefundAnswer.done(.refunded(key(), Refund.Confirmed(id: nil, amount: try yuan(300))))
    let success = """
      {"code":"10000","refund_status":"REFUND_SUCCESS","refund_amount":"1.00",\
      "out_request_no":"R1234567"}
      """
    #expect(try refund("silent", [(method, silent(#""3.00""#)), (state, success)]) == done)
    #expect(try refund("number", [(method, silent("3.00")), (state, success)]) == done)
    let none = #"{"code":"40004","msg":"x","sub_code":"ACQ.TRADE_NOT_EXIST"}"#
    for (name, answer) in [("open", #"{"code":"10000"}"#), ("none", none)] {
      let found = try refund("silent-\(name)", [(method, silent(#""3.00""#)), (state, answer)])
      #expect(found == .pending, "\(name)")
    }
    // An unknown result is reported later; another refund's success proves nothing.
    let trouble = #"{"code":"20000","msg":"x","sub_code":"isp.unknow-error"}"#
    let other = success.replacing("R1234567", with: "R7654321")
    let less = success.replacing("1.00", with: "0.01")
    for (name, answer) in [("trouble", trouble), ("other", other), ("less", less)] {
      #expect(throws: ProviderError.self, "\(name)") {
        try refund("silent-\(name)", [(method, silent(#""3.00""#)), (state, answer)])
      }
    }
  }

  private func late(_ name: String, _ answers: [(String, String)]) throws -> (
    Payment.Finding, methods: [String]
  ) {
    let alipay = try PretendAlipay.shared.get()
    let server = try CannedServer(
      "alipay-late-\(name)",
      try answers.map { .init(200, try alipay.answer("alipay.trade." + $0.0, $0.1)) }
    )
    let adapter = try alipay.adapter(gateway: server.address().text + "/gateway.do")
    let question = Payment.Question(
      reference: Reference(Self.reference),
      openedAt: now.advanced(seconds: -2_700),
      expiresAt: now
    )
    let found = try adapter.query(question, Call(now: now) { "nonce" })
    let methods = try server.sent().flatMap { $0.fields().filter { $0.hasPrefix("method=") } }
    return (found, methods.map { String($0.dropFirst("method=alipay.trade.".count)) })
  }

  @Test func `a trade that nobody paid in time is closed, and one paid meanwhile is settled`()
    throws
  {
    let waiting = ("query", Self.trade("WAIT_BUYER_PAY"))
    let closed = ("close", #"{"code":"10000","trade_no":"2026"}"#)
    let over = try late("closed", [waiting, closed])
    #expect(over.0 == Payment.Finding(facts: [], isFinal: true))
    #expect(over.methods == ["query", "close"])
    let none = #"{"code":"40004","msg":"x","sub_code":"ACQ.TRADE_NOT_EXIST"}"#
    let never = try late("never", [("query", none)])
    #expect(never.0 == .open && never.methods == ["query"])
    #expect(try late("gone", [waiting, ("close", none)]).0 == .open)
    for code in ["TRADE_HAS_SUCCESS", "TRADE_STATUS_ERROR", "REASON_TRADE_STATUS_INVALID"] {
      let refusal = #"{"code":"40004","msg":"x","sub_code":"ACQ.\#(code)"}"#
      let paid = ("query", Self.trade("TRADE_SUCCESS"))
      let found = try late(
        code.lowercased().replacing("_", with: "-"),
        [waiting, ("close", refusal), paid]
      )
      #expect(found.0.facts.contains(where: \.isPaid) && found.0.isFinal, "\(code)")
      #expect(found.methods == ["query", "close", "query"])
    }
    let system = #"{"code":"40004","msg":"x","sub_code":"ACQ.SYSTEM_ERROR"}"#
    #expect(throws: ProviderError.self) { try late("system", [waiting, ("close", system)]) }
    #expect(try late("paid", [("query", Self.trade("TRADE_SUCCESS"))]).methods == ["query"])
  }

  private func request(isPhone: Bool, title: String = "点卡") throws -> StartRequest {
    try .sample(.alipay, title: title, isPhone: isPhone, cancelURL: "https://shop.example/")
  }

  private func fields(_ step: PayStep) throws -> [String: String] {
    guard case .redirect(let url) = step else { return [:] }
    let items = try #require(URLComponents(string: url)?.queryItems)
    return Dictionary(uniqueKeysWithValues: items.map { ($0.name, $0.value ?? "") })
  }

  @Test(arguments: [false, true])
  func `the timestamp of a page link is new at each click, and nothing else is`(
    isPhone: Bool
  ) throws {
    let adapter = try PretendAlipay.shared.get().adapter()
    let made = try adapter.start(request(isPhone: isPhone), Call(now: now) { "nonce" }).step
    var before = try fields(made)
    let later = Call(now: now.advanced(seconds: 1_800)) { "nonce" }
    var after = try fields(adapter.renewed(made, later))
    #expect(before.removeValue(forKey: "timestamp") == now.beijingText)
    #expect(after.removeValue(forKey: "timestamp") == later.now.beijingText)
    #expect(before.removeValue(forKey: "sign") != after.removeValue(forKey: "sign"))
    #expect(before == after && before["method"]?.contains(isPhone ? "wap" : "page") == true)
    // Signed like the first: making it again gives the same bytes.
    #expect(try adapter.renewed(adapter.renewed(made, later), Call(now: now) { "n" }) == made)
    #expect(try adapter.renewed(.scan(text: "x"), later) == .scan(text: "x"))
  }

  @Test(
    arguments: [
      ("a/b=c&d", "a b c d"), ("one,\"two\"\nthree", "one  two  three"),
      (String(repeating: "卡", count: 100), String(repeating: "卡", count: 85)),
      (String(repeating: "👨‍👩‍👧‍👦", count: 20), String(repeating: "👨‍👩‍👧‍👦", count: 10)),
    ]
  )
  func `a subject has what Alipay takes, and no more bytes`(title: String, subject: String) throws {
    let adapter = try PretendAlipay.shared.get().adapter()
    let request = try request(isPhone: false, title: title)
    let made = try adapter.start(request, Call(now: now) { "nonce" }).step
    let content = try #require(try fields(made)["biz_content"])
    let object = try JSONSerialization.jsonObject(with: Data(content.utf8)) as? [String: Any]
    #expect(object?["subject"] as? String == subject)
  }

  @Test(arguments: [false, true])
  func `a shop without the website contract has a code made`(isPhone: Bool) throws {
    let alipay = try PretendAlipay.shared.get()
    let code = "http://127.0.0.1:1/qr/bax00"
    let value = #"{"code":"10000","out_trade_no":"\#(Self.reference)","qr_code":"\#(code)"}"#
    let server = try CannedServer(
      "alipay-precreate-\(isPhone)",
      [.init(200, try alipay.answer("alipay.trade.precreate", value))]
    )
    let gateway = try server.address().text + "/gateway.do"
    let adapter = try alipay.adapter(gateway: gateway, values: ["product": ["precreate"]])
    let made = try adapter.start(request(isPhone: isPhone), Call(now: now) { "nonce" })
    #expect(made == StartedCheckout(sessionID: nil, step: .scan(text: code)))
    let sent = try #require(try server.sent().first).fields()
    #expect(sent.contains("method=alipay.trade.precreate"))
    #expect(sent.contains("notify_url=https://pay.example/webhooks/alipay"))
    let content = try #require(sent.first { $0.hasPrefix("biz_content=") })
    #expect(content.contains(#""time_expire":"\#(now.advanced(seconds: 2_700).beijingText)""#))
    #expect(!content.contains("quit_url") && !content.contains("product_code"))
    #expect(throws: SettingFault.self) { try alipay.adapter(values: ["product": ["app"]]) }
  }

  /// smartwalle/alipay#232: without its product code that contract is told ACQ.ACCESS_FORBIDDEN.
  @Test func `a contract for order codes says so`() throws {
    let alipay = try PretendAlipay.shared.get()
    let code = "http://127.0.0.1:1/qr/bax01"
    let value = #"{"code":"10000","out_trade_no":"\#(Self.reference)","qr_code":"\#(code)"}"#
    let answer = try alipay.answer("alipay.trade.precreate", value)
    let server = try CannedServer("alipay-order-code", [.init(200, answer)])
    let gateway = try server.address().text + "/gateway.do"
    let adapter = try alipay.adapter(gateway: gateway, values: ["product": ["order-code"]])
    let made = try adapter.start(request(isPhone: false), Call(now: now) { "nonce" })
    #expect(made.step == .scan(text: code) && adapter.opensByCall(isPhone: false))
    let sent = try #require(try server.sent().first).fields()
    let content = try #require(sent.first { $0.hasPrefix("biz_content=") })
    #expect(content.contains(#""product_code":"QR_CODE_OFFLINE""#))
    #expect(!content.contains("goods_type"))
  }

  @Test(arguments: ["weixin://x", "http://qr.alipay.com/x", "javascript:1"])
  func `shows no code that leads elsewhere`(code: String) throws {
    let value = #"{"code":"10000","out_trade_no":"\#(Self.reference)","qr_code":"\#(code)"}"#
    let alipay = try PretendAlipay.shared.get()
    let answer = try alipay.answer("alipay.trade.precreate", value)
    let server = try CannedServer("alipay-code-\(code.utf8.count)", [.init(200, answer)])
    let gateway = try server.address().text + "/gateway.do"
    let adapter = try alipay.adapter(gateway: gateway, values: ["product": ["precreate"]])
    #expect(throws: ProviderError.self) {
      try adapter.start(request(isPhone: false), Call(now: now) { "nonce" })
    }
  }

  @Test func `says what Alipay says where it signs nothing`() throws {
    let value = #"{"code":"40002","msg":"Invalid Arguments","sub_code":"isv.invalid-app-id"}"#
    let plain = #"{"alipay_trade_query_response":\#(value)}"#
    do {
      _ = try asking("unsigned", [plain]) { try $0.query(question, $1) }
      Issue.record("expected a refusal to believe")
    } catch let error as ProviderError {
      guard case .untrusted(let words) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(words.contains("isv.invalid-app-id"))
    }
  }

  @Test func `a balance that is too small is an answer: nothing went back`() throws {
    let value =
      #"{"code":"40004","msg":"x","sub_code":"ACQ.SELLER_BALANCE_NOT_ENOUGH","sub_msg":"余额不足"}"#
    let words = "Alipay answered 40004, ACQ.SELLER_BALANCE_NOT_ENOUGH, 余额不足"
    #expect(try refund("short", [("alipay.trade.refund", value)]) == .short(words))
  }

  @Test(arguments: ["isv.app-call-limited", "SYSTEM_RATE_LIMIT"])
  func `a limit of Alipay's passes`(name: String) throws {
    let code = name.hasPrefix("isv.") ? "40005" : "40004"
    let value = #"{"code":"\#(code)","msg":"x","sub_code":"\#(name)"}"#
    do {
      _ = try query("limit-\(name)", value)
      Issue.record("expected trouble")
    } catch let error as ProviderError {
      guard case .temporary = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test(arguments: ["aop.ACQ.SYSTEM_ERROR", "ACQ.SYSTEM_ERROR", "isp.unknow-error"])
  func `does not take the system's trouble for a refusal`(code: String) throws {
    let value = #"{"code":"40004","msg":"x","sub_code":"\#(code)"}"#
    do {
      _ = try refund("trouble-\(code)", [("alipay.trade.refund", value)])
      Issue.record("expected trouble")
    } catch let error as ProviderError {
      guard case .temporary = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test func `wants both certificates in certificate mode`() throws {
    #expect(throws: SettingFault.self) {
      try PretendAlipay.shared.get().adapter(files: ["root_certificate": ["no certificate"]])
    }
  }
}
