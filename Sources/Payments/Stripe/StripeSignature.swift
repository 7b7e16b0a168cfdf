import Crypto
import Foundation
import Shop

/// The `Stripe-Signature` header: `t=SECONDS,v1=HEX[,v1=HEX…]`.
///
/// Only `v1` counts: `v0` is a fake that Stripe sends with test events, and unknown schemes are for
/// others. Two `v1` come while a secret is being rolled.
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
      // A space is where a proxy joined two headers.
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

  /// Refuses a body that none of the secrets signed, then one that was not signed just now.
  func check(_ body: [UInt8], secrets: [Secret], at now: Timestamp) throws(WebhookRefusal) {
    guard secrets.contains(where: { isMade(with: $0, over: body) }) else { throw .authentication }
    try Freshness.check(seconds, at: now)
  }

  /// One HMAC per secret, however many codes the header lists; compared in constant time.
  private func isMade(with secret: Secret, over body: [UInt8]) -> Bool {
    // The key is the whole text with its `whsec_`, not what its base-64 part would decode to.
    var hmac = HMAC<SHA256>(key: SymmetricKey(data: Data(secret.text.utf8)))
    hmac.update(data: Data("\(timestamp).".utf8))
    hmac.update(data: body)
    let expected = hmac.finalize()
    return codes.contains { expected == $0 }
  }

  /// 64 lower-case hex digits, as Stripe writes them; nil for anything else.
  private static func bytes(ofHex text: Substring) -> [UInt8]? {
    let digits = text.utf8.compactMap { byte -> UInt8? in
      switch byte {
      case 48...57: byte - 48
      case 97...102: byte - 87
      default: nil
      }
    }
    guard digits.count == 64, text.utf8.count == 64 else { return nil }
    return stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}
