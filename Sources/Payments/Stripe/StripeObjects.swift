import Shop

/// A link to another object: its ID, or the object itself where the request expanded it.
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

/// Any object, with the parts that all share.
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

  /// Whether it is for a single payment, the only kind that is sold for.
  var isPurchase: Bool { (mode ?? "payment") == "payment" }
}

/// A `payment_intent`.
struct StripeIntentDocument: Decodable {
  /// Such as `processing`, `requires_action` or `requires_payment_method`.
  let status: String?
  let latestCharge: StripeLinkDocument<StripeChargeDocument>?

  enum CodingKeys: String, CodingKey {
    case status
    case latestCharge = "latest_charge"
  }
}

/// A `charge`.
struct StripeChargeDocument: Decodable {
  /// The sum of all refunds so far.
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
  /// Why it is pending: `processing`, `insufficient_funds` or `charge_pending`.
  let pendingReason: String?
  let amount: Int64?
  let currency: String?
  let charge: StripeLinkDocument<StripeChargeDocument>?
  let paymentIntent: StripeLinkDocument<StripeIdentifiedDocument>?
  let metadata: [String: String]?

  /// Whether its money went back, is on its way, or never will be.
  var isKnown: Bool {
    status == "succeeded" || status == "pending" || status == "requires_action" || isInVain
  }

  var isInVain: Bool { status == "failed" || status == "canceled" }

  enum CodingKeys: String, CodingKey {
    case id
    case status
    case amount
    case currency
    case pendingReason = "pending_reason"
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

/// Reads Stripe's objects, from an event or from the API, as facts.
struct StripeReading {
  /// Why it cannot count as paid here although it is authentic; nil if it can.
  let mismatch: HoldReason?

  /// A paid session; nil without an amount that can be compared.
  ///
  /// With Adaptive Pricing the amount is still in the shop's own currency; what the buyer saw is in
  /// `presentment_details`.
  func paid(_ session: StripeSessionDocument) -> PaymentFact? {
    let isPurchase = session.isPurchase
    // A session that only stores a card has no amount.
    let isFree = session.paymentStatus == "no_payment_required"
    let units = isFree ? 0 : session.amountTotal ?? (isPurchase ? nil : 0)
    guard let amount = money(units, session.currency) else { return nil }
    let email = session.customerDetails?.email ?? session.customerEmail
    return .paid(
      PaidFact(
        key: key(session),
        amount: amount,
        mismatch: mismatch ?? (isPurchase ? nil : .plan),
        sku: session.metadata?["sku"].flatMap(SKU.init),
        quantity: quantity(session.metadata?["quantity"]),
        email: email.flatMap(EmailAddress.init),
        language: session.locale.flatMap(Language.init(tag:)),
        payer: email
      )
    )
  }

  /// A refund of a charge; `amount_refunded` is cumulative, as the fact's total is.
  func refunded(_ charge: StripeChargeDocument, of key: Payment.Key) -> PaymentFact? {
    money(charge.amountRefunded, charge.currency).map {
      .refunded(key, Refund.Confirmed(id: nil, amount: $0))
    }
  }

  /// A refund by its ID; nil where money went back without an amount.
  func told(_ refund: StripeRefundDocument, of key: Payment.Key) -> PaymentFact? {
    if refund.isInVain { return failed(refund, of: key) }
    guard WebhookBody.isIdentifier(refund.id), let amount = money(refund.amount, refund.currency)
    else { return nil }
    let total = refund.charge?.object.flatMap { money($0.amountRefunded, $0.currency) }
    return .refunded(key, Refund.Confirmed(id: refund.id, amount: amount, total: total))
  }

  func failed(_ refund: StripeRefundDocument, of key: Payment.Key) -> PaymentFact {
    .refundFailed(key, refundID: refund.id, amount: money(refund.amount, refund.currency))
  }

  /// Who won a closed dispute; nil while it is open.
  static func outcome(_ dispute: StripeDisputeDocument) -> Dispute? {
    switch dispute.status {
    // After an inquiry that ended without a dispute, or a dispute that was prevented, the money
    // stays; where the buyer got it back instead, a refund says so.
    case "won", "warning_closed", "prevented": .won
    case "lost": .lost
    default: nil
    }
  }

  func key(_ session: StripeSessionDocument) -> Payment.Key {
    Payment.Key(
      paymentID: session.paymentIntent?.id ?? session.id,
      reference: Self.reference(session.metadata)
        ?? session.clientReferenceID.flatMap(Reference.init)
    )
  }

  /// The key of a refund or dispute, which inherits the payment's metadata or names no order.
  func key(_ intent: String?, _ metadata: [String: String]?) -> Payment.Key {
    Payment.Key(paymentID: intent, reference: Self.reference(metadata))
  }

  static func reference(_ metadata: [String: String]?) -> Reference? {
    metadata?["order_id"].flatMap(Reference.init)
  }

  private func money(_ units: Int64?, _ currency: String?) -> Money? {
    guard let units, units >= 0, let currency = currency.flatMap(Currency.init) else { return nil }
    return Money(minorUnits: units, currency: currency)
  }

  /// The quantity in a hosted link's metadata: 1 unless it is a whole number from 1 to 999.
  private func quantity(_ text: String?) -> Int {
    guard let text, let quantity = Int(text), (1...999).contains(quantity) else { return 1 }
    return quantity
  }
}
