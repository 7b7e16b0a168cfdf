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
      isApproved ? Payer(email_address: email, payer_id: sale.details["payer"] ?? "") : nil
    let captures = sale.payments.map { CaptureDocument($0, of: sale, mock) }
    let refunds = sale.payments.flatMap { payment in
      payment.refunds.map { PayPalRefundDocument($0, of: payment, sale, mock) }
    }
    purchase_units = [
      Unit(
        reference_id: sale.details["reference_id"] ?? "default",
        amount: PayPalAmountDocument(sale.amount, sale.currency),
        payee: PayeeDocument(merchant_id: mock.keys.paypal.merchantID),
        description: sale.details["description"],
        custom_id: sale.details["custom_id"],
        invoice_id: sale.details["invoice_id"],
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
