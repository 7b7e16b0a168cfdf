package import Shop

/// Any sender that signs by the Standard Webhooks specification.
///
/// The body's form is ours: `{"type", "data": {"order_id", "payment_id", "amount_minor",
/// "currency"}}`; in a refund, `amount_minor` is the total given back so far. `order_id` is a
/// checkout's reference; without one, `sku`, `quantity` and `email` say what was sold, and to whom.
package struct StandardAdapter: PaymentAdapter {
  package static let provider = Provider.standard
  /// It has no mode: the shop's own system may be anything.
  package var takesRealMoney: Bool { false }
  let keys: StandardKeys
  private let eventNames: EventNames

  /// What the sender calls the events that we act on.
  package struct EventNames: Equatable, Sendable {
    package let paid: String
    package let refunded: String

    package init(paid: String = "payment.succeeded", refunded: String = "payment.refunded") {
      self.paid = paid
      self.refunded = refunded
    }
  }

  /// Why the keys cannot be used.
  package enum KeyFault: Error, Equatable {
    /// Not base-64 of 24 to 64 bytes, with or without `whsec_`; counted from 0.
    case secret(index: Int)
    /// Not base-64 of 32 bytes, with or without `whpk_`; counted from 0.
    case publicKey(index: Int)
    /// No key of either kind.
    case none
  }

  /// Takes HMAC secrets (`whsec_…`) and Ed25519 public keys (`whpk_…`), at least one of either.
  package init(
    secrets: [Secret],
    publicKeys: [String] = [],
    eventNames: EventNames = EventNames()
  ) throws(KeyFault) {
    keys = try StandardKeys(secrets: secrets, publicKeys: publicKeys)
    self.eventNames = eventNames
  }

  /// Checks signature and freshness over the raw bytes, then reads the event.
  package func verify(
    _ request: WebhookRequest,
    at now: Timestamp
  ) throws(WebhookRefusal) -> VerifiedWebhook {
    let signature = try StandardSignature(request)
    try signature.check(request.body, keys: keys, at: now)
    let type = try WebhookBody.decode(StandardEventDocument.self, from: request.body).type
    guard WebhookBody.isIdentifier(type) else { throw .malformed }
    return .event(
      PaymentEvent(
        provider: .standard,
        id: signature.id,
        kind: type,
        fact: try fact(type, request.body),
        body: request.body
      )
    )
  }

  private func fact(_ type: String, _ body: [UInt8]) throws(WebhookRefusal) -> PaymentFact {
    guard type == eventNames.paid || type == eventNames.refunded else { return .irrelevant }
    let data = try WebhookBody.decode(StandardPaymentDocument.self, from: body).data
    guard data.amountMinor >= 0, let currency = Currency(data.currency),
      data.paymentID.map(WebhookBody.isIdentifier) ?? true
    else { throw .malformed }
    let amount = Money(minorUnits: data.amountMinor, currency: currency)
    let key = Payment.Key(
      paymentID: data.paymentID,
      reference: data.orderID.flatMap(Reference.init)
    )
    guard type == eventNames.paid else {
      return .refunded(key, Refund.Confirmed(id: nil, amount: amount))
    }
    return .paid(
      PaidFact(
        key: key,
        amount: amount,
        // What nothing names could be given back by nobody: a person looks at it.
        mismatch: key.paymentID == nil && key.reference == nil ? .unknownCheckout : nil,
        sku: data.sku.flatMap(SKU.init),
        quantity: data.quantity ?? 1,
        email: data.email.flatMap(EmailAddress.init)
      )
    )
  }
}

/// What every event of ours has.
private struct StandardEventDocument: Decodable {
  let type: String
}

/// An event about money.
private struct StandardPaymentDocument: Decodable {
  let data: DataDocument

  struct DataDocument: Decodable {
    let orderID: String?
    let paymentID: String?
    let amountMinor: Int64
    let currency: String
    let sku: String?
    let quantity: Int?
    let email: String?

    enum CodingKeys: String, CodingKey {
      case orderID = "order_id"
      case paymentID = "payment_id"
      case amountMinor = "amount_minor"
      case currency, sku, quantity, email
    }
  }
}
