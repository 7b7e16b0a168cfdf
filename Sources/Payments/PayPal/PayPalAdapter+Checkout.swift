import Shop

extension PayPalAdapter {
  /// Orders v2 allows 127 characters, of a kind that it does not define.
  private static let longestName = 127

  /// Makes an order for a checkout; a repeat within hours returns the same one.
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

/// The order that PayPal is asked to make.
struct PayPalNewOrderDocument: Encodable {
  let intent = "CAPTURE"
  let purchaseUnits: [UnitDocument]
  let paymentSource: SourceDocument

  enum CodingKeys: String, CodingKey {
    case intent
    case purchaseUnits = "purchase_units"
    case paymentSource = "payment_source"
  }

  struct UnitDocument: Encodable {
    /// Comes back with every capture, refund and report.
    let customID: String
    /// PayPal takes money for one of these only once.
    let invoiceID: String
    let description: String
    let amount: PayPalAmountDocument

    enum CodingKeys: String, CodingKey {
      case customID = "custom_id"
      case invoiceID = "invoice_id"
      case description
      case amount
    }
  }

  struct SourceDocument: Encodable {
    let paypal: PayPalDocument
  }

  struct PayPalDocument: Encodable {
    let experience: ExperienceDocument

    enum CodingKeys: String, CodingKey {
      case experience = "experience_context"
    }
  }

  struct ExperienceDocument: Encodable {
    let returnURL: String
    let cancelURL: String
    let locale: String
    let userAction = "PAY_NOW"
    let shippingPreference = "NO_SHIPPING"
    /// Codes are sent within seconds, so cheques that clear in a week are excluded.
    let preference = "IMMEDIATE_PAYMENT_REQUIRED"

    enum CodingKeys: String, CodingKey {
      case returnURL = "return_url"
      case cancelURL = "cancel_url"
      case locale
      case userAction = "user_action"
      case shippingPreference = "shipping_preference"
      case preference = "payment_method_preference"
    }
  }
}
