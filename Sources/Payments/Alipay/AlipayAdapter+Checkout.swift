package import Shop

extension AlipayAdapter {
  /// Signs the address of Alipay's own page, without a call to Alipay before the buyer gets there;
  /// or has Alipay make a code to scan.
  ///
  /// https://opendocs.alipay.com/open/59da99d0_alipay.trade.page.pay,
  /// https://opendocs.alipay.com/open/8ad49e4a_alipay.trade.precreate
  package func start(
    _ request: StartRequest,
    _ call: Call
  ) throws(ProviderError) -> StartedCheckout {
    switch product {
    case .page:
      let content = try json(AlipayOrderDocument(request, request.isPhone ? .wap : .page))
      let more = [("notify_url", request.notifyURL), ("return_url", request.returnURL)]
      let method = request.isPhone ? "alipay.trade.wap.pay" : "alipay.trade.page.pay"
      let url = try pageURL(method, content, more, call)
      return StartedCheckout(sessionID: nil, step: .redirect(url: url))
    case .precreate, .orderCode:
      return StartedCheckout(sessionID: nil, step: .scan(text: try code(for: request, call)))
    }
  }

  /// The same order with the moment of the click, signed with the current keys.
  package func renewed(_ step: PayStep, _ call: Call) throws(ProviderError) -> PayStep {
    guard case .redirect(let url) = step, let mark = url.firstIndex(of: "?") else { return step }
    let form: SignedForm
    do {
      form = try SignedForm(Array(url[url.index(after: mark)...].utf8))
    } catch {
      return step
    }
    guard let method = form.text("method"), let content = form.text("biz_content") else {
      return step
    }
    let more = ["notify_url", "return_url"].map { ($0, form.text($0) ?? "") }
    return .redirect(url: try pageURL(method, content, more, call))
  }

  private func pageURL(
    _ method: String,
    _ content: String,
    _ more: [(String, String)],
    _ call: Call
  ) throws(ProviderError) -> String {
    var query = FormBody()
    for field in try parameters(method, content, more, call) { query.add(field.name, field.value) }
    let url = "\(gateway)?" + String(decoding: query.bytes, as: UTF8.self)
    guard gateway.leads(to: url) else {
      throw .refused("the address of Alipay's page is too long")
    }
    return url
  }

  /// The text that the buyer's app scans: `https://qr.alipay.com/…`.
  private func code(for request: StartRequest, _ call: Call) throws(ProviderError) -> String {
    let outcome = try send(
      "alipay.trade.precreate",
      AlipayOrderDocument(request, product == .orderCode ? .orderCode : .precreate),
      [("notify_url", request.notifyURL)],
      reading: AlipayCodeDocument.self,
      call
    )
    switch outcome {
    case .failure(_, let words): throw .refused(words)
    case .success(let document):
      guard gateway.leads(to: document.code), document.outTradeNo == request.checkout.reference.text
      else { throw .untrusted("Alipay answered with no code that can be scanned for this order") }
      return document.code
    }
  }
}

/// How a buyer pays, by the product of the shop's contract with Alipay.
enum AlipayProduct: String, CaseIterable {
  /// Computer and mobile website payment: Alipay's own pages.
  case page
  /// Face-to-face payment, which sole traders can have: a code that the buyer scans.
  case precreate
  /// Order code payment (订单码支付): the same code under a contract of its own.
  case orderCode = "order-code"
}

/// An order: the amount is the checkout's own.
private struct AlipayOrderDocument: Encodable {
  enum Way {
    case page
    case wap
    case precreate
    case orderCode
  }

  let outTradeNo: String
  let totalAmount: String
  let subject: String
  /// Nil for Alipay's default, which is face-to-face payment.
  let productCode: String?
  let timeExpire: String
  /// 0 is a virtual good; only pages take it.
  let goodsType: String?
  let quitURL: String?

  /// Older documents say 256 characters, or 128 Chinese ones; bytes satisfy both.
  private static let longestSubject = 256

  init(_ request: StartRequest, _ way: Way) {
    let checkout = request.checkout
    outTradeNo = checkout.reference.text
    totalAmount = checkout.amount.decimal
    // Alipay forbids `/`, `=`, `&` in a subject; the others would end a field of its bill.
    let title = checkout.line.title.map { character in
      "/=&,\"".contains(character) || character.isNewline || character == "\t" ? " " : character
    }
    subject = String(title).cut(toBytes: Self.longestSubject)
    productCode =
      switch way {
      case .page: "FAST_INSTANT_TRADE_PAY"
      case .wap: "QUICK_WAP_WAY"
      case .precreate: nil
      // https://github.com/smartwalle/alipay/issues/232
      case .orderCode: "QR_CODE_OFFLINE"
      }
    timeExpire = checkout.expiresAt.beijingText
    goodsType = way == .page || way == .wap ? "0" : nil
    quitURL = way == .wap ? request.cancelURL : nil
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

/// The code that Alipay made of an order.
private struct AlipayCodeDocument: Decodable {
  let outTradeNo: String
  let code: String

  enum CodingKeys: String, CodingKey {
    case outTradeNo = "out_trade_no"
    case code = "qr_code"
  }
}
