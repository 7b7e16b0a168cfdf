/// What the shop asks of UnionPay, once its signature is checked.
extension MockState {
  /// The most that the shop's clock may be off, in seconds.
  private static let tolerance: Int64 = 3600

  /// Opens the page on which the buyer pays; the same one when a browser sends the form again.
  package mutating func unionpayPurchase(
    _ message: ACPMessage,
    at now: Int64
  ) throws(UnionPayRefusal) -> Sale {
    let rules = message["txnSubType"] == "07" ? ACPMessage.codeRules : ACPMessage.purchaseRules
    if controls.follows(.unionpayForms) { try message.check(rules) }
    try checkTime(message, at: now)
    let expiresAt = beijingSeconds(message["payTimeout"]) ?? now + 1800
    guard expiresAt > now || !controls.follows(.unionpayTimeout) else { throw .time }
    guard let amount = Int64(message["txnAmt"]), amount > 0 else { throw .amount }
    if var sale = sale(order: message["orderId"], of: .unionpay) {
      let isSame = ["txnAmt", "backUrl"].allSatisfy { sale.unionpay[$0] == message[$0] }
      guard sale.state == .open, isSame || !controls.follows(.unionpayRepeats) else {
        throw .repeated
      }
      // The pair of number and time names a transaction: who pays, pays the last form's.
      sale.unionpay = message
      replace(sale)
      return sale
    }
    var sale = Sale(
      id: nextDigits(21),
      provider: .unionpay,
      orderNumber: message["orderId"],
      lines: [.init(name: message["orderId"], unitAmount: amount, quantity: 1)],
      currency: "CNY",
      createdAt: now,
      expiresAt: expiresAt
    )
    sale.notifyURL = message["backUrl"]
    sale.returnURL = message["frontUrl"]
    sale.cancelURL = message["frontUrl"]
    sale.unionpay = message
    add(sale)
    return sale
  }

  /// Makes a code of a purchase: an address that an app opens.
  package mutating func unionpayCode(
    _ message: ACPMessage,
    at now: Int64
  ) throws(UnionPayRefusal) -> ACPMessage {
    let sale = try unionpayPurchase(message, at: now)
    var answer = message
    for name in ["certId", "signature", "backUrl"] { answer[name] = "" }
    answer["qrCode"] = "\(place.origin)/pay/\(sale.id)"
    answer["respCode"] = "00"
    answer["respMsg"] = success
    return answer
  }

  private func checkTime(_ message: ACPMessage, at now: Int64) throws(UnionPayRefusal) {
    guard controls.follows(.unionpayTime) else { return }
    guard let sentAt = beijingSeconds(message["txnTime"]), abs(now - sentAt) <= Self.tolerance
    else { throw .time }
  }

  /// Says what became of a purchase or a refund.
  package func unionpayQuery(_ message: ACPMessage) throws(UnionPayRefusal) -> ACPMessage {
    try message.check(ACPMessage.queryRules)
    let (number, time) = (message["orderId"], message["txnTime"])
    guard !number.isEmpty else {
      guard !message["queryId"].isEmpty else { throw .missing("orderId") }
      return try unionpayQuery(queryID: message["queryId"])
    }
    if let (sale, payment, refund) = find(refundOf: .unionpay, where: { $0.number == number }) {
      let notice = unionpayNotice(of: refund, payment, sale)
      guard notice["txnTime"] == time else { throw .unknown }
      return answer(notice)
    }
    guard let sale = sale(order: number, of: .unionpay), sale.unionpay["txnTime"] == time else {
      throw .unknown
    }
    if let payment = sale.payments.last { return answer(unionpayNotice(of: payment, sale)) }
    guard unionpay.failures.contains(sale.id) else { throw .unknown }
    var failed = echo(of: sale)
    failed["respCode"] = UnionPayRefusal.refused.code
    failed["respMsg"] = UnionPayRefusal.refused.words
    return answer(failed)
  }

  private func unionpayQuery(queryID: String) throws(UnionPayRefusal) -> ACPMessage {
    if let (sale, payment, refund) = find(refundOf: .unionpay, where: { $0.id == queryID }) {
      return answer(unionpayNotice(of: refund, payment, sale))
    }
    do {
      let (sale, payment) = try find(payment: queryID)
      guard sale.provider == .unionpay else { throw UnionPayRefusal.unknown }
      return answer(unionpayNotice(of: payment, sale))
    } catch {
      throw .unknown
    }
  }

