import CZlib
import Foundation
package import Shop

extension PayPalAdapter {
  /// Checks the certificate's address, the signature over the raw bytes and its age; then reads the
  /// event.
  package func verify(
    _ request: WebhookRequest,
    at now: Timestamp
  ) throws(WebhookRefusal) -> VerifiedWebhook {
    let transmission = try PayPalTransmission(request)
    let url = transmission.certificateURL
    guard certificates.pins.allow(url) else { throw .authentication }
    guard let key = certificates.key(from: url, at: now) else {
      // Nothing is fetched for a message that no key could make valid.
      try transmission.checkForm(at: now)
      throw .unknownKey(url)
    }
    try transmission.check(request.body, webhookIDs: webhookIDs, key: key, at: now)
    certificates.noteGenuine(url, from: request.sender, at: now)
    let document = try WebhookBody.decode(PayPalEventDocument.self, from: request.body)
    guard WebhookBody.isIdentifier(document.id), WebhookBody.isIdentifier(document.type) else {
      throw .malformed
    }
    let event = PayPalEvent(
      document: document,
      body: request.body,
      reading: PayPalReading(merchantID: merchantID)
    )
    return try event.verified()
  }
}

/// The five `Paypal-…` headers of a webhook: what is signed, with which key, and when.
struct PayPalTransmission {
  let certificateURL: String
  private let id: String
  /// As written, since the text itself is signed.
  private let time: String
  private let signature: [UInt8]
  private let sentAt: Timestamp

  /// Reads the headers, each exactly once.
  init(_ request: WebhookRequest) throws(WebhookRefusal) {
    let algorithm = try request.soleHeader("paypal-auth-algo")
    // The only algorithm: the sender must not choose the hash.
    guard algorithm == "SHA256withRSA" else { throw .authentication }
    certificateURL = try request.soleHeader("paypal-cert-url")
    id = try request.soleHeader("paypal-transmission-id")
    time = try request.soleHeader("paypal-transmission-time")
    guard WebhookBody.isIdentifier(id), let sentAt = PayPalTime.moment(time),
      let signature = Data(base64Encoded: try request.soleHeader("paypal-transmission-sig"))
    else { throw .authentication }
    self.sentAt = sentAt
    self.signature = Array(signature)
  }

  /// Refuses a body that the key did not sign for one of our webhook IDs, then one that is too old.
  func check(
    _ body: [UInt8],
    webhookIDs: [String],
    key: RSAPublicKey,
    at now: Timestamp
  ) throws(WebhookRefusal) {
    let checksum = Self.checksum(of: body)
    let isSigned = webhookIDs.contains { webhookID in
      key.verifies(signature, over: Array("\(id)|\(time)|\(webhookID)|\(checksum)".utf8))
    }
    guard isSigned else { throw .authentication }
    try checkAge(at: now)
  }

  /// Refuses what no key can make valid: a signature that is no RSA signature, a moment out of
  /// range.
  func checkForm(at now: Timestamp) throws(WebhookRefusal) {
    guard Self.signatureBytes.contains(signature.count) else { throw .authentication }
    try checkAge(at: now)
  }

  private func checkAge(at now: Timestamp) throws(WebhookRefusal) {
    let age = now.seconds - sentAt.seconds
    guard (-Freshness.toleranceSeconds...Self.oldestSeconds).contains(age) else { throw .stale }
  }

  /// The lengths of signatures by keys of 2,048 to 8,192 bits.
  private static let signatureBytes = 256...1_024

  /// PayPal repeats for three days, and does not say whether it signs a repeat anew.
  private static let oldestSeconds: Int64 = 4 * 86_400

  /// The body's CRC-32, which is printed in decimal and without a sign.
  ///
  /// Anybody can write another body with the same checksum: PayPal's signature proves that there
  /// was an event, not its content.
  static func checksum(of body: [UInt8]) -> UInt {
    body.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return crc32(0, nil, 0) }
      return crc32(0, start, uInt(bytes.count))
    }
  }
}

/// Reads what a signed PayPal event means to the shop, and what PayPal must be asked about it.
///
/// The signature covers a CRC-32 of the body. Whoever has seen one genuine transmission can write
/// other bodies for it, so nothing is handed over because of an event: captures are claims, settled
/// with PayPal's own answer. So are refunds, since a false one would stop an order. Reversals and
/// disputes, which PayPal cannot be asked about, are trusted as they are: they can stop an order
/// for a person to look at, but never release one.
struct PayPalEvent {
  let document: PayPalEventDocument
  let body: [UInt8]
  let reading: PayPalReading

  func verified() throws(WebhookRefusal) -> VerifiedWebhook {
    switch document.type {
    case "PAYMENT.CAPTURE.COMPLETED": return try captured()
    case "CHECKOUT.ORDER.APPROVED": return try approved()
    case "PAYMENT.CAPTURE.PENDING": return try pending()
    case "PAYMENT.CAPTURE.REFUNDED": return try refunded()
    case "PAYMENT.REFUND.FAILED": return try refundFailed()
    case "PAYMENT.CAPTURE.REVERSED": return event(try reversed())
    case "PAYMENT.CAPTURE.DENIED", "PAYMENT.CAPTURE.DECLINED":
      return event(.failed(reading.key(try plain(resource(PayPalCaptureDocument.self)))))
    // An event may be lost: each says how the dispute stands.
    case "CUSTOMER.DISPUTE.CREATED", "CUSTOMER.DISPUTE.UPDATED", "CUSTOMER.DISPUTE.RESOLVED":
      return events(try disputed())
    default: return event(.irrelevant)
    }
  }

