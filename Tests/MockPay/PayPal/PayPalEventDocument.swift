/// An event, around the object that it tells of.
struct PayPalEventDocument: Encodable {
  let id: String
  let event_version = "1.0"
  let create_time: String
  let resource_type: String
  let resource_version: String
  let event_type: String
  let summary: String
  let resource: AnyDocument
  let links: [PayPalLinkDocument]
}

/// A page of transactions.
struct TransactionsDocument: Encodable {
  struct Item: Encodable {
    let transaction_info: Transaction
  }

  struct Transaction: Encodable {
    let paypal_account_id: String
    let transaction_id: String
    let paypal_reference_id: String?
    let paypal_reference_id_type: String?
    let transaction_event_code: String
    let transaction_initiation_date: String
    let transaction_updated_date: String
    let transaction_amount: PayPalAmountDocument
    let fee_amount: PayPalAmountDocument?
    let transaction_status = "S"
    let custom_field: String?
    let invoice_id: String?
  }

  let transaction_details: [Item]
  let account_number: String
  let start_date: String
  let end_date: String
  let last_refreshed_datetime: String
  let page: Int
  let total_items: Int
  let total_pages: Int
  let links: [PayPalLinkDocument]
}

extension TransactionsDocument.Transaction {
  init(_ movement: PayPalMovement, merchant: String) {
    paypal_account_id = merchant
    transaction_id = movement.id
    paypal_reference_id = movement.origin
    paypal_reference_id_type = movement.origin == nil ? nil : "TXN"
    transaction_event_code = movement.code
    transaction_initiation_date = universalMoment(movement.at).dropLast() + "+0000"
    transaction_updated_date = transaction_initiation_date
    transaction_amount = PayPalAmountDocument(movement.amount, movement.currency)
    fee_amount =
      movement.fee == 0 ? nil : PayPalAmountDocument(movement.fee, movement.currency)
    custom_field = movement.customID.isEmpty ? nil : movement.customID
    invoice_id = movement.invoiceID.isEmpty ? nil : movement.invoiceID
  }
}

/// The webhook of the app, as `GET /v1/notifications/webhooks/ID` shows it.
///
/// Source: PayPal's API reference, Webhooks v1, "Show webhook details".
struct PayPalWebhookDocument: Encodable {
  let id: String
  let url: String
  let event_types: [EventType]

  struct EventType: Encodable {
    let name: String
  }
}

extension MockState {
  /// The one webhook that the app has; all of its events are ticked.
  func paypalWebhook(_ id: String) throws(PayPalError) -> PayPalWebhookDocument {
    guard id == keys.paypal.webhookID else { throw .notFound }
    return PayPalWebhookDocument(
      id: id,
      url: place.worker + "/webhooks/paypal",
      event_types: [.init(name: "*")]
    )
  }
}

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
        custom: sale.paypal.customID,
        invoice_number: sale.paypal.invoiceID,
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
