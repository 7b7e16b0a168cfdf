import Crypto
import Foundation
package import Shop
import Text

extension StripeAdapter {
  /// Checks signature and freshness over the raw bytes, then reads the event.
  ///
  /// An event of the other mode or another account is authentic: its "paid" carries the mismatch.
  package func verify(
    _ request: WebhookRequest,
    at now: Timestamp
  ) throws(WebhookRefusal) -> VerifiedWebhook {
    let signature = try StripeSignature(request.soleHeader("stripe-signature"))
    try signature.check(request.body, secrets: secrets, at: now)
    let document = try WebhookBody.decode(StripeEventDocument.self, from: request.body)
    guard WebhookBody.isIdentifier(document.id), WebhookBody.isIdentifier(document.type) else {
      throw .malformed
    }
    let event = StripeEvent(
      document: document,
      body: request.body,
      reading: StripeReading(mismatch: mismatch(document))
    )
    return .event(
      PaymentEvent(
        provider: .stripe,
        id: document.id,
        kind: document.type,
        fact: try event.fact(),
        body: request.body
      )
    )
  }

  private func mismatch(_ document: StripeEventDocument) -> HoldReason? {
    if document.livemode != isLive { return .mode }
    return document.account == account ? nil : .account
  }
}

/// Reads what a verified Stripe event means to the shop.
///
/// Only the Checkout events say "paid". `payment_intent.succeeded` and `charge.succeeded` accompany
/// them and are ignored, so that one payment is not counted under three names.
struct StripeEvent {
  let document: StripeEventDocument
  let body: [UInt8]
  let reading: StripeReading

  func fact() throws(WebhookRefusal) -> PaymentFact {
    // A "thin" event of the second API names its object and does not hold it.
    if document.object == "v2.core.event" { return .irrelevant }
    switch document.type {
    case "checkout.session.completed":
      let session = try object(StripeSessionDocument.self)
      // "unpaid" means a delayed method: another event follows when the money arrives. A session
      // that only stores a card has no amount at all.
      let isFree =
        session.paymentStatus == "no_payment_required"
        && (session.amountTotal != nil || (!session.isPurchase && session.currency != nil))
      let isPaid = session.paymentStatus == "paid" || isFree
      return isPaid ? try paid(session) : .irrelevant
    case "checkout.session.async_payment_succeeded":
      return try paid(object(StripeSessionDocument.self))
    // A session that ran out brought nothing: there is no payment to note.
    case "checkout.session.expired": return .irrelevant
    case "checkout.session.async_payment_failed":
      return ours(.failed(reading.key(try object(StripeSessionDocument.self))))
    case "charge.refunded":
      return ours(try refunded(object(StripeChargeDocument.self)))
    // The charge tells a total, which does not say which refund of it failed: these name it.
    case "refund.created", "refund.updated", "refund.failed", "charge.refund.updated":
      return ours(try step(of: object(StripeRefundDocument.self)))
    // When the bank takes the money first, the dispute is still open: a refund recorded here could
    // not be undone when the shop wins. Both block hand-over.
    case "charge.dispute.funds_withdrawn":
      return ours(disputed(try object(StripeDisputeDocument.self), .open))
    // Events come in any order, and one may be lost: each says how the dispute stands. A dispute
    // that ended is not opened again by an older event; a prevented one is over when it is made.
    case "charge.dispute.created", "charge.dispute.updated", "charge.dispute.closed":
      let dispute = try object(StripeDisputeDocument.self)
      return ours(disputed(dispute, StripeReading.outcome(dispute) ?? .open))
    default:
      return .irrelevant
    }
  }

  /// Events of another mode or account do not touch our orders; only their "paid" is shown to a
  /// person.
  private func ours(_ fact: PaymentFact) -> PaymentFact {
    reading.mismatch == nil ? fact : .irrelevant
  }

  private func paid(_ session: StripeSessionDocument) throws(WebhookRefusal) -> PaymentFact {
    guard let fact = reading.paid(session) else { throw .malformed }
    return fact
  }

