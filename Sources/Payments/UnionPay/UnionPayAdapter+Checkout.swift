package import Shop

extension UnionPayAdapter {
  /// Signs the form that the buyer's browser sends to the gateway.
  ///
  /// Where the shop has the contract for codes and the buyer uses no phone, UnionPay makes a code
  /// for 云闪付 to scan.
  package func start(
    _ request: StartRequest,
    _ call: Call
  ) throws(ProviderError) -> StartedCheckout {
    let checkout = request.checkout
    guard checkout.amount.currency.code == "CNY", checkout.amount.minorUnits > 0 else {
      throw .refused("UnionPay takes CNY alone")
    }
    let order = [
      FormField("orderId", checkout.reference.text),
      FormField("txnTime", call.now.txnTime),
      FormField("txnAmt", String(checkout.amount.minorUnits)),
      FormField("currencyCode", "156"),
      FormField("backUrl", request.notifyURL),
      FormField("payTimeout", checkout.payUntil.txnTime),
    ]
    if showsCode, !request.isPhone {
      return StartedCheckout(sessionID: nil, step: .scan(text: try code(for: order, call)))
    }
    let fields = try merchant.signed(
      [
        FormField("txnType", "01"),
        FormField("txnSubType", "01"),
        FormField("bizType", "000201"),
        FormField("channelType", request.isPhone ? "08" : "07"),
        FormField("frontUrl", request.returnURL),
      ] + order
    )
    let url = "\(gateway)/gateway/api/frontTransReq.do"
    return StartedCheckout(sessionID: nil, step: .form(url: url, fields: fields))
  }

  /// The same order with the moment of the click.
  package func renewed(_ step: PayStep, _ call: Call) throws(ProviderError) -> PayStep {
    guard case .form(let url, let old) = step else { return step }
    let made = Set(UnionPayMerchant.commonNames + ["signature"])
    let fields = old.filter { !made.contains($0.name) }.map { field in
      field.name == "txnTime" ? FormField("txnTime", call.now.txnTime) : field
    }
    return .form(url: url, fields: try merchant.signed(fields))
  }

  /// The text for 云闪付 to scan: 申请消费二维码 of the interface for codes (txnSubType 07, bizType 000000).
  private func code(for order: [FormField], _ call: Call) throws(ProviderError) -> String {
    let answer = try ask(
      "\(gateway)/gateway/api/backTransReq.do",
      [
        FormField("txnType", "01"),
        FormField("txnSubType", "07"),
        FormField("bizType", "000000"),
        FormField("channelType", "08"),
      ] + order,
      call,
      isRepeatable: false
    )
    switch answer.outcome {
    case .success: break
    // A moment that was used makes no other order: the next attempt has another moment.
    case .trouble, .underWay, .outOfTime, .repeated: throw .temporary(answer.complaint)
    case .flawedSuccess, .belated, .unknownOrder, .noFile, .failure, nil:
      throw .refused(answer.complaint)
    }
    guard let code = answer["qrCode"], gateway.leads(to: code),
      order.allSatisfy({ $0.name != "orderId" || answer["orderId"] == $0.value })
    else { throw .untrusted("UnionPay answered with no code for this order") }
    return code
  }
}
