/// What Alipay says of a trade, in answers and notifications.
enum AlipayDocuments {
  static func time(_ moment: Int64) -> String { beijing(moment, "%Y-%m-%d %H:%M:%S") }

  static func status(_ sale: Sale) -> String {
    switch sale.state {
    case .open, .approved: "WAIT_BUYER_PAY"
    case .ended: "TRADE_CLOSED"
    case .paid:
      sale.payments.allSatisfy { $0.refunded == $0.amount } ? "TRADE_CLOSED" : "TRADE_SUCCESS"
    }
  }

  static func query(_ sale: Sale) -> [String: JsonDocument] {
    let payment = sale.payments.first
    var fields: [String: JsonDocument] = [
      "out_trade_no": .text(sale.orderNumber),
      "trade_no": .text(payment?.id ?? sale.alipay.tradeNumber ?? ""),
      "trade_status": .text(status(sale)),
      "total_amount": .text(majorUnits(sale.amount)),
      "buyer_logon_id": "buy***@example.test",
      "buyer_user_id": "2088102122524333",
      "invoice_amount": "0.00",
      "point_amount": "0.00",
      "receipt_amount": .text(majorUnits(payment?.amount ?? 0)),
      "buyer_pay_amount": .text(majorUnits(payment?.amount ?? 0)),
    ]
    if let payment { fields["send_pay_date"] = .text(time(payment.paidAt)) }
    return fields
  }

  /// `refund_fee` is the sum of all refunds; `fund_change` says whether this request moved money.
  static func refund(_ sale: Sale, isNew: Bool, at now: Int64) -> [String: JsonDocument] {
    [
      "out_trade_no": .text(sale.orderNumber),
      "trade_no": .text(sale.payments.first?.id ?? ""),
      "buyer_logon_id": "buy***@example.test",
      "buyer_user_id": "2088102122524333",
      "fund_change": isNew ? "Y" : "N",
      "refund_fee": .text(majorUnits(sale.payments.first?.refunded ?? 0)),
      "gmt_refund_pay": .text(time(now)),
    ]
  }

  /// `trade_status_sync`, without the parts that are new at each attempt.
  static func notice(
    _ sale: Sale,
    payment: Payment?,
    refund: Refund?,
    keys: AlipayKeys,
    at now: Int64
  ) -> [String: String] {
    var fields: [String: String] = [
      "notify_type": "trade_status_sync",
      "charset": "utf-8",
      "version": "1.0",
      "app_id": keys.appID,
      "auth_app_id": keys.appID,
      "seller_id": keys.sellerID,
      "buyer_id": "2088102122524333",
      "out_trade_no": sale.orderNumber,
      "trade_no": payment?.id ?? sale.alipay.tradeNumber ?? "",
      "trade_status": status(sale),
      "total_amount": majorUnits(sale.amount),
      "subject": sale.title,
      "gmt_create": time(sale.createdAt),
    ]
    if let payment {
      fields["gmt_payment"] = time(payment.paidAt)
      fields["receipt_amount"] = majorUnits(payment.amount)
      fields["buyer_pay_amount"] = majorUnits(payment.amount)
      fields["invoice_amount"] = majorUnits(payment.amount)
      fields["point_amount"] = "0.00"
      let paid = majorUnits(payment.amount)
      fields["fund_bill_list"] = "[{\"amount\":\"\(paid)\",\"fundChannel\":\"ALIPAYACCOUNT\"}]"
    }
    if let refund, let payment {
      fields["gmt_refund"] = time(refund.createdAt) + ".123"
      fields["refund_fee"] = majorUnits(payment.refunded)
      fields["out_biz_no"] = refund.number
    }
    if status(sale) == "TRADE_CLOSED" { fields["gmt_close"] = time(now) }
    if !sale.alipay.passback.isEmpty {
      fields["passback_params"] = sale.alipay.passback
    }
    return fields
  }
}
