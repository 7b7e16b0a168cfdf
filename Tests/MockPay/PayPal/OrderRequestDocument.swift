import Foundation

/// What the shop asks an order for; only what this provider looks at.
package struct OrderRequestDocument: Decodable {
  struct Unit: Decodable {
    let reference_id: String?
    let description: String?
    let custom_id: String?
    let invoice_id: String?
    let amount: PayPalAmountDocument?
  }

  struct Context: Decodable {
    let return_url: String?
    let cancel_url: String?
    let user_action: String?
    let shipping_preference: String?
    let locale: String?
  }

  struct Wallet: Decodable {
    let experience_context: Context?
    let email_address: String?
  }

  struct Source: Decodable {
    let paypal: Wallet?
  }

  let intent: String?
  let purchase_units: [Unit]?
  let payment_source: Source?
}

/// What the shop asks a refund for; an empty body asks for all that is left.
package struct RefundRequestDocument: Decodable {
  let amount: PayPalAmountDocument?
  let custom_id: String?
  let invoice_id: String?
  let note_to_payer: String?
}

/// Reads a body that must be JSON of a form.
package func decodeBody<Document: Decodable>(
  _ type: Document.Type,
  _ body: [UInt8]
) throws(PayPalError) -> Document {
  do {
    return try JSONDecoder().decode(type, from: Data(body))
  } catch {
    throw .invalid("/", "MALFORMED_REQUEST_JSON")
  }
}
