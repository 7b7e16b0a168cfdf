/// The objects of WeChat Pay's API, in answers and in webhooks.
enum WeChatDocuments {
  /// An order as queries and `TRANSACTION.SUCCESS` show it.
  static func transaction(
    _ sale: Sale,
    payment: Payment?,
    keys: WeChatKeys,
    isQuery: Bool = true
  ) -> JsonDocument {
    let state = isQuery ? state(sale) : "SUCCESS"
    var fields: [String: JsonDocument] = [
      "appid": .text(keys.appid),
      "mchid": .text(keys.mchid),
      "out_trade_no": .text(sale.orderNumber),
      "trade_state": .text(state),
      "trade_state_desc": .text(words[state] ?? ""),
      "attach": .text(sale.wechat.attach),
    ]
    guard let payment else {
      fields["amount"] = ["total": .integer(sale.amount), "currency": "CNY"]
      return .object(fields)
    }
    fields["transaction_id"] = .text(payment.id)
    fields["trade_type"] = .text(sale.wechat.tradeType)
    fields["bank_type"] = "OTHERS"
    fields["success_time"] = .text(beijingMoment(payment.paidAt))
    let openid = sale.wechat.openid ?? "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"
    fields["payer"] = ["openid": .text(openid)]
    fields["amount"] = [
      "total": .integer(payment.amount),
      // A coupon of one fen: what the buyer paid is not what the order costs.
      "payer_total": .integer(max(0, payment.amount - 1)),
      "currency": "CNY",
      "payer_currency": "CNY",
    ]
    return .object(fields)
  }

  private static let words = [
    "SUCCESS": "支付成功", "REFUND": "转入退款", "NOTPAY": "订单未支付", "CLOSED": "已关闭",
  ]

  private static func state(_ sale: Sale) -> String {
    switch sale.state {
    case .open, .approved: "NOTPAY"
    case .ended: "CLOSED"
    case .paid: sale.payments.contains { !$0.refunds.isEmpty } ? "REFUND" : "SUCCESS"
    }
  }

  /// A refund in the answer to its request and to a query.
  static func refund(_ refund: Refund, of payment: Payment, _ sale: Sale) -> JsonDocument {
    var fields = common(refund, of: payment, sale)
    fields["status"] = .text(status(refund))
    fields["channel"] = "ORIGINAL"
    fields["create_time"] = .text(beijingMoment(refund.createdAt))
    fields["funds_account"] = "AVAILABLE"
    fields["amount"] = [
      "total": .integer(payment.amount),
      "refund": .integer(refund.amount),
      "payer_total": .integer(payment.amount),
      "payer_refund": .integer(refund.amount),
      "settlement_total": .integer(payment.amount),
      "settlement_refund": .integer(refund.amount),
      "discount_refund": 0,
      "currency": "CNY",
    ]
    return .object(fields)
  }

  /// A refund in a webhook: other names, no app and no currency.
  static func refundNotice(
    _ refund: Refund,
    of payment: Payment,
    _ sale: Sale,
    keys: WeChatKeys
  ) -> JsonDocument {
    var fields = common(refund, of: payment, sale)
    fields["mchid"] = .text(keys.mchid)
    fields["refund_status"] = .text(status(refund))
    fields["amount"] = [
      "total": .integer(payment.amount),
      "refund": .integer(refund.amount),
      "payer_total": .integer(payment.amount),
      "payer_refund": .integer(refund.amount),
    ]
    return .object(fields)
  }

  static func status(_ refund: Refund) -> String {
    switch refund.state {
    case .processing: "PROCESSING"
    case .done: "SUCCESS"
    case .failed: "ABNORMAL"
    }
  }

  private static func common(
    _ refund: Refund,
    of payment: Payment,
    _ sale: Sale
  ) -> [String: JsonDocument] {
    var fields: [String: JsonDocument] = [
      "refund_id": .text(refund.id),
      "out_refund_no": .text(refund.number),
      "transaction_id": .text(payment.id),
      "out_trade_no": .text(sale.orderNumber),
      "user_received_account": "支付用户零钱",
    ]
    if refund.state == .done {
      fields["success_time"] = .text(beijingMoment(refund.doneAt / 1000))
    }
    return fields
  }
}
