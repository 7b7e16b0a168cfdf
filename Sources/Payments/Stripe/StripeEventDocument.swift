/// The envelope of a Stripe event, as far as every event has it.
///
/// Members that are not named here are let be: Stripe adds some with every version of its API.
struct StripeEventDocument: Decodable {
  let id: String
  let type: String
  /// `event`; `v2.core.event` is a "thin" event without data.
  let object: String?
  let livemode: Bool?
  /// The connected account, with Stripe Connect.
  let account: String?
}

/// The object inside an event, read only when the event's type says that it concerns us.
struct StripeObjectDocument<Object: Decodable>: Decodable {
  let data: DataDocument

  struct DataDocument: Decodable {
    let object: Object
  }
}

/// A `checkout.session`.
struct StripeSessionDocument: Decodable {
  let id: String
  let amountTotal: Int64?
  let currency: String?
  let paymentStatus: String?
  let paymentIntent: String?
  let clientReferenceID: String?
  let customerDetails: CustomerDocument?
  let customerEmail: String?
  let locale: String?
  let metadata: [String: String]?

  enum CodingKeys: String, CodingKey {
    case id
    case amountTotal = "amount_total"
    case currency
    case paymentStatus = "payment_status"
    case paymentIntent = "payment_intent"
    case clientReferenceID = "client_reference_id"
    case customerDetails = "customer_details"
    case customerEmail = "customer_email"
    case locale
    case metadata
  }

  struct CustomerDocument: Decodable {
    let email: String?
  }
}

/// A `charge` of which something was given back.
struct StripeChargeDocument: Decodable {
  let amountRefunded: Int64
  let currency: String
  let paymentIntent: String?
  let metadata: [String: String]?

  enum CodingKeys: String, CodingKey {
    case amountRefunded = "amount_refunded"
    case currency
    case paymentIntent = "payment_intent"
    case metadata
  }
}

/// A `dispute`.
struct StripeDisputeDocument: Decodable {
  let status: String?
  let paymentIntent: String?
  let metadata: [String: String]?

  enum CodingKeys: String, CodingKey {
    case status
    case paymentIntent = "payment_intent"
    case metadata
  }
}
