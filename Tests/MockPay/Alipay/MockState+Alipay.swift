import Foundation

/// What Alipay's gateway does for the shop.
extension MockState {
  /// Does one method; the answer without `code` and `msg`.
  mutating func callAlipay(
    _ request: AlipayRequest,
    at now: Int64
  ) throws(AlipayError) -> [String: JsonDocument] {
    switch request.method {
    case "alipay.trade.query":
      try request.allow(["out_trade_no", "trade_no", "query_options"])
      return AlipayDocuments.query(try trade(request))
    case "alipay.trade.precreate": return try precreateAlipay(request, at: now)
    case "alipay.trade.refund": return try refundAlipay(request, at: now)
    case "alipay.trade.fastpay.refund.query": return try queryAlipayRefund(request)
    case "alipay.trade.close": return try closeAlipay(request, at: now)
    case "alipay.data.dataservice.bill.downloadurl.query":
      return try alipayBill(request, at: now)
    case "alipay.open.app.alipaycert.download":
      try request.allow(["alipay_cert_sn"])
      guard try request.text("alipay_cert_sn") == keys.alipay.names.own else {
        throw .failed("isv.alipay-cert-not-exist", "支付宝公钥证书不存在")
      }
      let content = Data(keys.alipay.certificate.utf8).base64EncodedString()
      return ["alipay_cert_content": .text(content)]
    default:
      throw .invalid("isv.invalid-method", "不存在的方法名: \(request.method)")
    }
  }

  /// A trade exists only once the buyer has begun to pay.
  private func trade(_ request: AlipayRequest) throws(AlipayError) -> Sale {
    let (number, trade) = (request.content["out_trade_no"]?.text, request.content["trade_no"]?.text)
    guard number != nil || trade != nil else {
      throw .parameter("expected out_trade_no or trade_no")
    }
    let found = sales(of: .alipay).last { sale in
      if let trade { return sale.payments.contains { $0.id == trade } }
      return sale.orderNumber == number
    }
    guard let sale = found, sale.alipay.tradeNumber != nil || !sale.payments.isEmpty else {
      throw .noTrade
    }
    return sale
  }

  private mutating func refundAlipay(
    _ request: AlipayRequest,
    at now: Int64
  ) throws(AlipayError) -> [String: JsonDocument] {
    try request.allow([
      "out_trade_no", "trade_no", "refund_amount", "out_request_no", "refund_reason",
      "query_options",
    ])
    let sale = try trade(request)
    guard let payment = sale.payments.first else {
      throw .failed("ACQ.TRADE_STATUS_ERROR", "交易状态不合法")
    }
    let sum = try request.text("refund_amount")
    guard let amount = minorUnits(sum), amount >= 1 else {
      throw .parameter("refund_amount: expected yuan such as 48.50, found \(sum)")
    }
    let reason = request.content["refund_reason"]?.text
    guard reason?.utf8.count ?? 0 <= 256 || !controls.follows(.alipayReason) else {
      throw .parameter("refund_reason: expected at most 256 bytes")
    }
    let given = request.content["out_request_no"]?.text
    guard given != nil || amount == payment.amount else {
      throw .parameter("out_request_no: expected for a part of the sum")
    }
    let number = given ?? sale.orderNumber
    var isNew = true
    if let known = payment.refunds.first(where: { $0.number == number }) {
      guard known.amount == amount else {
        throw .failed("ACQ.DISCORDANT_REPEAT_REQUEST", "请求信息不一致")
      }
      isNew = false
    } else {
      do {
        let made = try refund(
          payment.id,
          id: number,
          number: number,
          amount: amount,
          reason: reason,
          at: now
        )
        isNew = made.state == .done
      } catch .balanceTooSmall {
        throw .failed("ACQ.SELLER_BALANCE_NOT_ENOUGH", "卖家余额不足")
      } catch {
        throw .failed("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额超限: \(error.description)")
      }
    }
    let changed = try trade(request)
    var fields = AlipayDocuments.refund(changed, isNew: isNew, at: now)
    if controls.follows(.alipayFundChange) { fields["fund_change"] = nil }
    return fields
  }

  private func queryAlipayRefund(
    _ request: AlipayRequest
  ) throws(AlipayError) -> [String: JsonDocument] {
    try request.allow(["out_trade_no", "trade_no", "out_request_no", "query_options"])
    let sale = try trade(request)
    let number = try request.text("out_request_no")
    let found = sale.payments.first?.refunds.first { $0.number == number }
    guard let found, found.state == .done else {
      // Not an error: the refund did not happen, or is not known yet.
      return [:]
    }
    return [
      "out_trade_no": .text(sale.orderNumber),
      "trade_no": .text(sale.payments[0].id),
      "out_request_no": .text(number),
      "total_amount": .text(majorUnits(sale.amount)),
      "refund_amount": .text(majorUnits(found.amount)),
      "refund_status": "REFUND_SUCCESS",
      "gmt_refund_pay": .text(AlipayDocuments.time(found.createdAt)),
    ]
  }

  private mutating func closeAlipay(
    _ request: AlipayRequest,
    at now: Int64
  ) throws(AlipayError) -> [String: JsonDocument] {
    try request.allow(["out_trade_no", "trade_no", "operator_id"])
    let sale = try trade(request)
    do {
      try end(sale.id, at: now)
    } catch {
      throw .failed("ACQ.TRADE_STATUS_ERROR", "交易状态不合法: \(sale.state.rawValue)")
    }
    return [
      "out_trade_no": .text(sale.orderNumber), "trade_no": .text(sale.alipay.tradeNumber ?? ""),
    ]
  }
}
