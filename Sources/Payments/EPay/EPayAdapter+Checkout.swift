package import Shop

extension EPayAdapter {
  /// Sends the buyer to the aggregator's page, or straight to the payment method of `type`.
  ///
  /// Makes no call to the aggregator; the same checkout is the same order there.
  package func start(
    _ request: StartRequest,
    _ call: Call
  ) throws(ProviderError) -> StartedCheckout {
    let checkout = request.checkout
    guard checkout.amount.currency.code == "CNY" else { throw .refused("EPay takes CNY alone") }
    let fields = [
      FormField("pid", pid),
      FormField("type", type ?? ""),
      FormField("out_trade_no", checkout.reference.text),
      FormField("notify_url", request.notifyURL),
      FormField("return_url", request.returnURL),
      // The SKU, not the title: a title's `&` would make the signed text ambiguous.
      FormField("name", checkout.line.sku.text),
      FormField("money", checkout.amount.decimal),
    ].filter { !$0.value.isEmpty }
    return StartedCheckout(sessionID: nil, step: .redirect(url: try page(fields, call)))
  }

  /// The same order with the moment of the click, which the second interface requires in its
  /// address.
  package func renewed(_ step: PayStep, _ call: Call) throws(ProviderError) -> PayStep {
    guard case .redirect(let url) = step, case .v2 = dialect, let mark = url.firstIndex(of: "?")
    else { return step }
    let old: SignedForm
    do {
      old = try SignedForm(url[url.index(after: mark)...].utf8)
    } catch {
      return step
    }
    let names = ["pid", "type", "out_trade_no", "notify_url", "return_url", "name", "money"]
    let fields = names.compactMap { name in old.text(name).map { FormField(name, $0) } }
    return .redirect(url: try page(fields, call))
  }

  private func page(_ fields: [FormField], _ call: Call) throws(ProviderError) -> String {
    var query = FormBody()
    for field in try dialect.signed(fields, at: call.now) { query.add(field.name, field.value) }
    let path =
      switch dialect {
      case .v1: "submit.php"
      case .v2: "api/pay/submit"
      }
    return "\(gateway)/\(path)?\(String(decoding: query.bytes, as: UTF8.self))"
  }
}
