import Shop

extension UnionPayAdapter {
  /// How long a buyer may take, counted from the checkout's beginning; ends before our own does.
  static let paySeconds: Int64 = 30 * 60

  /// Signs the form that the buyer's browser carries to the gateway.
  ///
  /// Nothing is asked of UnionPay before, and the same checkout makes the same form.
  package func start(
    _ request: StartRequest,
    _ call: Call
  ) throws(ProviderError) -> StartedCheckout {
    let checkout = request.checkout
    guard checkout.amount.currency.code == "CNY", checkout.amount.minorUnits > 0 else {
      throw .refused("UnionPay takes CNY alone")
    }
    let fields = try merchant.signed([
      FormField("txnType", "01"),
      FormField("txnSubType", "01"),
      FormField("bizType", "000201"),
      FormField("channelType", request.isPhone ? "08" : "07"),
      FormField("orderId", checkout.reference.text),
      FormField("txnTime", checkout.createdAt.txnTime),
      FormField("txnAmt", String(checkout.amount.minorUnits)),
      FormField("currencyCode", "156"),
      FormField("frontUrl", request.returnURL),
      FormField("backUrl", request.notifyURL),
      FormField("payTimeout", checkout.createdAt.advanced(seconds: Self.paySeconds).txnTime),
    ])
    let url = "\(gateway)/gateway/api/frontTransReq.do"
    return StartedCheckout(sessionID: nil, step: .form(url: url, fields: fields))
  }
}
