import Foundation
import Payments
import Shop
import Testing

/// Phones, WeChat's own browser, expired links and orders that ended.
@Suite(.timeLimit(.minutes(20)))
struct WeChatPayAppTests {
  private let call = Call(now: now) { "nonce" }
  private let reference = Reference("CSZTL2EYAMJZ00010001")
  private let pay = PretendWeChatPay.shared

  private func request(
    isPhone: Bool = true,
    app: BuyerApp? = nil,
    payerID: String? = nil
  ) throws -> StartRequest {
    try .sample(
      .wechatpay,
      title: "Steam 50",
      isPhone: isPhone,
      app: app,
      payerID: payerID,
      cancelURL: "https://shop.example/"
    )
  }

  /// Runs `work` against those answers in turn; returns the requests with the result.
  private func asking<Value>(
    _ name: String,
    _ bodies: [(Int, String)],
    more: [String: [String]] = [:],
    official: Bool = false,
    _ work: (WeChatPayAdapter) throws -> Value
  ) throws -> (value: Value, sent: [CannedServer.Request]) {
    let pay = try pay.get()
    let answers = try bodies.map { try pay.answer($0.0, $0.1, by: pay.publicKey) }
    let server = try CannedServer("wechat-app-\(name)", answers)
    let value = try work(
      pay.adapter(
        at: server.address().text,
        knowing: [pay.publicKey],
        more: more,
        official: official
      )
    )
    return (value, try server.sent())
  }

