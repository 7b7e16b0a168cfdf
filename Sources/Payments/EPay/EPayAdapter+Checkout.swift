import Shop

extension EPayAdapter {
  /// Sends the buyer to the aggregator's page, which asks what to pay with.
  ///
  /// Nothing is asked of the aggregator before, and the same checkout makes the same address.
  package func start(
    _ request: StartRequest,
    _ call: Call
  ) throws(ProviderError) -> StartedCheckout {
    let checkout = request.checkout
    guard checkout.amount.currency.code == "CNY" else { throw .refused("EPay takes CNY alone") }
    let fields = [
      FormField("pid", pid),
      FormField("out_trade_no", checkout.reference.text),
      FormField("notify_url", request.notifyURL),
      FormField("return_url", request.returnURL),
      // The SKU, not the title: a title's `&` would make the signed text ambiguous.
      FormField("name", checkout.line.sku.text),
      FormField("money", checkout.amount.decimal),
    ]
    var query = FormBody()
    for field in fields { query.add(field.name, field.value) }
    query.add("sign", EPaySignature(Self.form(fields), key: key).text)
    query.add("sign_type", "MD5")
    let url = "\(gateway)/submit.php?\(String(decoding: query.bytes, as: UTF8.self))"
    return StartedCheckout(sessionID: nil, step: .redirect(url: url))
  }

  private static func form(_ fields: [FormField]) -> SignedForm {
    do {
      return try SignedForm(
        decoded: fields.map { .init(name: Array($0.name.utf8), value: Array($0.value.utf8)) }
      )
    } catch {
      preconditionFailure("a request to EPay names a field twice")
    }
  }
}
