/// A page of PayPal's transaction report.
struct PayPalReportDocument: Decodable {
  let details: [DetailDocument]?
  let pages: Int?
  /// Until when PayPal has put everything into it.
  let refreshed: String?

  enum CodingKeys: String, CodingKey {
    case details = "transaction_details"
    case pages = "total_pages"
    case refreshed = "last_refreshed_datetime"
  }

  struct DetailDocument: Decodable {
    let info: TransactionDocument

    enum CodingKeys: String, CodingKey {
      case info = "transaction_info"
    }
  }

  struct TransactionDocument: Decodable {
    let id: String
    /// Of a refund: the capture.
    let referenceID: String?
    /// `TXN` where `referenceID` is a transaction.
    let referenceType: String?
    /// `T0006` and its like.
    let code: String
    let initiated: String
    let amount: PayPalAmountDocument
    /// Negative where PayPal kept it.
    let fee: PayPalAmountDocument?
    /// `S` done, `V` done and reversed later, `P` pending, `D` denied.
    let status: String?
    /// The capture's `custom_id`.
    let custom: String?

    enum CodingKeys: String, CodingKey {
      case id = "transaction_id"
      case referenceID = "paypal_reference_id"
      case referenceType = "paypal_reference_id_type"
      case code = "transaction_event_code"
      case initiated = "transaction_initiation_date"
      case amount = "transaction_amount"
      case fee = "fee_amount"
      case status = "transaction_status"
      case custom = "custom_field"
    }
  }
}
