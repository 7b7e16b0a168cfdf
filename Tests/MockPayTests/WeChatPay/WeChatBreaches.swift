import Testing
import cardstock_mockpay

/// What WeChat Pay refuses, done.
enum WeChatBreaches {
  private static let now: Int64 = 1_795_000_000
  private static let secret = "wechatpay-official-account.key"

  static func all() throws -> [Breach] {
    try visits() + orders() + buyers() + refunds()
  }

  /// What is wrong with a browser's way to an H5 page.
  private static func visits() throws -> [Breach] {
    let ours = "http://127.0.0.1:8090/"
    return [
      try Breach("wechatpay.referer") { try refuses(Visit(prepayID: ""), in: &$0) },
      try Breach("wechatpay.domain") {
        try refuses(Visit(referer: "https://other.example/", prepayID: ""), in: &$0)
      },
      try Breach("wechatpay.outside") {
        let agent = "Mozilla/5.0 MicroMessenger/8.0.50"
        return try refuses(Visit(referer: ours, userAgent: agent, prepayID: ""), in: &$0)
      },
      try Breach("wechatpay.link-lifetime") {
        try refuses(Visit(referer: ours, prepayID: ""), after: 301, in: &$0)
      },
      try Breach("wechatpay.h5-ip") {
        try refuses(Visit(referer: ours, prepayID: "", address: "127.0.0.1"), in: &$0)
      },
    ]
  }

  /// Whether the page of an H5 order is refused to a visit so many seconds later.
  private static func refuses(
    _ visit: Visit,
    after seconds: Int64 = 0,
    in mock: inout MockState
  ) throws -> Bool {
    let id = try mock.openWeChat(order(more: h5), way: .h5, at: now)
    let named = Visit(
      referer: visit.referer,
      userAgent: visit.userAgent,
      prepayID: MockState.prepayID(of: id, at: now),
      address: visit.address
    )
    return mock.refusalOfH5(named, to: try mock.sale(id), at: now + seconds) != nil
  }

  /// What is wrong with an order.
  private static func orders() throws -> [Breach] {
    let long = String(repeating: "卡", count: 43)
    return [
      try Breach("wechatpay.lengths") { try refuses(order(["description": long]), in: &$0) },
      try Breach("wechatpay.numbers") { try refuses(order(["out_trade_no": "A B#C1"]), in: &$0) },
      try Breach("wechatpay.notify-url") {
        try refuses(order(["notify_url": "http://pay.example.com/webhooks"]), in: &$0)
      },
      try Breach("wechatpay.expiry") {
        try refuses(order(["time_expire": "2020-01-02T03:04:05+08:00"]), in: &$0)
      },
      try Breach("wechatpay.minimum") { try refuses(order(total: 0), in: &$0) },
      try Breach("wechatpay.repeats") { mock in
        _ = try mock.openWeChat(order(), way: .native, at: now)
        return try refuses(order(["time_expire": "2030-01-02T03:04:05+08:00"]), in: &mock)
      },
      try Breach("wechatpay.certificates") { mock in
        mock.controls.hasWeChatMoved = true
        return Breach.refuses { _ = try mock.weChatCertificates() }
      },
      try Breach("wechatpay.unsigned-errors") { !$0.signsWeChatAnswer(status: 404) },
    ]
  }

  private static func refuses(
    _ body: [UInt8],
    way: WeChatOrder.Way = .native,
    in mock: inout MockState
  ) throws -> Bool {
    do throws(WeChatError) {
      _ = try mock.openWeChat(body, way: way, at: now)
      return false
    } catch {
      return true
    }
  }

  /// What is wrong with who a buyer says to be, and how a page calls the bridge.
  private static func buyers() throws -> [Breach] {
    [
      try Breach("wechatpay.codes") { try payer(code: "NEVERGIVEN", in: &$0) == nil },
      try Breach("wechatpay.authorisation-domain") { mock in
        var fields = try authorisation()
        fields["redirect_uri"] = "https://other.example/back"
        do throws(WeChatError) {
          _ = try mock.authorise(fields, at: now)
          return false
        } catch {
          return true
        }
      },
      try Breach("wechatpay.openid") {
        try refuses(order(more: #","payer":{"openid":"oSomebody"}"#), way: .jsapi, in: &$0)
      },
      try Breach("wechatpay.pay-sign") { mock in
        let id = try mock.openWeChat(order(more: h5), way: .h5, at: now)
        let call = [
          "appId": try value("wechatpay.appid"), "timeStamp": "\(now)", "nonceStr": "n",
          "package": "prepay_id=\(MockState.prepayID(of: id, at: now))", "signType": "RSA",
          "paySign": "AAAA",
        ]
        return try mock.callBridge(call, action: "pay", at: now) != "get_brand_wcpay_request:ok"
      },
    ]
  }

  static func authorisation() throws -> [String: String] {
    [
      "appid": try value("wechatpay.appid"), "response_type": "code", "scope": "snsapi_base",
      "redirect_uri": "http://127.0.0.1:8090/checkouts/A/payer", "state": "STATE1",
    ]
  }

  static func payer(code: String, in mock: inout MockState) throws -> String? {
    let fields = [
      "appid": try value("wechatpay.appid"), "secret": try SampleKeys.files().text(secret),
      "code": code, "grant_type": "authorization_code",
    ]
    return mock.payer(fields, at: now)["openid"]?.text
  }

  /// What is wrong with ending a refund by hand.
  private static func refunds() throws -> [Breach] {
    [
      try Breach("wechatpay.abnormal") { mock in
        let id = try mock.openWeChat(order(), way: .native, at: now)
        try mock.pay(id, at: now)
        let payment = try #require(try mock.sale(id).payments.first).id
        // A refund that is under way needs nobody's hand.
        try mock.refund(payment, id: "5030", amount: 1, isImmediate: false, at: now)
        let body = Array(#"{"out_refund_no":"5030","type":"MERCHANT_BANK_CARD"}"#.utf8)
        return Breach.refuses { _ = try mock.endAbnormalWeChat("5030", body, at: now) }
      }
    ]
  }

  // MARK: Orders

  private static let h5 = #","scene_info":{"payer_client_ip":"1.2.3.4","h5_info":{"type":"Wap"}}"#

  private static func value(_ name: String) throws -> String {
    let lines = try SampleKeys.files().text("merchant.txt").split(separator: "\n")
    let line = lines.first { $0.hasPrefix(name + "=") }
    return String(try #require(line).dropFirst(name.utf8.count + 1))
  }

  static func order(
    _ changes: [String: String] = [:],
    total: Int = 4850,
    more: String = ""
  ) throws -> [UInt8] {
    var fields = [
      "appid": try value("wechatpay.appid"), "mchid": try value("wechatpay.mchid"),
      "description": "Steam 50", "out_trade_no": "A1B2C3D4E5F6G7H8J9K0",
      "notify_url": "https://pay.example.com/webhooks/wechatpay",
    ]
    fields.merge(changes) { _, new in new }
    let members = fields.map { #""\#($0)":"\#($1)""# }.joined(separator: ",")
    return Array(
      #"{\#(members),"amount":{"total":\#(total),"currency":"CNY"}\#(more)}"#.utf8
    )
  }
}
