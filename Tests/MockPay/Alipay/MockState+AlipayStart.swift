/// How a trade begins: the browser comes with a signed request.
extension MockState {
  /// Opens a trade, or finds the one that the same number opened before; returns the sale's ID.
  mutating func openAlipay(
    _ request: AlipayRequest,
    at now: Int64
  ) throws(AlipayError) -> String {
    try request.allow([
      "out_trade_no", "total_amount", "subject", "product_code", "time_expire", "timeout_express",
      "passback_params", "goods_type", "quit_url", "body", "qr_pay_mode", "integration_type",
    ])
    let product =
      request.method == "alipay.trade.wap.pay" ? "QUICK_WAP_WAY" : "FAST_INSTANT_TRADE_PAY"
    let found = try request.text("product_code")
    guard found == product else {
      throw .parameter("product_code: expected \(product), found \(found)")
    }
    return try order(request, at: now)
  }

  /// Makes the code of an order that is not a trade before somebody scans it.
  ///
  /// Source: opendocs.alipay.com/open/8ad49e4a_alipay.trade.precreate.
  mutating func precreateAlipay(
    _ request: AlipayRequest,
    at now: Int64
  ) throws(AlipayError) -> [String: JsonDocument] {
    try request.allow([
      "out_trade_no", "total_amount", "subject", "product_code", "time_expire", "timeout_express",
      "qr_code_timeout_express", "passback_params", "body", "store_id", "operator_id",
      "terminal_id",
    ])
    if let product = request.content["product_code"]?.text,
      !["FACE_TO_FACE_PAYMENT", "QR_CODE_OFFLINE"].contains(product)
    {
      throw .parameter("product_code: expected FACE_TO_FACE_PAYMENT, found \(product)")
    }
    let id = try order(request, at: now)
    return [
      "out_trade_no": .text(sales[id]?.orderNumber ?? ""),
      "qr_code": .text("\(place.origin)/pay/\(id)"),
    ]
  }

  /// Keeps an order, or finds the one that the same number made before; returns the sale's ID.
  private mutating func order(
    _ request: AlipayRequest,
    at now: Int64
  ) throws(AlipayError) -> String {
    let number = try request.text("out_trade_no")
    guard number.wholeMatch(of: /[0-9A-Za-z_]{1,64}/) != nil else {
      throw .parameter("out_trade_no: expected 1 to 64 letters, digits and _, found \(number)")
    }
    let sum = try request.text("total_amount")
    let least: Int64 = controls.follows(.alipayMinimum) ? 1 : 0
    guard let amount = minorUnits(sum), (least...10_000_000_000).contains(amount) else {
      throw .parameter("total_amount: expected yuan such as 48.50, found \(sum)")
    }
    let subject = try request.text("subject")
    let isPlain = subject.utf8.count <= 256 && !subject.contains(where: { "/=&".contains($0) })
    guard isPlain || !controls.follows(.alipaySubject) else {
      throw .parameter("subject: expected at most 256 bytes without / = &")
    }
    let expiry = try expiry(request, at: now)
    if let known = sale(order: number, of: .alipay) {
      switch known.state {
      case .paid: throw .failed("ACQ.TRADE_HAS_SUCCESS", "交易已被支付")
      case .ended: throw .failed("ACQ.TRADE_HAS_CLOSE", "交易已经关闭")
      case .open, .approved: break
      }
      let isSame =
        known.amount == amount && known.title == subject && known.expiresAt == expiry
        && known.alipay.method == request.method
      guard isSame || !controls.follows(.alipayRepeats) else {
        throw .failed("ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改")
      }
      return known.id
    }
    var sale = Sale(
      id: nextID("ali"),
      provider: .alipay,
      orderNumber: number,
      lines: [.init(name: subject, unitAmount: amount, quantity: 1)],
      currency: "CNY",
      createdAt: now,
      expiresAt: expiry
    )
    sale.notifyURL = request.notifyURL
    sale.returnURL = request.returnURL
    sale.cancelURL = request.content["quit_url"]?.text
    sale.alipay = AlipaySale(
      method: request.method,
      passback: request.content["passback_params"]?.text ?? ""
    )
    add(sale)
    return sale.id
  }

  /// What a browser is told that opens no page of Alipay's; nil for those that do.
  package func refusalOfAlipay(_ visit: Visit) -> String? {
    let isRefused = visit.userAgent.contains("MicroMessenger") && controls.follows(.alipayOutside)
    return isRefused ? "如需浏览，请长按网址复制后使用浏览器访问" : nil
  }

  /// The longest that an order may wait, in seconds.
  private static let longestWait: Int64 = 15 * 86_400

  private func expiry(
    _ request: AlipayRequest,
    at now: Int64
  ) throws(AlipayError) -> Int64 {
    if let text = request.content["time_expire"]?.text {
      guard text.wholeMatch(of: /\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/) != nil,
        let moment = beijingSeconds(text)
      else {
        throw .parameter("time_expire: expected a moment of Beijing, found \(text)")
      }
      let isToCome = moment > now && moment <= now + Self.longestWait
      guard isToCome || !controls.follows(.alipayExpiry) else {
        throw .failed("ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR", "time_expire: \(text)")
      }
      return moment
    }
    guard let text = request.content["timeout_express"]?.text else { return now + Self.longestWait }
    let units: [Character: Int64] = ["m": 60, "h": 3600, "d": 86_400]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
      (1...15 * 1440).contains(count)
    else { throw .parameter("timeout_express: expected 1m to 15d, found \(text)") }
    return now + count * unit
  }
}
