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

/// An order, as PayPal answers with it and tells of it.
struct OrderDocument: Encodable {
  struct Unit: Encodable {
    let reference_id: String
    let amount: PayPalAmountDocument
    let payee: PayeeDocument
    let description: String?
    let custom_id: String?
    let invoice_id: String?
    let payments: Payments?
  }

  struct Payments: Encodable {
    let captures: [CaptureDocument]
    let refunds: [PayPalRefundDocument]?
  }

  struct Payer: Encodable {
    struct Name: Encodable {
      let given_name = "Test"
      let surname = "Buyer"
    }

    let name = Name()
    let email_address: String
    let payer_id: String
  }

  struct Wallet: Encodable {
    let email_address: String?
  }

  let id: String
  let intent = "CAPTURE"
  let status: String
  let payment_source: [String: Wallet]
  let purchase_units: [Unit]
  let payer: Payer?
  let create_time: String
  let links: [PayPalLinkDocument]

  init(_ sale: Sale, _ mock: MockState) {
    id = sale.id
    status =
      switch sale.state {
      case .open: "PAYER_ACTION_REQUIRED"
      case .approved: "APPROVED"
      case .paid: "COMPLETED"
      case .ended: "VOIDED"
      }
    let isApproved = sale.state == .approved || sale.state == .paid
    let email = sale.email ?? "buyer@example.com"
    payment_source = ["paypal": Wallet(email_address: isApproved ? email : nil)]
    payer =
      isApproved ? Payer(email_address: email, payer_id: sale.paypal.payer) : nil
    let captures = sale.payments.map { CaptureDocument($0, of: sale, mock) }
    let refunds = sale.payments.flatMap { payment in
      payment.refunds.map { PayPalRefundDocument($0, of: payment, sale, mock) }
    }
    purchase_units = [
      Unit(
        reference_id: sale.paypal.referenceID ?? "default",
        amount: PayPalAmountDocument(sale.amount, sale.currency),
        payee: PayeeDocument(merchant_id: mock.keys.paypal.merchantID),
        description: sale.paypal.description,
        custom_id: sale.paypal.customID,
        invoice_id: sale.paypal.invoiceID,
        payments: captures.isEmpty
          ? nil : Payments(captures: captures, refunds: refunds.isEmpty ? nil : refunds)
      )
    ]
    create_time = universalMoment(sale.createdAt)
    let address = "\(mock.place.origin)/v2/checkout/orders/\(sale.id)"
    let first = PayPalLinkDocument(href: address, rel: "self", method: "GET")
    let page = "\(mock.place.origin)/pay/\(sale.id)"
    links =
      switch sale.state {
      case .open: [first, PayPalLinkDocument(href: page, rel: "payer-action", method: "GET")]
      case .approved:
        [first, PayPalLinkDocument(href: address + "/capture", rel: "capture", method: "POST")]
      case .paid, .ended: [first]
      }
  }
}

/// Who is paid.
struct PayeeDocument: Encodable {
  let email_address = "shop@example.com"
  let merchant_id: String
}

/// An amount as PayPal writes it.
struct PayPalAmountDocument: Codable, Equatable {
  let currency_code: String
  let value: String

  init(_ minorUnits: Int64, _ currency: String) {
    currency_code = currency
    let text = majorUnits(minorUnits, currency)
    let isWhole = Self.withoutDecimals.contains(currency) && text.hasSuffix(".00")
    value = isWhole ? String(text.dropLast(3)) : text
  }

  /// Minor units, as far as PayPal takes them in this currency.
  func checked(_ field: String, _ controls: Controls) throws(PayPalError) -> Int64 {
    guard Self.currencies.contains(currency_code) else {
      throw .impossible("CURRENCY_NOT_SUPPORTED", field + "/currency_code")
    }
    if Self.withoutDecimals.contains(currency_code), value.contains("."),
      controls.follows(.paypalDecimals)
    {
      throw .impossible("DECIMALS_NOT_SUPPORTED", field + "/value")
    }
    guard let number = minorUnits(value, currency_code) else {
      throw .impossible("DECIMAL_PRECISION", field + "/value")
    }
    guard number > 0 || !controls.follows(.paypalMinimum) else {
      throw .impossible("CANNOT_BE_ZERO_OR_NEGATIVE", field + "/value")
    }
    return number
  }

  /// Source: PayPal's currency codes.
  private static let currencies: Set<String> = [
    "AUD", "BRL", "CAD", "CNY", "CZK", "DKK", "EUR", "HKD", "HUF", "ILS", "JPY", "MYR", "MXN",
    "TWD", "NZD", "NOK", "PHP", "PLN", "GBP", "SGD", "SEK", "CHF", "THB", "USD",
  ]
  private static let withoutDecimals: Set<String> = ["HUF", "JPY", "TWD"]
}

/// An address that goes with an answer.
struct PayPalLinkDocument: Encodable {
  let href: String
  let rel: String
  let method: String
}
