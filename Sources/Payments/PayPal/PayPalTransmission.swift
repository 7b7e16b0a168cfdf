import CZlib
import Foundation
import Shop

/// The five `Paypal-…` headers of a webhook: what was signed, with which key, and when.
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
    // The only one. Whoever chooses the header must not choose the hash.
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

  /// Refuses what the key did not sign for one of our webhook IDs, then what is too old.
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

  /// Refuses what no key could make good: a signature that is no RSA signature, a moment too far
  /// away.
  func checkForm(at now: Timestamp) throws(WebhookRefusal) {
    guard Self.signatureBytes.contains(signature.count) else { throw .authentication }
    try checkAge(at: now)
  }

  private func checkAge(at now: Timestamp) throws(WebhookRefusal) {
    let age = now.seconds - sentAt.seconds
    guard (-Freshness.toleranceSeconds...Self.oldestSeconds).contains(age) else { throw .stale }
  }

  /// Of keys of 2,048 to 8,192 bits.
  private static let signatureBytes = 256...1_024

  /// PayPal tries for three days, and does not say whether it signs a repeat anew.
  private static let oldestSeconds: Int64 = 4 * 86_400

  /// The body's CRC-32, which is printed in decimal and without a sign.
  ///
  /// Anybody can write another body with the same one: a signature of PayPal proves that there was
  /// an event, not what is in it.
  static func checksum(of body: [UInt8]) -> UInt {
    body.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return crc32(0, nil, 0) }
      return crc32(0, start, uInt(bytes.count))
    }
  }
}