  private func captured() throws(WebhookRefusal) -> VerifiedWebhook {
    let capture = try plain(resource(PayPalCaptureDocument.self))
    guard capture.status == "COMPLETED" else { return event(.irrelevant) }
    guard let claimed = reading.paid(capture) else { throw .malformed }
    let key = reading.key(capture)
    return claim(
      claimed,
      Payment.Question(reference: key.reference, paymentID: capture.id)
    )
  }

  /// PayPal has the money and does not give it yet: the question tells why.
  private func pending() throws(WebhookRefusal) -> VerifiedWebhook {
    let capture = try plain(resource(PayPalCaptureDocument.self))
    let reference = reading.key(capture).reference
    return claim(.irrelevant, Payment.Question(reference: reference, paymentID: capture.id))
  }

  /// The buyer has approved and no money has moved: the question takes it.
  private func approved() throws(WebhookRefusal) -> VerifiedWebhook {
    let order = try resource(PayPalOrderDocument.self)
    guard PayPalID.isPlain(order.id) else { throw .malformed }
    let reference = order.purchaseUnits?.first?.customID.flatMap(Reference.init)
    return claim(
      .irrelevant,
      Payment.Question(reference: reference, sessionID: order.id),
      approvedAt: document.createdAt.flatMap(PayPalTime.moment)
    )
  }

  private func refunded() throws(WebhookRefusal) -> VerifiedWebhook {
    let refund = try refundResource()
    let key = key(of: refund)
    guard let fact = reading.refunded(refund, of: key) else { throw .malformed }
    // Without the capture's ID PayPal cannot be asked.
    guard let captureID = key.paymentID else { return event(fact) }
    return claim(fact, Payment.Question(reference: key.reference, paymentID: captureID))
  }

  private func refundFailed() throws(WebhookRefusal) -> VerifiedWebhook {
    let refund = try refundResource()
    let key = key(of: refund)
    guard let captureID = key.paymentID else { return event(.irrelevant) }
    let question = Payment.Question(reference: key.reference, paymentID: captureID)
    return claim(.refundFailed(key, refundID: refund.id), question)
  }

  /// The buyer's bank, or PayPal, took the money back: a refund to the order.
  ///
  /// PayPal does not document how a reversed capture is answered.
  private func reversed() throws(WebhookRefusal) -> PaymentFact {
    let reversal = try refundResource()
    guard let fact = reading.refunded(reversal, of: key(of: reversal)) else { throw .malformed }
    return fact
  }

  private func refundResource() throws(WebhookRefusal) -> PayPalRefundDocument {
    let refund = try resource(PayPalRefundDocument.self)
    guard PayPalID.isPlain(refund.id) else { throw .malformed }
    return refund
  }

  private func key(of refund: PayPalRefundDocument) -> Payment.Key {
    Payment.Key(
      paymentID: refund.captureID,
      reference: refund.customID.flatMap(Reference.init)
    )
  }

  /// A dispute, which may be about several transactions of the buyer's.
  private func disputed() throws(WebhookRefusal) -> [PaymentFact] {
    let document = try resource(PayPalDisputeDocument.self)
    let standing = Self.outcome(document)
    return (document.transactions ?? []).map { disputed in
      let key = Payment.Key(
        paymentID: disputed.sellerTransactionID.flatMap { PayPalID.isPlain($0) ? $0 : nil },
        reference: disputed.custom.flatMap(Reference.init)
      )
      return .disputed(key, standing, id: document.id)
    }
  }

  /// Who won the dispute; open for outcomes that do not say.
  private static func outcome(_ dispute: PayPalDisputeDocument) -> Dispute {
    switch dispute.outcome?.code {
    case "RESOLVED_BUYER_FAVOUR", "ACCEPTED": .lost
    // With a payout PayPal bears the loss itself.
    case "RESOLVED_SELLER_FAVOUR", "RESOLVED_WITH_PAYOUT", "CANCELED_BY_BUYER", "DENIED": .won
    default: .open
    }
  }

  private func event(_ fact: PaymentFact) -> VerifiedWebhook { .event(named(document.id, fact)) }

  /// Several facts become several events; the first has PayPal's own ID, as if it were alone.
  private func events(_ facts: [PaymentFact]) -> VerifiedWebhook {
    guard facts.count > 1 else { return event(facts.first ?? .irrelevant) }
    return .events(
      facts.enumerated().map { index, fact in
        named(index == 0 ? document.id : "\(document.id)#\(index + 1)", fact)
      }
    )
  }

  private func named(_ id: String, _ fact: PaymentFact) -> PaymentEvent {
    PaymentEvent(provider: .paypal, id: id, kind: document.type, fact: fact, body: body)
  }

  private func claim(
    _ claimed: PaymentFact,
    _ question: Payment.Question,
    approvedAt: Timestamp? = nil
  ) -> VerifiedWebhook {
    .claim(
      PaymentClaim(
        provider: .paypal,
        id: document.id,
        kind: document.type,
        question: question,
        claimed: claimed,
        approvedAt: approvedAt,
        body: body
      )
    )
  }

  private func plain(
    _ capture: PayPalCaptureDocument
  ) throws(WebhookRefusal) -> PayPalCaptureDocument {
    guard PayPalID.isPlain(capture.id) else { throw .malformed }
    return capture
  }

  private func resource<Resource: Decodable>(
    _ type: Resource.Type
  ) throws(WebhookRefusal) -> Resource {
    try WebhookBody.decode(PayPalResourceDocument<Resource>.self, from: body).resource
  }
}

/// The envelope of a PayPal event; its resource is read only when its type concerns us.
struct PayPalEventDocument: Decodable {
  let id: String
  let type: String
  /// When it happened; a repeat of the message has the same.
  let createdAt: String?

  enum CodingKeys: String, CodingKey {
    case id
    case type = "event_type"
    case createdAt = "create_time"
  }
}

/// The object of an event.
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
