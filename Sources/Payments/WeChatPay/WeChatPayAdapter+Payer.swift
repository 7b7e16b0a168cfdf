package import Shop
import Transport

/// Buyers inside WeChat's own browser, where only JSAPI takes payments.
extension WeChatPayAdapter {
  /// In WeChat on a phone by JSAPI, which needs the buyer's ID, or in another browser; in WeChat on
  /// a desktop here, since a phone scans the code.
  package func venue(in app: BuyerApp?, isPhone: Bool) -> PayVenue {
    switch app {
    case .wechat where isPhone: official == nil ? .elsewhere : .afterIdentification
    case .webView where isPhone: .elsewhere
    case .wechat, .webView, .alipay, nil: .here
    }
  }

  /// Silent authorization: the buyer sees nothing, and reveals only their `openid`.
  ///
  /// https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html
  package func identification(state: String, returnURL: String) -> String? {
    guard let official else { return nil }
    let home = address.isMock ? address.text : "https://open.weixin.qq.com"
    return """
      \(home)/connect/oauth2/authorize?appid=\(official.appid.queryEncoded)\
      &redirect_uri=\(returnURL.queryEncoded)&response_type=code&scope=snsapi_base\
      &state=\(state.queryEncoded)#wechat_redirect
      """
  }

  /// Asks for the buyer of a code.
  ///
  /// That API answers 200 to everything and signs nothing; only TLS proves it.
  package func payerID(code: String, _ call: Call) throws(ProviderError) -> String {
    guard let official else { throw .unsupported }
    guard code.utf8.count <= Self.longestCode, WebhookBody.isIdentifier(code) else {
      throw .refused("what came as WeChat's code is none")
    }
    let home = address.isMock ? address.text : "https://api.weixin.qq.com"
    var request = HTTPRequest(
      .get,
      """
      \(home)/sns/oauth2/access_token?appid=\(official.appid.queryEncoded)\
      &secret=\(official.secret.text.queryEncoded)&code=\(code.queryEncoded)\
      &grant_type=authorization_code
      """
    )
    request.allowsPlainLoopback = address.isMock
    // A code is good for one use: after a lost answer the buyer is asked again.
    let response = try request.answer(isRepeatable: false)
    let answer: WeChatPayerDocument
    do {
      answer = try WebhookBody.decode(WeChatPayerDocument.self, from: response.body)
    } catch {
      throw .temporary("WeChat answered \(response.status) with something else than who pays")
    }
    if let openid = answer.openid, WebhookBody.isIdentifier(openid) { return openid }
    let words = ProviderError.line(
      "WeChat does not say who pays: \(answer.errcode ?? 0), \(answer.errmsg ?? "")"
    )
    // -1: WeChat is busy; 45011: asked too often.
    guard ![-1, 45_011].contains(answer.errcode) else { throw .temporary(words) }
    throw .refused(words)
  }

  private static let longestCode = 512

  /// Says that unsigned refusals came, where they did.
  package func remarks(at now: Timestamp) -> [String] {
    keys.unsignedRefusal.map { moment in
      [
        "since \(CivilDate(moment)) WeChat Pay refuses things without signing it: what it says "
          + "then is believed as far as TLS goes, and whether an order is there is asked again"
      ]
    } ?? []
  }

  /// What must be registered for the host that sends buyers to WeChat Pay.
  package func registrations(of publicURL: String) -> [String] {
    let host = publicURL.split(separator: "/").dropFirst().first.map(String.init) ?? publicURL
    let h5 = """
      register \(host) as H5支付域名 in the merchant's console (产品中心, 开发配置): no phone pays from \
      another domain, and none whose own address the worker does not see (`trusted_proxies`, where \
      a proxy stands before it); or write `h5: false`
      """
    let account = """
      register \(host) as 网页授权域名 of the official account, and \(publicURL)/checkouts/ as \
      JSAPI支付授权目录 in the merchant's console
      """
    return (hasH5 ? [h5] : []) + (official == nil ? [] : [account])
  }
}

/// The answer of `GET /sns/oauth2/access_token`: the buyer, or an error.
private struct WeChatPayerDocument: Decodable {
  let openid: String?
  let errcode: Int?
  let errmsg: String?
}
