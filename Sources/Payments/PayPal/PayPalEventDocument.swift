/// The envelope of a PayPal event; its resource is read when the type says that it concerns us.
struct PayPalEventDocument: Decodable {
  let id: String
  let type: String

  enum CodingKeys: String, CodingKey {
    case id
    case type = "event_type"
  }
}

/// What an event is about.
struct PayPalResourceDocument<Resource: Decodable>: Decodable {
  let resource: Resource
}

/// A dispute.
struct PayPalDisputeDocument: Decodable {
  let id: String?
  let transactions: [TransactionDocument]?
  let outcome: OutcomeDocument?

  enum CodingKeys: String, CodingKey {
    case id = "dispute_id"
    case transactions = "disputed_transactions"
    case outcome = "dispute_outcome"
  }

  struct TransactionDocument: Decodable {
    /// The capture's ID.
    let sellerTransactionID: String?
    /// The capture's `custom_id`.
    let custom: String?

    enum CodingKeys: String, CodingKey {
      case sellerTransactionID = "seller_transaction_id"
      case custom
    }
  }

  struct OutcomeDocument: Decodable {
    let code: String?

    enum CodingKeys: String, CodingKey {
      case code = "outcome_code"
    }
  }
}
