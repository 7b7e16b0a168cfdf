import Shop

extension AlipayAdapter {
  /// Signs the address of Alipay's own page; nothing is asked before the buyer is on the way.
  ///
  /// https://opendocs.alipay.com/open/59da99d0_alipay.trade.page.pay
  package func start(
    _ request: StartRequest,
    _ call: Call
  ) throws(ProviderError) -> StartedCheckout {
    let method = request.isPhone ? "alipay.trade.wap.pay" : "alipay.trade.page.pay"
    let content = AlipayOrderDocument(request)
    let more = [("notify_url", request.notifyURL), ("return_url", request.returnURL)]
    var query = FormBody()
    for field in try parameters(method, content, more, call) { query.add(field.name, field.value) }
    let url = "\(gateway)?" + String(decoding: query.bytes, as: UTF8.self)
    guard gateway.leads(to: url) else {
      throw .refused("the address of Alipay's page is too long")
    }
    return StartedCheckout(sessionID: nil, step: .redirect(url: url))
  }
}

/// An order: the amount is the checkout's own.
private struct AlipayOrderDocument: Encodable {
  let outTradeNo: String
  let totalAmount: String
  let subject: String
  let productCode: String
  let timeExpire: String
  /// 0 is a virtual good.
  let goodsType = "0"
  let quitURL: String?

  init(_ request: StartRequest) {
    let checkout = request.checkout
    outTradeNo = checkout.reference.text
    totalAmount = checkout.amount.decimal
    // Alipay takes no `/`, `=`, `&` in a subject; the others would end a field of its bill.
    let title = checkout.line.title.map { "/=&,\"".contains($0) ? " " : $0 }
    subject = String(String(title).prefix(128))
    productCode = request.isPhone ? "QUICK_WAP_WAY" : "FAST_INSTANT_TRADE_PAY"
    timeExpire = checkout.expiresAt.beijingText
    quitURL = request.isPhone ? request.cancelURL : nil
  }

  enum CodingKeys: String, CodingKey {
    case subject
    case outTradeNo = "out_trade_no"
    case totalAmount = "total_amount"
    case productCode = "product_code"
    case timeExpire = "time_expire"
    case goodsType = "goods_type"
    case quitURL = "quit_url"
  }
}
