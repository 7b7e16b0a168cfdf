/// A `balance_transaction`, with the object that it is about.
struct StripeBalanceDocument: Decodable {
  let id: String
  /// What moved, such as `charge`, `payment`, `refund`, `payment_refund`, `adjustment`.
  let type: String
  /// What came to the balance, in its currency; negative where it left.
  let amount: Int64
  let fee: Int64
  let currency: String
  /// Seconds since 1970.
  let created: Int64
  let source: StripeLinkDocument<SourceDocument>?

  /// A charge, a refund, a dispute: as far as they are alike.
  struct SourceDocument: Decodable {
    /// `charge`, `refund`, `dispute`.
    let object: String?
    /// In the buyer's currency.
    let amount: Int64?
    let currency: String?
    let paymentIntent: StripeLinkDocument<StripeIdentifiedDocument>?
    let metadata: [String: String]?

    enum CodingKeys: String, CodingKey {
      case object
      case amount
      case currency
      case paymentIntent = "payment_intent"
      case metadata
    }
  }
}