  @Test func `inside WeChat a known buyer pays by JSAPI, signed by the merchant`() throws {
    let (started, sent) = try asking("jsapi", [(200, #"{"prepay_id":"wx2011"}"#)], official: true) {
      try $0.start(request(app: .wechat, payerID: "oBuyer"), call)
    }
    #expect(sent.first?.line == "POST /v3/pay/transactions/jsapi")
    #expect(sent.first?.body.contains(#""payer":{"openid":"oBuyer"}"#) == true)
    #expect(sent.first?.body.contains("scene_info") == false)
    guard case .bridge(let fields) = started.step else {
      Issue.record("expected the bridge, found \(started.step)")
      return
    }
    let values = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.value) })
    #expect(values["package"] == "prepay_id=wx2011" && values["signType"] == "RSA")
    let text = "wx1\n\(now.seconds)\nnonce\nprepay_id=wx2011\n"
    #expect(try pay.get().isMerchants(text, signed: values["paySign"] ?? ""))
  }

  @Test(arguments: [
    (true, nil, "native"), (false, nil, "native"), (true, BuyerApp.wechat, "native"),
  ])
  func `without H5 every browser is shown the code to scan`(
    isPhone: Bool,
    app: BuyerApp?,
    way: String
  ) throws {
    let answer = #"{"code_url":"weixin://wxpay/bizpayurl?pr=1"}"#
    let name = "h5-\(isPhone)-\(app?.rawValue ?? "none")"
    let (started, sent) = try asking(name, [(200, answer)], more: ["h5": ["false"]]) {
      try $0.start(request(isPhone: isPhone, app: app), call)
    }
    #expect(sent.first?.line == "POST /v3/pay/transactions/\(way)")
    #expect(started.step == .scan(text: "weixin://wxpay/bizpayurl?pr=1"))
  }

  @Test(
    arguments: [
      ("127.0.0.1", true), ("10.1.2.3", true), ("", true), ("fd00::1", true),
      ("203.0.113.7", false), ("2001:db8::1", false),
    ]
  )
  func `a phone at no address of its own is doubted, before WeChat refuses it`(
    address: String,
    isDoubted: Bool
  ) throws {
    let pay = try pay.get()
    let live = "https://api.mch.weixin.qq.com"
    let adapter = try pay.adapter(at: live, knowing: [pay.publicKey])
    let from = { (isPhone: Bool) in
      try StartRequest.sample(
        .wechatpay,
        title: "Steam 50",
        isPhone: isPhone,
        cancelURL: "https://shop.example/",
        buyerAddress: address
      )
    }
    #expect(try (adapter.doubt(about: from(true)) != nil) == isDoubted)
    // A code to scan is paid from anywhere, and so is every order without H5.
    #expect(try adapter.doubt(about: from(false)) == nil)
    let plain = try pay.adapter(at: live, knowing: [pay.publicKey], more: ["h5": ["false"]])
    #expect(try plain.doubt(about: from(true)) == nil)
  }

  @Test func `where a buyer can pay depends on the browser and the account`() throws {
    let pay = try pay.get()
    let plain = try pay.adapter(at: "http://127.0.0.1:1", knowing: [pay.publicKey])
    let known = try pay.adapter(
      at: "http://127.0.0.1:1",
      knowing: [pay.publicKey],
      official: true
    )
    #expect(plain.venue(in: .wechat, isPhone: true) == .elsewhere)
    #expect(known.venue(in: .wechat, isPhone: true) == .afterIdentification)
    for adapter in [plain, known] {
      // A desktop's WeChat shows the code, which a phone scans.
      #expect(adapter.venue(in: .wechat, isPhone: false) == .here)
      #expect(adapter.venue(in: .alipay, isPhone: true) == .here)
      #expect(adapter.venue(in: nil, isPhone: true) == .here)
      // WeCom, or a mini program: no login and no bridge, with an account or without.
      #expect(adapter.venue(in: .webView, isPhone: true) == .elsewhere)
      #expect(adapter.venue(in: .webView, isPhone: false) == .here)
    }
    #expect(plain.identification(state: "S", returnURL: "https://pay.example/") == nil)
    let url = known.identification(state: "S1", returnURL: "https://pay.example/checkouts/A/payer")
    #expect(url?.contains("scope=snsapi_base&state=S1#wechat_redirect") == true)
    #expect(url?.contains("https%3A%2F%2Fpay.example%2Fcheckouts%2FA%2Fpayer") == true)
    let named = known.registrations(of: "https://pay.example")
    #expect(named.count == 2 && named.allSatisfy { $0.contains("pay.example") })
  }

  @Test(arguments: [
    ("good", #"{"access_token":"a","openid":"oBuyer"}"#, "oBuyer"),
    ("used", #"{"errcode":40163,"errmsg":"code been used"}"#, "refused"),
    ("busy", #"{"errcode":-1,"errmsg":"system error"}"#, "temporary"),
    ("other", "<html>", "temporary"),
  ])
  func `a code is exchanged for the buyer, or asked for anew`(
    name: String,
    body: String,
    expected: String
  ) throws {
    let (found, sent) = try asking("code-\(name)", [(200, body)], official: true) {
      do {
        return try $0.payerID(code: "CODE1", call)
      } catch ProviderError.refused {
        return "refused"
      } catch ProviderError.temporary {
        return "temporary"
      }
    }
    #expect(found == expected)
    #expect(sent.first?.path.hasPrefix("/sns/oauth2/access_token?appid=wx1&secret=") == true)
  }

  @Test func `a link is asked for anew after four minutes, the code to scan never`() throws {
    let pay = try pay.get()
    let adapter = try pay.adapter(at: "http://127.0.0.1:1", knowing: [pay.publicKey])
    let link = PayStep.referredRedirect(url: "https://wx.tenpay.com/1")
    #expect(!adapter.isStale(link, keptAt: now, at: now.advanced(seconds: 239)))
    #expect(adapter.isStale(link, keptAt: now, at: now.advanced(seconds: 240)))
    let code = PayStep.scan(text: "weixin://1")
    #expect(!adapter.isStale(code, keptAt: now, at: now.advanced(seconds: 2_400)))
  }

  private static let open = """
    {"mchid":"1900000001","appid":"wx1","out_trade_no":"CSZTL2EYAMJZ00010001",\
    "trade_state":"NOTPAY"}
    """
  private static let paid = """
    {"mchid":"1900000001","appid":"wx1","out_trade_no":"CSZTL2EYAMJZ00010001",\
    "trade_state":"SUCCESS","transaction_id":"4200001","amount":{"total":4850,"currency":"CNY"}}
    """

  @Test func `an order that ended unpaid is closed; paid in that moment it is settled`() throws {
    let over = Payment.Question(reference: reference, expiresAt: now)
    let (closed, sent) = try asking("close", [(200, Self.open), (204, "")]) {
      try $0.query(over, call)
    }
    #expect(closed == Payment.Finding(facts: [], isFinal: true))
    let target = "/v3/pay/transactions/out-trade-no/CSZTL2EYAMJZ00010001/close"
    #expect(sent.last?.line == "POST \(target)")
    let race = [(200, Self.open), (400, #"{"code":"ORDERPAID"}"#), (200, Self.paid)]
    let (late, _) = try asking("close-race", race) { try $0.query(over, call) }
    #expect(late.facts.count == 1 && late.isFinal)
    let early = Payment.Question(reference: reference, expiresAt: now.advanced(seconds: 1))
    let (waiting, asked) = try asking("close-early", [(200, Self.open)]) {
      try $0.query(early, call)
    }
    #expect(waiting == .open && asked.count == 1)
  }
}
