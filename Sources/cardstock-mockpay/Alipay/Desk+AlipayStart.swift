/// How a trade begins: the browser comes with a signed request.
extension Desk {
  /// Opens a trade, or finds the one that the same number opened before; returns the sale's ID.
  mutating func openAlipay(_ request: AlipayRequest, at now: Int64) throws(AlipayError) -> String {
    let isPhone = request.method == "alipay.trade.wap.pay"
    try request.allow([
      "out_trade_no", "total_amount", "subject", "product_code", "time_expire", "timeout_express",
      "passback_params", "goods_type", "quit_url", "body", "qr_pay_mode", "integration_type",
    ])
    let number = try request.text("out_trade_no")
    guard number.wholeMatch(of: /[0-9A-Za-z_]{1,64}/) != nil else {
      throw .parameter("out_trade_no: expected 1 to 64 letters, digits and _, found \(number)")
    }
    let product = isPhone ? "QUICK_WAP_WAY" : "FAST_INSTANT_TRADE_PAY"
    let found = try request.text("product_code")
    guard found == product else {
      throw .parameter("product_code: expected \(product), found \(found)")
    }
    let sum = try request.text("total_amount")
    guard let amount = minorUnits(sum), (1...10_000_000_000).contains(amount) else {
      throw .parameter("total_amount: expected yuan such as 48.50, found \(sum)")
    }
    let subject = try request.text("subject")
    guard subject.count <= 256, !subject.contains(where: { "/=&".contains($0) }) else {
      throw .parameter("subject: expected at most 256 characters without / = &")
    }
    let expiry = try Self.expiry(request, at: now)
    if let known = sale(order: number, of: .alipay) {
      switch known.state {
      case .paid: throw .failed("ACQ.TRADE_HAS_SUCCESS", "交易已被支付")
      case .ended: throw .failed("ACQ.TRADE_HAS_CLOSE", "交易已经关闭")
      case .open, .approved: break
      }
      guard known.amount == amount, known.title == subject else {
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
    sale.details = [
      "method": request.method, "passback_params": request.content["passback_params"]?.text ?? "",
    ]
    add(sale)
    return sale.id
  }

  private static func expiry(
    _ request: AlipayRequest,
    at now: Int64
  ) throws(AlipayError) -> Int64 {
    if let text = request.content["time_expire"]?.text {
      guard text.wholeMatch(of: /\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/) != nil,
        let moment = beijingSeconds(text), moment > now
      else {
        throw .parameter("time_expire: expected a future moment of Beijing, found \(text)")
      }
      return moment
    }
    guard let text = request.content["timeout_express"]?.text else { return now + 15 * 86_400 }
    let units: [Character: Int64] = ["m": 60, "h": 3600, "d": 86_400]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
      (1...15 * 1440).contains(count)
    else { throw .parameter("timeout_express: expected 1m to 15d, found \(text)") }
    return now + count * unit
  }
}
