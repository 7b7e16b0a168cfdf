/// What UnionPay tells of money that moved.
extension MockState {
  /// A purchase.
  func unionpayNotice(of payment: Payment, _ sale: Sale) -> ACPMessage {
    var notice = echo(of: sale)
    notice["queryId"] = payment.id
    addSettlement(payment.amount, at: payment.paidAt, id: payment.id, to: &notice)
    notice["respCode"] = payment.details["respCode"] ?? "00"
    notice["respMsg"] = notice["respCode"] == "00" ? "成功[0000000]" : "有缺陷的成功[2000000]"
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
    var message = ACPMessage(sale.details.filter { names.contains($0.key) })
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
