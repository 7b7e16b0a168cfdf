/// What the shop asks of EPay.
extension MockState {
  /// How far the time of a request of the second interface may be off: 300 s, as its documents say.
  private static let tolerance: Int64 = 300

  /// Checks who asks: the first interface by MD5 or by the key itself, the second by RSA.
  package func checkEPay(
    _ fields: [String: String],
    isSecond: Bool,
    at now: Int64
  ) throws(EPayRefusal) {
    let keys = keys.epay
    guard fields["pid"] == keys.pid else { throw .pid }
    if isSecond {
      guard fields["sign_type"] == "RSA", let sign = fields["sign"],
        Signing.fits(sign, EPaySeal.text(fields), key: keys.shop)
      else { throw .signature }
      let time = fields["timestamp"].flatMap { Int64($0) } ?? 0
      guard abs(now - time) <= Self.tolerance || !controls.follows(.epayTime) else { throw .time }
    } else if let key = fields["key"] {
      guard key == keys.key else { throw .key }
    } else {
      guard fields["sign_type"] == "MD5", fields["sign"] == EPaySeal.md5(fields, key: keys.key)
      else { throw .signature }
    }
  }

  /// Places an order, or finds the one of that number.
  package mutating func openEPay(
    _ fields: [String: String],
    isSecond: Bool,
    at now: Int64
  ) throws(EPayRefusal) -> String {
    try checkEPay(fields, isSecond: isSecond, at: now)
    let number = fields["out_trade_no"] ?? ""
    try checkForms(fields)
    let amount = fields["money"].flatMap { minorUnits($0) } ?? 0
    let (name, notify) = (fields["name"] ?? "", fields["notify_url"])
    if let known = sale(order: number, of: .epay) {
      guard known.amount == amount || !controls.follows(.epayRepeats) else { throw .changed }
      guard known.state == .open else { throw .paid }
      return known.id
    }
    var sale = Sale(
      id: nextID("epay"),
      provider: .epay,
      orderNumber: number,
      lines: [.init(name: name, unitAmount: amount, quantity: 1)],
      currency: "CNY",
      createdAt: now,
      expiresAt: now + 1800
    )
    sale.notifyURL = notify
    sale.returnURL = fields["return_url"]
    sale.epay = EPaySale(type: fields["type"] ?? "alipay", isSecond: isSecond)
    add(sale)
    return sale.id
  }

  private func checkForms(_ fields: [String: String]) throws(EPayRefusal) {
    let number = fields["out_trade_no"] ?? ""
    let isNumber = number.wholeMatch(of: /[0-9A-Za-z._|\-]{1,64}/) != nil
    guard isNumber || !controls.follows(.epayNumber) else { throw .field("out_trade_no") }
    let length = (fields["name"] ?? "").utf8.count
    guard (1...127).contains(length) || !controls.follows(.epayName) else { throw .field("name") }
    let isMoney = (fields["money"].flatMap { minorUnits($0) } ?? 0) > 0
    guard isMoney || !controls.follows(.epayMoney) else { throw .field("money") }
    guard fields["notify_url"]?.hasPrefix("http") == true else { throw .field("notify_url") }
  }

  /// What became of an order.
  package func epayOrder(_ number: String) throws(EPayRefusal) -> [String: String] {
    guard let sale = sale(order: number, of: .epay) else { throw .unknown }
    let payment = sale.payments.last
    let back = payment?.refunded ?? 0
    let isWhole = payment.map { $0.refunded == $0.amount } ?? false
    return [
      "trade_no": payment?.id ?? sale.id,
      "out_trade_no": number,
      "type": sale.epay.type,
      "pid": keys.epay.pid,
      "name": sale.title,
      "money": majorUnits(sale.amount),
      "status": payment == nil ? "0" : isWhole ? "2" : "1",
    ].merging(back > 0 ? ["refundmoney": majorUnits(back)] : [:]) { $1 }
  }

  /// Gives money back, once for each number of the shop's.
  package mutating func refundEPay(
    _ fields: [String: String],
    at now: Int64
  ) throws(EPayRefusal) -> [String: String] {
    let number = fields["out_refund_no"] ?? ""
    guard !number.isEmpty, number.utf8.count <= 64 else { throw .field("out_refund_no") }
    if find(refundOf: .epay, where: { $0.number == number }) != nil {
      return try epayRefund(number)
    }
    guard let amount = fields["money"].flatMap({ minorUnits($0) }), amount > 0 else {
      throw .money
    }
    do {
      let (sale, payment) = try find(payment: fields["trade_no"] ?? "")
      guard sale.provider == .epay else { throw EPayRefusal.unknown }
      let id = nextDigits(24)
      try refund(payment.id, id: id, number: number, amount: amount, isImmediate: true, at: now)
    } catch let error as EPayRefusal {
      throw error
    } catch {
      throw .money
    }
    return try epayRefund(number)
  }

  /// Where a refund stands.
  package func epayRefund(_ number: String) throws(EPayRefusal) -> [String: String] {
    guard let (_, payment, refund) = find(refundOf: .epay, where: { $0.number == number }) else {
      throw .unknown
    }
    return [
      "out_refund_no": number, "refund_no": refund.id, "trade_no": payment.id,
      "money": majorUnits(refund.amount), "status": refund.state == .done ? "1" : "0",
    ]
  }
}
