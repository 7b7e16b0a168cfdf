import Hummingbird

/// WeChat Pay, API v3: codes to scan and pages for telephones.
struct MockWeChatPay: MockProvider {
  func addRoutes(to group: RouterGroup<BasicRequestContext>, mock: SharedState) {
    WeChatRoutes(mock: mock).add(to: group)
  }

  /// An order is paid once; who presses twice makes the provider tell it twice.
  func pay(_ id: String, at now: Int64, in mock: inout MockState) throws(SaleError) {
    let sale = try mock.sale(id)
    guard let payment = sale.payments.first else {
      try mock.collect(id, at: now)
      return
    }
    tell(.paid(payment), of: sale, at: now, in: &mock)
  }

  func refusal(of visit: Visit, to sale: Sale, at now: Int64, in mock: MockState) -> String? {
    mock.refusalOfH5(visit, to: sale, at: now)
  }

  func payment(for sale: Sale, at now: Int64, in mock: inout MockState) -> Payment {
    Payment(
      id: mock.nextDigits(28, prefix: "4200"),
      amount: sale.amount,
      paidAt: now
    )
  }

  func refundID(in mock: inout MockState) -> String { mock.nextDigits(29, prefix: "5030") }

  func tell(_ news: News, of sale: Sale, at now: Int64, in mock: inout MockState) {
    let keys = mock.keys.wechat
    switch news {
    case .paid(let payment):
      let object = WeChatDocuments.transaction(sale, payment: payment, keys: keys, isQuery: false)
      let url = sale.notifyURL
      post("TRANSACTION.SUCCESS", "支付成功", "transaction", object, to: url, at: now, in: &mock)
    case .refunded(let payment, let refund), .refundFailed(let payment, let refund):
      let object = WeChatDocuments.refundNotice(refund, of: payment, sale, keys: keys)
      let (kind, words) =
        refund.state == .done
        ? ("REFUND.SUCCESS", "退款成功") : ("REFUND.ABNORMAL", "退款异常")
      post(kind, words, "refund", object, to: refund.notifyURL, at: now, in: &mock)
    // The end of an unpaid order and a refused card are told to nobody.
    case .failed, .ended, .disputed: break
    }
  }

  private func post(
    _ kind: String,
    _ words: String,
    _ type: String,
    _ object: JsonDocument,
    to url: String?,
    at now: Int64,
    in mock: inout MockState
  ) {
    let id = "EV-" + mock.nextDigits(29)
    let keys = mock.keys.wechat
    let url = url ?? mock.place.worker + "/webhooks/wechatpay"
    let tampering = mock.takeTampering(of: .wechatpay)
    let content = WeChatTampering(tampering).change(object).bytes
    // The provider moves from certificates to its public key by and by: half of the notices each.
    let byPublicKey = mock.outbox.notices.count.isMultiple(of: 2)
    let signer =
      mock.place.usesExpiredCertificate || tampering == .expired
      ? WeChatSigner.expired(keys) : .provider(keys, byPublicKey: byPublicKey)
    mock.post(id: id, from: .wechatpay, kind: kind, content: content, at: now) { moment in
      let envelope: JsonDocument = [
        "id": .text(id),
        "create_time": .text(beijingMoment(now)),
        "resource_type": "encrypt-resource",
        "event_type": .text(kind),
        "summary": .text(words),
        "resource": try WeChatSeal.resource(content, key: keys.apiV3Key, type: type),
      ]
      return try WeChatTampering(tampering)
        .send(envelope.bytes, to: url, signer: signer, keys: keys, at: moment)
    }
  }
}

/// How a webhook is made false.
private struct WeChatTampering {
  let tampering: Tampering?

  init(_ tampering: Tampering?) {
    self.tampering = tampering
  }

  /// Changes what the webhook says before it is sealed.
  func change(_ object: JsonDocument) -> JsonDocument {
    guard case .object(var fields) = object, case .object(var amount)? = fields["amount"] else {
      return object
    }
    switch tampering {
    case .amount:
      for name in ["total", "refund"] where amount[name] != nil {
        amount[name] = .integer((amount[name]?.integer ?? 1) - 1)
      }
    case .currency: amount["currency"] = "USD"
    case .account: fields["mchid"] = "1900000000"
    case .order: fields["out_trade_no"] = "ZZZZ0000ZZZZ0000ZZZZ"
    default: break
    }
    fields["amount"] = .object(amount)
    return .object(fields)
  }

  func send(
    _ body: [UInt8],
    to url: String,
    signer: WeChatSigner,
    keys: WeChatKeys,
    at moment: Int64
  ) throws -> Outgoing {
    let isForged = tampering == .signature || tampering == .stranger
    let signer = isForged ? signer.forged(keys) : signer
    let time = tampering == .stale ? moment - 600 : moment
    var headers = try signer.headers(body: body, at: time)
    if tampering == .probe, let signature = headers["Wechatpay-Signature"] {
      headers["Wechatpay-Signature"] = "WECHATPAY/SIGNTEST/" + signature
    }
    headers["Content-Type"] = "application/json"
    headers["User-Agent"] = "Mozilla/4.0"
    return Outgoing(
      url: url,
      headers: headers,
      body: tampering == .body ? body + [32] : body
    )
  }
}

/// What WeChat Pay keeps of an order.
package struct WeChatSale: Equatable, Sendable {
  /// `NATIVE`, `MWEB` or `JSAPI`.
  var tradeType = "NATIVE"
  /// Comes back with each notice.
  var attach = ""
  /// The request that opened it: a repeat must be the same.
  var request = ""
  /// Who pays, as the app knows them; nil until somebody has.
  var openid: String?
  /// The buyer's address, which an H5 order names.
  var payerAddress: String?
}
