/// A link to another object: its ID, or the object itself where it was asked for.
struct StripeLinkDocument<Object: Decodable>: Decodable {
  let id: String
  let object: Object?

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    do {
      id = try value.decode(String.self)
      object = nil
    } catch {
      id = try value.decode(StripeIdentifiedDocument.self).id
      object = try value.decode(Object.self)
    }
  }
}

/// Any object, as far as all of them are alike.
struct StripeIdentifiedDocument: Decodable {
  let id: String
}

/// A page of objects.
struct StripeListDocument<Object: Decodable>: Decodable {
  let data: [Object]
  let hasMore: Bool?

  enum CodingKeys: String, CodingKey {
    case data
    case hasMore = "has_more"
  }
}

/// A `checkout.session`.
struct StripeSessionDocument: Decodable {
  let id: String
  /// `open`, `complete`, `expired`.
  let status: String?
  /// `payment`, `setup`, `subscription`.
  let mode: String?
  let livemode: Bool?
  let amountTotal: Int64?
  let currency: String?
  let paymentStatus: String?
  let paymentIntent: StripeLinkDocument<StripeIntentDocument>?
  let clientReferenceID: String?
  let customerDetails: CustomerDocument?
  let customerEmail: String?
  let locale: String?
  let metadata: [String: String]?

  enum CodingKeys: String, CodingKey {
    case id
    case status
    case mode
    case livemode
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

  /// Whether it is for one payment; nothing else is ever sold for.
  var isPurchase: Bool { (mode ?? "payment") == "payment" }
}

/// A `payment_intent`.
struct StripeIntentDocument: Decodable {
  let latestCharge: StripeLinkDocument<StripeChargeDocument>?

  enum CodingKeys: String, CodingKey {
    case latestCharge = "latest_charge"
  }
}

/// A `charge`.
struct StripeChargeDocument: Decodable {
  /// All that was given back so far.
  let amountRefunded: Int64
  let currency: String
  let paymentIntent: StripeLinkDocument<StripeIdentifiedDocument>?
  let isDisputed: Bool?
  let metadata: [String: String]?

  enum CodingKeys: String, CodingKey {
    case amountRefunded = "amount_refunded"
    case currency
    case paymentIntent = "payment_intent"
    case isDisputed = "disputed"
    case metadata
  }
}

/// A `refund`.
struct StripeRefundDocument: Decodable {
  let id: String
  /// `pending`, `requires_action`, `succeeded`, `failed`, `canceled`.
  let status: String?
  let charge: StripeLinkDocument<StripeChargeDocument>?
  let paymentIntent: StripeLinkDocument<StripeIdentifiedDocument>?
  let metadata: [String: String]?

  enum CodingKeys: String, CodingKey {
    case id
    case status
    case charge
    case paymentIntent = "payment_intent"
    case metadata
  }
}

/// A `dispute`.
struct StripeDisputeDocument: Decodable {
  let id: String?
  let status: String?
  let paymentIntent: StripeLinkDocument<StripeIdentifiedDocument>?
  let metadata: [String: String]?

  enum CodingKeys: String, CodingKey {
    case id
    case status
    case paymentIntent = "payment_intent"
    case metadata
  }
}
