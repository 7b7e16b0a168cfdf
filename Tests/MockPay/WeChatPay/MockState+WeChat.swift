/// What WeChat Pay's API does.
extension MockState {
  /// Opens an order, or finds the one that the same number opened before; returns the sale's ID.
  package mutating func openWeChat(
    _ body: [UInt8],
    way: WeChatOrder.Way,
    at now: Int64
  ) throws(WeChatError) -> String {
    let order = try WeChatOrder(body, way: way, keys: keys.wechat, controls: controls, at: now)
    let isKnown = order.openid.map { wechat.openids.contains($0) } ?? (way != .jsapi)
    guard isKnown || !controls.follows(.wechatOpenID) else {
      throw .parameter("payer.openid: 无效的openid")
    }
    if let known = sale(order: order.number, of: .wechatpay) {
      switch known.state {
      case .paid: throw .paid
      case .ended: throw .closed
      case .open, .approved: break
      }
      guard known.wechat.request == order.request || !controls.follows(.wechatRepeats) else {
        throw .usedNumber
      }
      return known.id
    }
    var sale = Sale(
      id: nextID("wx"),
      provider: .wechatpay,
      orderNumber: order.number,
      lines: [.init(name: order.description, unitAmount: order.amount, quantity: 1)],
      currency: "CNY",
      createdAt: now,
      expiresAt: order.expiresAt
    )
    sale.notifyURL = order.notifyURL
    sale.wechat = WeChatSale(
      tradeType: way.tradeType,
      attach: order.attach ?? "",
      request: order.request,
      openid: order.openid,
      payerAddress: order.payerAddress
    )
    add(sale)
    return sale.id
  }

  func queryWeChat(
    _ form: Form,
    where isWanted: (Sale) -> Bool
  ) throws(WeChatError) -> JsonDocument {
    guard form["mchid"] == keys.wechat.mchid else {
      throw .parameter("mchid: expected \(keys.wechat.mchid), found \(form["mchid"])")
    }
    guard let sale = sales(of: .wechatpay).last(where: isWanted) else { throw .noOrder }
    return WeChatDocuments.transaction(sale, payment: sale.payments.first, keys: keys.wechat)
  }

  mutating func closeWeChat(
    _ number: String,
    _ body: [UInt8],
    at now: Int64
  ) throws(WeChatError) {
    guard JsonDocument(body) == .object(["mchid": .text(keys.wechat.mchid)]) else {
      throw .parameter("expected {\"mchid\":\"\(keys.wechat.mchid)\"}")
    }
    guard let sale = sale(order: number, of: .wechatpay) else { throw .noOrder }
    switch sale.state {
    case .paid: throw .paid
    case .ended: return
    case .open, .approved: break
    }
    do {
      try end(sale.id, at: now)
    } catch {
      throw .parameter(error.description)
    }
  }

  mutating func refundWeChat(_ body: [UInt8], at now: Int64) throws(WeChatError) -> JsonDocument {
    let order = try WeChatRefund(body)
    let found = sales(of: .wechatpay).last { sale in
      if let number = order.orderNumber { return sale.orderNumber == number }
      return sale.payments.contains { $0.id == order.transactionID }
    }
    guard let sale = found else { throw .noOrder }
    guard let payment = sale.payments.first else {
      throw WeChatError(400, "INVALID_REQUEST", "订单未支付，不能退款")
    }
    guard payment.amount == order.total else {
      throw WeChatError(400, "INVALID_REQUEST", "订单金额不一致: expected \(payment.amount)")
    }
    if let known = find(refundOf: .wechatpay, where: { $0.number == order.number }) {
      guard known.2.amount == order.amount, known.1.id == payment.id else {
        throw WeChatError(400, "INVALID_REQUEST", "订单金额或退款金额与之前请求不一致，请核实后再试")
      }
      return WeChatDocuments.refund(known.2, of: known.1, known.0)
    }
    do {
      let refund = try refund(
        payment.id,
        id: MockWeChatPay().refundID(in: &self),
        number: order.number,
        amount: order.amount,
        reason: order.reason,
        notifyURL: order.notifyURL,
        isImmediate: false,
        at: now
      )
      return WeChatDocuments.refund(refund, of: payment, sale)
    } catch .balanceTooSmall {
      throw WeChatError(403, "NOT_ENOUGH", "基本账户余额不足，请充值后重新发起")
    } catch {
      throw WeChatError(403, "INVALID_REQUEST", "退款金额大于可退金额: \(error.description)")
    }
  }

