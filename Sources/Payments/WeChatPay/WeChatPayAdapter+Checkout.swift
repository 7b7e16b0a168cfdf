package import Shop
import Transport

extension WeChatPayAdapter {
  /// How a buyer pays.
  ///
  /// WeChat Pay binds an order number to its first way, so the way is chosen once for a checkout.
  private enum Way: String {
    case native
    case h5
    case jsapi
  }

  /// Opens an order at WeChat Pay: a code to scan, on a phone a page that opens the app, in
  /// WeChat's own browser the arguments for its bridge.
  ///
  /// https://pay.weixin.qq.com/doc/v3/merchant/4012791877 (Native), …/4012791834 (H5),
  /// …/4012791856 (JSAPI)
  package func start(
    _ request: StartRequest,
    _ call: Call
  ) throws(ProviderError) -> StartedCheckout {
    let way = way(for: request)
    let order = WeChatPayOrderDocument(
      request,
      merchant,
      appid: way == .jsapi ? official?.appid ?? merchant.appid : merchant.appid,
      scene: way == .h5,
      openid: way == .jsapi ? request.payerID : nil
    )
    let target = "/v3/pay/transactions/" + way.rawValue
    let answer = try read(
      WeChatPayStartedDocument.self,
      from: send(.post, target, json(order), call)
    )
    return StartedCheckout(sessionID: nil, step: try step(way, answer, request, call))
  }

  private func way(for request: StartRequest) -> Way {
    if request.payerID != nil { return .jsapi }
    // H5 is refused inside WeChat; a phone scans the code that a desktop's WeChat shows.
    let isInside = request.app == .wechat || request.app == .webView
    return request.isPhone && !isInside && hasH5 ? .h5 : .native
  }

  /// H5 pays only at the address that the order names, as WeChat itself sees it.
  ///
  /// https://pay.weixin.qq.com/doc/v3/merchant/4012791845 (网络环境未能通过安全验证)
  package func doubt(about request: StartRequest) -> String? {
    guard way(for: request) == .h5, !address.isMock,
      IPAddress(request.buyerAddress)?.isPublic != true
    else { return nil }
    return """
      H5 pays only at the buyer's own address, and buyers come from a private one or none: set \
      `trusted_proxies` to the network of the proxy before the worker
      """
  }

  private func step(
    _ way: Way,
    _ answer: WeChatPayStartedDocument,
    _ request: StartRequest,
    _ call: Call
  ) throws(ProviderError) -> PayStep {
    switch way {
    case .native:
      guard let text = answer.codeURL, text.hasPrefix("weixin://"), WebhookBody.isIdentifier(text)
      else { throw .refused("WeChat Pay answered without a code to scan") }
      return .scan(text: text)
    case .h5:
      guard let url = answer.h5URL else { throw .refused("WeChat Pay answered without a page") }
      let back = "redirect_url=\(request.returnURL.queryEncoded)"
      let whole = url + (url.contains("?") ? "&" : "?") + back
      guard address.leads(to: whole) else {
        throw .refused("WeChat Pay answered with a page that is not https")
      }
      return .referredRedirect(url: whole)
    case .jsapi:
      guard let id = answer.prepayID, WebhookBody.isIdentifier(id) else {
        throw .refused("WeChat Pay answered without what the bridge needs")
      }
      return try bridge(prepayID: id, call)
    }
  }

  /// The arguments of `getBrandWCPayRequest`, signed by the merchant.
  ///
  /// https://pay.weixin.qq.com/doc/v3/merchant/4012791857
  private func bridge(prepayID: String, _ call: Call) throws(ProviderError) -> PayStep {
    let appid = official?.appid ?? merchant.appid
    let (time, nonce, package) = ("\(call.now.seconds)", call.nonce(), "prepay_id=\(prepayID)")
    let signed = Array("\(appid)\n\(time)\n\(nonce)\n\(package)\n".utf8)
    return .bridge(fields: [
      FormField("appId", appid), FormField("timeStamp", time), FormField("nonceStr", nonce),
      FormField("package", package), FormField("signType", "RSA"),
      FormField("paySign", try merchant.key.base64Signature(over: signed)),
    ])
  }

  /// An `h5_url` is valid for five minutes; one older than four is requested anew.
  package func isStale(_ step: PayStep, keptAt: Timestamp, at now: Timestamp) -> Bool {
    guard case .referredRedirect = step else { return false }
    return now < keptAt || keptAt.advanced(seconds: Self.linkSeconds) <= now
  }

  private static let linkSeconds: Int64 = 240
}

/// An order: the amount is the checkout's own.
private struct WeChatPayOrderDocument: Encodable {
  let appid: String
  let mchid: String
  let description: String
  let outTradeNo: String
  let timeExpire: String
  let notifyURL: String
  let amount: AmountDocument
  let sceneInfo: SceneDocument?
  let payer: PayerDocument?

  /// WeChat Pay's limit; counted in bytes, so that it holds however WeChat Pay counts.
  private static let longestDescription = 127

  init(
    _ request: StartRequest,
    _ merchant: WeChatPayMerchant,
    appid: String,
    scene: Bool,
    openid: String?
  ) {
    let checkout = request.checkout
    self.appid = appid
    mchid = merchant.mchid
    description = checkout.line.title.cut(toBytes: Self.longestDescription)
    outTradeNo = checkout.reference.text
    timeExpire = checkout.expiresAt.beijingRFC3339
    notifyURL = request.notifyURL
    amount = AmountDocument(
      total: checkout.amount.minorUnits,
      currency: checkout.amount.currency.code
    )
    sceneInfo = scene ? SceneDocument(payerClientIP: request.buyerAddress) : nil
    payer = openid.map(PayerDocument.init)
  }

  /// The buyer, by the app's ID.
  struct PayerDocument: Encodable {
    let openid: String
  }

  struct AmountDocument: Encodable {
    let total: Int64
    let currency: String
  }

  struct SceneDocument: Encodable {
    let payerClientIP: String
    let h5 = KindDocument()

    struct KindDocument: Encodable {
      let type = "Wap"
    }

    enum CodingKeys: String, CodingKey {
      case payerClientIP = "payer_client_ip"
      case h5 = "h5_info"
    }
  }

  enum CodingKeys: String, CodingKey {
    case appid, mchid, description, amount, payer
    case outTradeNo = "out_trade_no"
    case timeExpire = "time_expire"
    case notifyURL = "notify_url"
    case sceneInfo = "scene_info"
  }
}

/// How the buyer pays: one of the three.
private struct WeChatPayStartedDocument: Decodable {
  let codeURL: String?
  let h5URL: String?
  let prepayID: String?

  enum CodingKeys: String, CodingKey {
    case codeURL = "code_url"
    case h5URL = "h5_url"
    case prepayID = "prepay_id"
  }
}