  private func refunded(_ charge: StripeChargeDocument) throws(WebhookRefusal) -> PaymentFact {
    let key = reading.key(charge.paymentIntent?.id, charge.metadata)
    guard let fact = reading.refunded(charge, of: key) else { throw .malformed }
    return fact
  }

  /// A refund that is under way counts by its ID, as in the charge's total; if it fails, it leaves
  /// the sum by the same ID.
  private func step(of refund: StripeRefundDocument) throws(WebhookRefusal) -> PaymentFact {
    let key = reading.key(refund.paymentIntent?.id, refund.metadata)
    if document.type == "refund.failed" { return reading.failed(refund, of: key) }
    guard refund.isKnown else { return .irrelevant }
    guard let fact = reading.told(refund, of: key) else { throw .malformed }
    return fact
  }

  private func disputed(_ dispute: StripeDisputeDocument, _ standing: Dispute) -> PaymentFact {
    .disputed(
      reading.key(dispute.paymentIntent?.id, dispute.metadata),
      standing,
      id: dispute.id
    )
  }

  private func object<Object: Decodable>(_ type: Object.Type) throws(WebhookRefusal) -> Object {
    try WebhookBody.decode(StripeObjectDocument<Object>.self, from: body).data.object
  }
}

/// The `Stripe-Signature` header: `t=SECONDS,v1=HEX[,v1=HEX…]`.
///
/// Only `v1` counts: `v0` is a fake that Stripe sends with test events, and unknown schemes are
/// ignored. There are two `v1` while a secret is being replaced.
struct StripeSignature {
  /// As written, since the text itself is signed.
  private let timestamp: String
  private let seconds: Int64
  private let codes: [[UInt8]]

  init(_ header: String) throws(WebhookRefusal) {
    var timestamps: [Substring] = []
    var codes: [[UInt8]] = []
    for item in header.split(separator: ",") {
      let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      // A space shows that a proxy joined two headers.
      guard pair.count == 2, !pair[0].contains(" ") else { throw .authentication }
      switch pair[0] {
      case "t": timestamps.append(pair[1])
      case "v1": if let code = Self.bytes(ofHex: pair[1]) { codes.append(code) }
      default: continue
      }
    }
    guard timestamps.count == 1, !codes.isEmpty else { throw .authentication }
    seconds = try Freshness.seconds(timestamps[0])
    timestamp = String(timestamps[0])
    self.codes = codes
  }

  /// Refuses a body that none of the secrets signed, then one whose signature is not fresh.
  func check(_ body: [UInt8], secrets: [Secret], at now: Timestamp) throws(WebhookRefusal) {
    guard secrets.contains(where: { isMade(with: $0, over: body) }) else { throw .authentication }
    try Freshness.check(seconds, at: now)
  }

  /// One HMAC per secret, however many signatures the header lists; compared in constant time.
  private func isMade(with secret: Secret, over body: [UInt8]) -> Bool {
    // The key is the whole text with its `whsec_`, not what its base64 part decodes to.
    var hmac = HMAC<SHA256>(key: SymmetricKey(data: Data(secret.text.utf8)))
    hmac.update(data: Data("\(timestamp).".utf8))
    hmac.update(data: body)
    let expected = hmac.finalize()
    return codes.contains { expected == $0 }
  }

  /// 64 lower-case hex digits, as Stripe writes them; nil for anything else.
  private static func bytes(ofHex text: Substring) -> [UInt8]? {
    let isSmall = !text.utf8.contains { (65...70).contains($0) }
    guard isSmall, text.utf8.count == 64 else { return nil }
    return [UInt8](hex: text.utf8)
  }
}

/// The envelope of a Stripe event, with the parts that every event has.
///
/// Other members are ignored: Stripe adds some with every version of its API.
struct StripeEventDocument: Decodable {
  let id: String
  let type: String
  /// `event`; `v2.core.event` is a "thin" event without data.
  let object: String?
  let livemode: Bool?
  /// The connected account, with Stripe Connect.
  let account: String?
}

/// The object inside an event, read only when the event's type concerns us.
struct StripeObjectDocument<Object: Decodable>: Decodable {
  let data: DataDocument

  struct DataDocument: Decodable {
    let object: Object
  }
}
