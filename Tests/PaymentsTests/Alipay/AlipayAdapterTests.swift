import Payments
import Shop
import Testing

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

  private func key() -> PaymentKey {
    PaymentKey(paymentID: "2026", reference: Reference(Self.reference))
  }

  private func fact(_ changes: [String: String]) throws -> PaymentFact {
    let alipay = try PretendAlipay.shared.get()
    let notice = try alipay.notice(Self.notice.merging(changes) { $1 })
    return try alipay.adapter().event(notice, at: now).fact
  }

  @Test func `a refund's sum makes a success a refund, with or without its moment`() throws {
    #expect(try fact([:]) == .paid(PaidFact(key: key(), amount: try yuan(4_850))))
    let refund = Refund(id: nil, amount: try yuan(100))
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

  /// Asks the canned gateway; throws what the adapter throws.
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

  private var question: PaymentQuestion { PaymentQuestion(reference: Reference(Self.reference)) }

  private func query(_ name: String, _ value: String, signed: String? = nil) throws
    -> PaymentFinding
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
    #expect(found == PaymentFinding(facts: [paid], isFinal: true))
    #expect(try query("open", Self.trade("WAIT_BUYER_PAY")) == .open)
    let unpaid = try query("closed", Self.trade("TRADE_CLOSED"))
    #expect(unpaid == PaymentFinding(facts: [], isFinal: true))
    let date = #","send_pay_date":"2026-11-20 10:00:00""#
    let refunded = try query("refunded", Self.trade("TRADE_CLOSED", date))
    let refund = PaymentFact.refunded(key(), Refund(id: nil, amount: try yuan(4_850)))
    #expect(refunded == PaymentFinding(facts: [refund, paid], isFinal: true))
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
    let done = RefundAnswer.done(.refunded(key(), Refund(id: nil, amount: try yuan(300))))
    #expect(try refund("now", [(method, answer("Y"))]) == done)
    let success = #"{"code":"10000","refund_status":"REFUND_SUCCESS"}"#
    #expect(try refund("before", [(method, answer("N")), (state, success)]) == done)
    let open = #"{"code":"10000"}"#
    #expect(try refund("open", [(method, answer("N")), (state, open)]) == .pending)
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
