import Shop

extension PayPalAdapter {
  /// Orders v2 says 127 characters, and not of which kind.
  private static let longestName = 127

  /// Makes an order of a checkout; the same one however often it is asked within hours.
  package func start(
    _ request: StartRequest,
    _ call: Call
  ) throws(ProviderError) -> StartedCheckout {
    let checkout = request.checkout
    guard let amount = PayPalAmountDocument(checkout.amount) else {
      throw .refused("PayPal takes whole units of \(checkout.amount.currency) alone")
    }
    let order = PayPalNewOrderDocument(
      purchaseUnits: [
        PayPalNewOrderDocument.UnitDocument(
          customID: checkout.reference.text,
          invoiceID: checkout.reference.text,
          description: checkout.line.title.cut(toBytes: Self.longestName),
          amount: amount
        )
      ],
      paymentSource: PayPalNewOrderDocument.SourceDocument(
        paypal: PayPalNewOrderDocument.PayPalDocument(
          experience: PayPalNewOrderDocument.ExperienceDocument(
            returnURL: request.returnURL,
            cancelURL: request.cancelURL,
            locale: checkout.language == .chinese ? "zh-CN" : "en-US"
          )
        )
      )
    )
    let reference = checkout.reference.text
    let response = try api.post("/v2/checkout/orders", order, id: reference, call)
    let made = try api.read(PayPalOrderDocument.self, from: response)
    // `approve` is the older name.
    let link = ["payer-action", "approve"].lazy.compactMap { rel in
      made.links?.first { $0.rel == rel }
    }.first
    guard PayPalID.isPlain(made.id), let url = link?.href, api.address.leads(to: url) else {
      throw .refused("PayPal answered with an order that has no https address to pay at")
    }
    return StartedCheckout(sessionID: made.id, step: .redirect(url: url))
  }
}
