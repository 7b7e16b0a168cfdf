import Shop

/// The order that PayPal is asked to make of a checkout.
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
    /// PayPal takes money for one of it once.
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
    /// Codes go out in seconds: no cheques that clear in a week.
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
