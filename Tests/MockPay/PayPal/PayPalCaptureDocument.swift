/// Money that was taken, as PayPal writes it.
struct CaptureDocument: Encodable {
  struct Breakdown: Encodable {
    let gross_amount: PayPalAmountDocument
    let paypal_fee: PayPalAmountDocument
    let net_amount: PayPalAmountDocument
  }

  struct Protection: Encodable {
    let status = "NOT_ELIGIBLE"
  }

  struct Details: Encodable {
    let reason: String
  }

  struct Related: Encodable {
    let related_ids: [String: String]
  }

  let id: String
  let status: String
  let status_details: Details?
  let amount: PayPalAmountDocument
  let final_capture = true
  let seller_protection = Protection()
  let seller_receivable_breakdown: Breakdown?
  let custom_id: String?
  let invoice_id: String?
  let payee: PayeeDocument
  let supplementary_data: Related
  let create_time: String
  let update_time: String
  let links: [PayPalLinkDocument]

  init(_ payment: Payment, of sale: Sale, _ mock: MockState, status: String? = nil) {
    id = payment.id
    self.status = status ?? Self.status(of: payment)
    // An account that takes no payment in this currency by itself.
    let reason = "RECEIVING_PREFERENCE_MANDATES_MANUAL_ACTION"
    status_details = payment.isUnfinished ? Details(reason: reason) : nil
    amount = PayPalAmountDocument(payment.amount, sale.currency)
    let fee = payPalFee(payment.amount)
    seller_receivable_breakdown = Breakdown(
      gross_amount: amount,
      paypal_fee: PayPalAmountDocument(fee, sale.currency),
      net_amount: PayPalAmountDocument(payment.amount - fee, sale.currency)
    )
    custom_id = sale.paypal.customID
    invoice_id = sale.paypal.invoiceID
    payee = PayeeDocument(merchant_id: mock.keys.paypal.merchantID)
    supplementary_data = Related(related_ids: ["order_id": sale.id])
    create_time = universalMoment(payment.paidAt)
    update_time = create_time
    let origin = mock.place.origin
    let address = "\(origin)/v2/payments/captures/\(payment.id)"
    links = [
      PayPalLinkDocument(href: address, rel: "self", method: "GET"),
      PayPalLinkDocument(href: address + "/refund", rel: "refund", method: "POST"),
      PayPalLinkDocument(
        href: "\(origin)/v2/checkout/orders/\(sale.id)",
        rel: "up",
        method: "GET"
      ),
    ]
  }

  private static func status(of payment: Payment) -> String {
    switch payment.refunded {
    case _ where payment.isUnfinished: "PENDING"
    case 0: "COMPLETED"
    case payment.amount...: "REFUNDED"
    default: "PARTIALLY_REFUNDED"
    }
  }
}

/// Money that went back, as PayPal writes it.
struct PayPalRefundDocument: Encodable {
  struct Breakdown: Encodable {
    let gross_amount: PayPalAmountDocument
    let paypal_fee: PayPalAmountDocument
    let net_amount: PayPalAmountDocument
    let total_refunded_amount: PayPalAmountDocument
  }

  let id: String
  let status: String
  let amount: PayPalAmountDocument
  let seller_payable_breakdown: Breakdown
  let custom_id: String?
  let invoice_id: String?
  let note_to_payer: String?
  let create_time: String
  let update_time: String
  let links: [PayPalLinkDocument]

  init(_ refund: Refund, of payment: Payment, _ sale: Sale, _ mock: MockState) {
    id = refund.id
    status =
      switch refund.state {
      case .processing: "PENDING"
      case .done: "COMPLETED"
      case .failed: "FAILED"
      }
    amount = PayPalAmountDocument(refund.amount, sale.currency)
    seller_payable_breakdown = Breakdown(
      gross_amount: amount,
      paypal_fee: PayPalAmountDocument(0, sale.currency),
      net_amount: amount,
      total_refunded_amount: PayPalAmountDocument(payment.refunded, sale.currency)
    )
    custom_id = sale.paypal.customID
    invoice_id = sale.paypal.invoiceID
    note_to_payer = refund.reason
    create_time = universalMoment(refund.createdAt)
    update_time = create_time
    let address = "\(mock.place.origin)/v2/payments"
    links = [
      PayPalLinkDocument(href: "\(address)/refunds/\(refund.id)", rel: "self", method: "GET"),
      PayPalLinkDocument(href: "\(address)/captures/\(payment.id)", rel: "up", method: "GET"),
    ]
  }
}

/// PayPal's part of a payment: 3.49 % and 49 of the smallest unit, rounded down.
func payPalFee(_ amount: Int64) -> Int64 {
  min(amount, amount * 349 / 10_000 + 49)
}
