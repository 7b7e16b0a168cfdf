/// A dispute, as PayPal tells of it.
struct PayPalDisputeDocument: Encodable {
  struct Transaction: Encodable {
    struct Seller: Encodable {
      let merchant_id: String
    }

    let buyer_transaction_id: String
    let seller_transaction_id: String
    let custom: String?
    let invoice_number: String?
    let gross_amount: PayPalAmountDocument
    let transaction_status = "COMPLETED"
    let seller: Seller
  }

  struct Outcome: Encodable {
    let outcome_code: String
    let amount_refunded: PayPalAmountDocument?
  }

  let dispute_id: String
  let create_time: String
  let update_time: String
  let disputed_transactions: [Transaction]
  let reason = "MERCHANDISE_OR_SERVICE_NOT_RECEIVED"
  let status: String
  let dispute_state: String
  let dispute_amount: PayPalAmountDocument
  let dispute_outcome: Outcome?
  let dispute_life_cycle_stage = "CHARGEBACK"
  let dispute_channel = "INTERNAL"

  init(_ payment: Payment, of sale: Sale, _ mock: MockState, at now: Int64) {
    dispute_id = "PP-D-" + String(payment.id.suffix(6))
    create_time = universalMoment(payment.paidAt)
    update_time = universalMoment(now)
    let amount = PayPalAmountDocument(payment.amount, sale.currency)
    disputed_transactions = [
      Transaction(
        buyer_transaction_id: String(payment.id.reversed()),
        seller_transaction_id: payment.id,
        custom: sale.details["custom_id"],
        invoice_number: sale.details["invoice_id"],
        gross_amount: amount,
        seller: .init(merchant_id: mock.keys.paypal.merchantID)
      )
    ]
    let isOpen = payment.dispute == .open
    status = isOpen ? "OPEN" : "RESOLVED"
    dispute_state = isOpen ? "REQUIRED_ACTION" : "RESOLVED"
    dispute_amount = amount
    dispute_outcome =
      switch payment.dispute {
      case .won: Outcome(outcome_code: "RESOLVED_SELLER_FAVOUR", amount_refunded: nil)
      case .lost: Outcome(outcome_code: "RESOLVED_BUYER_FAVOUR", amount_refunded: amount)
      case .open, .prevented, nil: nil
      }
  }
}
