import Foundation

/// What happens in the buyer's browser and in WeChat itself.
extension MockState {
  /// How long an `h5_url` and an authorisation code are good, in seconds.
  private static let linkSeconds: Int64 = 300
  /// How long a `prepay_id` is good for the bridge, in seconds.
  private static let prepaySeconds: Int64 = 2 * 3600
  /// The account's domain in WeChat Pay's console: H5 payments and authorisations lead from there.
  private var registeredDomain: String { URL(string: place.worker)?.host() ?? "" }

  /// Why the page behind an `h5_url` is not shown, in WeChat Pay's words; nil when it is.
  package func refusalOfH5(_ visit: Visit, to sale: Sale, at now: Int64) -> String? {
    guard sale.wechat.tradeType == WeChatOrder.Way.h5.tradeType,
      let issued = visit.prepayID.flatMap(Self.moment)
    else { return nil }
    if controls.follows(.wechatOutside), visit.userAgent.contains("MicroMessenger") {
      return "请在微信外打开订单，进行支付"
    }
    let referer = URL(string: visit.referer)?.host()
    if controls.follows(.wechatReferer), referer == nil { return "商家参数格式有误，请联系商家解决" }
    if controls.follows(.wechatDomain), let referer, referer != registeredDomain {
      return "商家存在未配置的参数，请联系商家解决"
    }
    if controls.follows(.wechatAddress), let address = visit.address,
      address != sale.wechat.payerAddress
    {
      return "网络环境未能通过安全验证，请稍后再试"
    }
    if controls.follows(.wechatLinkLifetime), now > issued + Self.linkSeconds {
      return "支付请求已失效，请重新发起支付"
    }
    return nil
  }

  /// Whether an answer of the API of that status carries a signature; one that says that our own
  /// does not fit never does.
  package func signsWeChatAnswer(status: Int) -> Bool {
    (200..<300).contains(status) || (status != 401 && !controls.follows(.wechatUnsignedErrors))
  }

  /// What names the order in links and to the bridge, with the moment at which it was given.
  package static func prepayID(of sale: String, at now: Int64) -> String { "\(sale)-\(now)" }

  private static func moment(_ prepayID: String) -> Int64? {
    prepayID.split(separator: "-").last.flatMap { Int64($0) }
  }

  /// Lets the buyer agree to be known, silently, and leads back with a code; returns the address.
  package mutating func authorise(
    _ fields: [String: String],
    at now: Int64
  ) throws(WeChatError) -> String {
    guard fields["appid"] == keys.wechat.appid, fields["response_type"] == "code",
      fields["scope"] == "snsapi_base"
    else { throw .parameter("expected appid, response_type=code and scope=snsapi_base") }
    let back = fields["redirect_uri"] ?? ""
    let isRegistered = URL(string: back)?.host() == registeredDomain
    guard isRegistered || !controls.follows(.wechatAuthorisationDomain), origin(of: back) != nil
    else { throw WeChatError(400, "10003", "redirect_uri域名与后台配置不一致") }
    let state = fields["state"] ?? ""
    guard state.wholeMatch(of: /[0-9A-Za-z]{0,128}/) != nil else {
      throw .parameter("state: expected at most 128 letters and digits")
    }
    let code = nextCapitals(32)
    wechat.codes[code] = now
    return back + (back.contains("?") ? "&" : "?") + "code=\(code)&state=\(state)"
  }

  /// Tells who agreed; `openid`, or an error in the form of that API, which answers 200 to all.
  package mutating func payer(_ fields: [String: String], at now: Int64) -> JsonDocument {
    guard fields["appid"] == keys.wechat.appid,
      fields["secret"] == keys.wechat.officialSecret,
      fields["grant_type"] == "authorization_code"
    else { return ["errcode": 40125, "errmsg": "invalid appsecret"] }
    let code = fields["code"] ?? ""
    let given = wechat.codes.removeValue(forKey: code)
    if controls.follows(.wechatCodes) {
      guard let given else { return ["errcode": 40163, "errmsg": "code been used"] }
      guard now <= given + Self.linkSeconds else {
        return ["errcode": 40029, "errmsg": "invalid code"]
      }
    }
    let openid = "o" + Chance.text(27)
    wechat.openids.insert(openid)
    return [
      "access_token": .text(Chance.text(40)), "expires_in": 7200,
      "refresh_token": .text(Chance.text(40)), "openid": .text(openid), "scope": "snsapi_base",
    ]
  }

  /// What the bridge in WeChat's browser does when a page calls `getBrandWCPayRequest`; returns its
  /// `err_msg`.
  package mutating func callBridge(
    _ call: [String: String],
    action: String,
    at now: Int64
  ) throws(SaleError) -> String {
    let name = "get_brand_wcpay_request"
    let package = call["package"] ?? ""
    guard package.hasPrefix("prepay_id=") else { return "\(name):fail" }
    let prepay = String(package.dropFirst(10))
    let id = prepay.split(separator: "-").dropLast().joined(separator: "-")
    let text = ["appId", "timeStamp", "nonceStr", "package"].map { (call[$0] ?? "") + "\n" }
    if controls.follows(.wechatPaySign) {
      guard call["signType"] == "RSA",
        let sign = call["paySign"],
        Signing.fits(sign, Array(text.joined().utf8), key: keys.wechat.merchantKey),
        let issued = Self.moment(prepay), now <= issued + Self.prepaySeconds
      else { return "\(name):fail" }
    }
    guard action == "pay" else { return "\(name):\(action == "cancel" ? "cancel" : "fail")" }
    try pay(id, at: now)
    return "\(name):ok"
  }
}

/// A browser on its way to a pay page.
package struct Visit: Sendable {
  /// The page that the buyer came from; empty where the browser says none.
  package let referer: String
  /// As the browser calls itself.
  package let userAgent: String
  /// The link's own ticket, which holds when it was made.
  package let prepayID: String?
  /// The browser's address; nil where it does not matter.
  package let address: String?

  package init(
    referer: String = "",
    userAgent: String = "",
    prepayID: String? = nil,
    address: String? = nil
  ) {
    self.address = address
    self.referer = referer
    self.userAgent = userAgent
    self.prepayID = prepayID
  }
}

/// What WeChat remembers of buyers.
package struct WeChatRecords: Sendable {
  /// Authorisation codes that are not used yet, with the moment they were given.
  package var codes: [String: Int64] = [:]
  /// Whom the app has named to the shop.
  package var openids: Set<String> = []

  package init() {}
}