  /// Takes the order to give money back; what comes of it follows in a notice.
  package mutating func unionpayRefund(
    _ message: ACPMessage,
    at now: Int64
  ) throws(UnionPayRefusal) -> ACPMessage {
    try message.check(ACPMessage.refundRules)
    let (number, isVoid) = (message["orderId"], message["txnType"] == "31")
    try checkTime(message, at: now)
    let isTaken =
      sale(order: number, of: .unionpay) != nil
      || find(refundOf: .unionpay) { $0.number == number } != nil
    guard !isTaken else { throw .repeated }
    guard let amount = Int64(message["txnAmt"]) else { throw .amount }
    let payment = try unionpayPayment(message["origQryId"])
    if isVoid {
      let isToday = beijing(payment.paidAt, "%Y%m%d") == beijing(now, "%Y%m%d")
      guard isToday || !controls.follows(.unionpayVoidDay) else { throw .original }
      guard amount == payment.amount || !controls.follows(.unionpayVoidWhole) else {
        throw .mismatch
      }
    }
    let id = nextDigits(21)
    unionpay.refunds[id] = .init(
      txnType: message["txnType"],
      txnTime: message["txnTime"],
      reserved: message["reqReserved"]
    )
    do {
      try refund(
        payment.id,
        id: id,
        number: number,
        amount: amount,
        notifyURL: message["backUrl"],
        isImmediate: false,
        at: now
      )
    } catch .balanceTooSmall {
      throw .balance
    } catch {
      throw .amount
    }
    var answer = message
    for name in ["certId", "signature", "backUrl"] { answer[name] = "" }
    answer["queryId"] = id
    answer["respCode"] = "00"
    answer["respMsg"] = success
    return answer
  }

  private func unionpayPayment(_ id: String) throws(UnionPayRefusal) -> Payment {
    do {
      let (sale, payment) = try find(payment: id)
      guard sale.provider == .unionpay else { throw UnionPayRefusal.original }
      return payment
    } catch {
      throw .original
    }
  }

  /// A notice's fields as the answer to a question: the question worked, and this is the outcome.
  private func answer(_ notice: ACPMessage) -> ACPMessage {
    var answer = notice
    answer["origRespCode"] = notice["respCode"]
    answer["origRespMsg"] = notice["respMsg"]
    answer["respCode"] = "00"
    answer["respMsg"] = success
    // Values like this one hold the sign that stands between the fields.
    answer["reserved"] = "{cardNumberLock=1&customerCity=021}"
    return answer
  }
}

private let success = "成功[0000000]"

/// What UnionPay tells of money that moved.
extension MockState {
  /// A purchase.
  func unionpayNotice(of payment: Payment, _ sale: Sale) -> ACPMessage {
    var notice = echo(of: sale)
    notice["queryId"] = payment.id
    addSettlement(payment.amount, at: payment.paidAt, id: payment.id, to: &notice)
    notice["respCode"] = payment.isDefective ? "A6" : "00"
    notice["respMsg"] = notice["respCode"] == "00" ? "成功[0000000]" : "有缺陷的成功[2000000]"
    if payment.isUnfinished {
      let isLate = payment.paidAt > sale.expiresAt
      notice["respCode"] = isLate ? "42" : "05"
      notice["respMsg"] = isLate ? "扣款成功但交易超过规定支付时间[2000042]" : "交易已受理，请稍后查询[1000005]"
    }
    notice["payCardType"] = "01"
    notice["accNo"] = "6216***********0018"
    return notice
  }

  /// A refund: its order number is the shop's for the refund.
  func unionpayNotice(of refund: Refund, _ payment: Payment, _ sale: Sale) -> ACPMessage {
    let order = unionpay.refunds[refund.id]
    var notice = echo(of: sale)
    notice["txnType"] = order?.txnType ?? "04"
    notice["txnSubType"] = "00"
    notice["orderId"] = refund.number
    notice["txnTime"] = order?.txnTime ?? beijing(refund.createdAt, "%Y%m%d%H%M%S")
    notice["reqReserved"] = order?.reserved ?? ""
    notice["queryId"] = refund.id
    notice["origQryId"] = payment.id
    notice["origOrderId"] = sale.orderNumber
    addSettlement(refund.amount, at: refund.createdAt, id: refund.id, to: &notice)
    switch refund.state {
    case .processing: (notice["respCode"], notice["respMsg"]) = ("05", "交易已受理，请稍后查询[1000005]")
    case .done: (notice["respCode"], notice["respMsg"]) = ("00", "成功[0000000]")
    case .failed:
      notice["respCode"] = UnionPayRefusal.refused.code
      notice["respMsg"] = UnionPayRefusal.refused.words
    }
    return notice
  }

  /// The fields that come back as the shop sent them.
  func echo(of sale: Sale) -> ACPMessage {
    let names = [
      "version", "encoding", "signMethod", "accessType", "bizType", "merId", "txnType",
      "txnSubType", "orderId", "txnTime", "reqReserved",
    ]
    var message = ACPMessage(sale.unionpay.fields.filter { names.contains($0.key) })
    message["currencyCode"] = "156"
    return message
  }

  private func addSettlement(
    _ amount: Int64,
    at moment: Int64,
    id: String,
    to notice: inout ACPMessage
  ) {
    notice["txnAmt"] = String(amount)
    notice["settleAmt"] = String(amount)
    notice["settleCurrencyCode"] = "156"
    notice["settleDate"] = beijing(moment, "%m%d")
    notice["traceNo"] = String(id.suffix(6))
    notice["traceTime"] = beijing(moment, "%m%d%H%M%S")
  }
}