  /// Sends an abnormal refund on, to another card or to the merchant; the news of it follows.
  package mutating func endAbnormalWeChat(
    _ id: String,
    _ body: [UInt8],
    at now: Int64
  ) throws(WeChatError) -> JsonDocument {
    guard let (sale, payment, refund) = find(refundOf: .wechatpay, where: { $0.id == id }) else {
      throw .noRefund
    }
    let json = JsonDocument(body)
    guard json?["out_refund_no"]?.text == refund.number else {
      throw .parameter("out_refund_no: expected \(refund.number)")
    }
    if controls.follows(.wechatAbnormal) {
      guard refund.state == .failed else {
        throw WeChatError(400, "INVALID_REQUEST", "该退款单状态不是退款异常，不能发起异常退款")
      }
      switch json?["type"]?.text {
      case "MERCHANT_BANK_CARD": break
      case "USER_BANK_CARD":
        for name in ["bank_type", "bank_account", "real_name"] where json?[name]?.text == nil {
          throw .parameter("\(name): expected text, sealed where it names a person")
        }
      default: throw .parameter("type: expected USER_BANK_CARD or MERCHANT_BANK_CARD")
      }
    }
    do {
      let changed = try repeatRefund(refund.id, of: payment.id, at: now)
      return WeChatDocuments.refund(changed, of: payment, sale)
    } catch {
      throw .parameter(error.description)
    }
  }

  /// The list of platform certificates, sealed.
  package func weChatCertificates() throws(WeChatError) -> JsonDocument {
    if controls.hasWeChatMoved, controls.follows(.wechatCertificates) { throw .noCertificates }
    let all = [keys.wechat.platform, keys.wechat.expiredPlatform]
    let shown = place.usesExpiredCertificate ? all : Array(all.prefix(1))
    do {
      let data = try shown.map { certificate -> JsonDocument in
        let sealed = try WeChatSeal.resource(
          Array(certificate.pem.utf8),
          key: keys.wechat.apiV3Key,
          type: "certificate"
        )
        return [
          "serial_no": .text(certificate.serial),
          "effective_time": .text(certificate.validity.from),
          "expire_time": .text(certificate.validity.until),
          "encrypt_certificate": [
            "algorithm": sealed["algorithm"] ?? .null,
            "nonce": sealed["nonce"] ?? .null,
            "associated_data": sealed["associated_data"] ?? .null,
            "ciphertext": sealed["ciphertext"] ?? .null,
          ],
        ]
      }
      return ["data": .array(data)]
    } catch {
      throw WeChatError(500, "SYSTEM_ERROR", "系统异常")
    }
  }
}

/// What a merchant asks back.
private struct WeChatRefund {
  let orderNumber: String?
  let transactionID: String?
  let number: String
  let amount: Int64
  let total: Int64
  let reason: String?
  let notifyURL: String?

  private static let known: Set<String> = [
    "transaction_id", "out_trade_no", "out_refund_no", "reason", "notify_url", "funds_account",
    "amount", "goods_detail",
  ]

  init(_ body: [UInt8]) throws(WeChatError) {
    guard let json = JsonDocument(body), case .object(let fields) = json else {
      throw .parameter("请求体: expected a JSON object")
    }
    if let name = fields.keys.sorted().first(where: { !Self.known.contains($0) }) {
      throw .parameter("\(name): unknown field")
    }
    orderNumber = json["out_trade_no"]?.text
    transactionID = json["transaction_id"]?.text
    guard (orderNumber == nil) != (transactionID == nil) else {
      throw .parameter("expected one of transaction_id and out_trade_no")
    }
    number = try WeChatOrder.text("out_refund_no", in: json)
    guard number.wholeMatch(of: /[0-9A-Za-z_\-|*@]{1,64}/) != nil else {
      throw .parameter("out_refund_no: expected 1 to 64 of 0-9A-Za-z_-|*@, found \(number)")
    }
    guard json["amount"]?["currency"]?.text == "CNY" else {
      throw .parameter("amount.currency: expected CNY")
    }
    total = try WeChatOrder.amount(json["amount"], of: ["refund", "total", "currency", "from"])
    guard let part = json["amount"]?["refund"]?.integer, part >= 1, part <= total else {
      throw .parameter("amount.refund: expected a whole number of fen, 1 to \(total)")
    }
    amount = part
    reason = json["reason"]?.text
    guard reason?.utf8.count ?? 0 <= 80 else {
      throw .parameter("reason: expected at most 80 bytes")
    }
    notifyURL = json["notify_url"]?.text
    if let notifyURL { try WeChatOrder.check(address: notifyURL) }
  }
}
