import Crypto
import Foundation
package import Shop

extension StandardAdapter {
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
        // A payment without any name could not be refunded: a person looks at it.
        mismatch: key.paymentID == nil && key.reference == nil ? .unknownCheckout : nil,
        sku: data.sku.flatMap(SKU.init),
        quantity: data.quantity ?? 1,
        email: data.email.flatMap(EmailAddress.init)
      )
    )
  }
}

/// The three headers of a Standard Webhooks request.
///
/// `webhook-signature` lists entries of a type each: `v1,` HMAC-SHA256 and `v1a,` Ed25519. An entry
/// is only compared with keys of its own type, so that nobody can use our public key as an HMAC
/// key. Entries of other types, or that cannot be decoded, are skipped.
struct StandardSignature {
  let id: String
  /// As written, since the text itself is signed.
  private let timestamp: String
  private let seconds: Int64
  private let codes: [[UInt8]]
  private let signatures: [[UInt8]]

  /// More than any sender lists while it replaces keys; each costs a pass over the body.
  private static let mostEntries = 16

  init(_ request: WebhookRequest) throws(WebhookRefusal) {
    id = try request.soleHeader("webhook-id")
    timestamp = try request.soleHeader("webhook-timestamp")
    seconds = try Freshness.seconds(timestamp)
    let entries = try request.soleHeader("webhook-signature").split(separator: " ")
    guard WebhookBody.isIdentifier(id), entries.count <= Self.mostEntries else {
      throw .authentication
    }
    codes = entries.compactMap { Self.bytes(of: $0, type: "v1", count: 32) }
    signatures = entries.compactMap { Self.bytes(of: $0, type: "v1a", count: 64) }
  }

  /// Refuses a body that none of the keys signed, then one whose signature is not fresh.
  func check(_ body: [UInt8], keys: StandardKeys, at now: Timestamp) throws(WebhookRefusal) {
    let head = Data("\(id).\(timestamp).".utf8)
    guard isCoded(head, body, with: keys.secrets) || isSigned(head + body, by: keys.publicKeys)
    else { throw .authentication }
    try Freshness.check(seconds, at: now)
  }

  /// One HMAC per secret, however many signatures are listed; compared in constant time.
  private func isCoded(_ head: Data, _ body: [UInt8], with secrets: [SymmetricKey]) -> Bool {
    guard !codes.isEmpty else { return false }
    return secrets.contains { secret in
      var hmac = HMAC<SHA256>(key: secret)
      hmac.update(data: head)
      hmac.update(data: body)
      let expected = hmac.finalize()
      return codes.contains { expected == $0 }
    }
  }

  private func isSigned(_ bytes: Data, by keys: [Curve25519.Signing.PublicKey]) -> Bool {
    keys.contains { key in signatures.contains { key.isValidSignature($0, for: bytes) } }
  }

  private static func bytes(of entry: Substring, type: String, count: Int) -> [UInt8]? {
    let pair = entry.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
    guard pair.count == 2, pair[0] == type, let data = Data(base64Encoded: String(pair[1])),
      data.count == count
    else { return nil }
    return Array(data)
  }
}

/// The decoded keys of one sender.
struct StandardKeys: Sendable {
  let secrets: [SymmetricKey]
  let publicKeys: [Curve25519.Signing.PublicKey]

  init(secrets: [Secret], publicKeys: [String]) throws(StandardAdapter.KeyFault) {
    guard !secrets.isEmpty || !publicKeys.isEmpty else { throw .none }
    var decoded: [SymmetricKey] = []
    for (index, secret) in secrets.enumerated() {
      guard let bytes = Self.bytes(of: secret.text, prefix: "whsec_"),
        (24...64).contains(bytes.count)
      else { throw .secret(index: index) }
      decoded.append(SymmetricKey(data: bytes))
    }
    var keys: [Curve25519.Signing.PublicKey] = []
    for (index, text) in publicKeys.enumerated() {
      do {
        guard let bytes = Self.bytes(of: text, prefix: "whpk_") else { throw KeyTextError() }
        keys.append(try Curve25519.Signing.PublicKey(rawRepresentation: bytes))
      } catch {
        throw .publicKey(index: index)
      }
    }
    self.secrets = decoded
    self.publicKeys = keys
  }

  private struct KeyTextError: Error {}

  /// Decodes base64 with or without prefix and padding, since senders show both.
  private static func bytes(of text: String, prefix: String) -> Data? {
    var base = text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
    while base.hasSuffix("=") { base.removeLast() }
    base += String(repeating: "=", count: (4 - base.utf8.count % 4) % 4)
    return Data(base64Encoded: base)
  }
}

/// The part that every event has.
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
