import Shop
import Transport

extension WeChatPayAdapter {
  /// Orders at WeChat Pay: a code to scan, or on a phone the page that opens the app.
  ///
  /// https://pay.weixin.qq.com/doc/v3/merchant/4012791877 (Native), …/4012791834 (H5)
  package func start(
    _ request: StartRequest,
    _ call: Call
  ) throws(ProviderError) -> StartedCheckout {
    let body = try json(WeChatPayOrderDocument(request, merchant))
    let target = "/v3/pay/transactions/" + (request.isPhone ? "h5" : "native")
    let answer = try read(
      WeChatPayStartedDocument.self,
      from: send(.post, target, body, call)
    )
    if request.isPhone, let url = answer.h5URL {
      let back = "redirect_url=\(request.returnURL.queryEncoded)"
      let whole = url + (url.contains("?") ? "&" : "?") + back
      guard address.leads(to: whole) else {
        throw .refused("WeChat Pay answered with a page that is not https")
      }
      return StartedCheckout(sessionID: nil, step: .referredRedirect(url: whole))
    }
    guard let text = answer.codeURL, text.hasPrefix("weixin://"), WebhookBody.isIdentifier(text)
    else { throw .refused("WeChat Pay answered without a code to scan") }
    return StartedCheckout(sessionID: nil, step: .scan(text: text))
  }
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

  /// WeChat Pay's limit; counted in bytes, so that it holds however they count.
  private static let longestDescription = 127

  init(_ request: StartRequest, _ merchant: WeChatPayMerchant) {
    let checkout = request.checkout
    appid = merchant.appid
    mchid = merchant.mchid
    description = checkout.line.title.cut(toBytes: Self.longestDescription)
    outTradeNo = checkout.reference.text
    timeExpire = checkout.expiresAt.beijingRFC3339
    notifyURL = request.notifyURL
    amount = AmountDocument(
      total: checkout.amount.minorUnits,
      currency: checkout.amount.currency.code
    )
    sceneInfo = request.isPhone ? SceneDocument(payerClientIP: request.buyerAddress) : nil
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
    case appid, mchid, description, amount
    case outTradeNo = "out_trade_no"
    case timeExpire = "time_expire"
    case notifyURL = "notify_url"
    case sceneInfo = "scene_info"
  }
}

/// Where the buyer pays; one of the two.
private struct WeChatPayStartedDocument: Decodable {
  let codeURL: String?
  let h5URL: String?

  enum CodingKeys: String, CodingKey {
    case codeURL = "code_url"
    case h5URL = "h5_url"
  }
}

extension String {
  /// Whole characters up to that many bytes of UTF-8.
  func cut(toBytes most: Int) -> String {
    var kept = ""
    var count = 0
    for character in self {
      count += String(character).utf8.count
      guard count <= most else { break }
      kept.append(character)
    }
    return kept
  }
}
