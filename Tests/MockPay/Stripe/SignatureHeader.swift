import Crypto
import Foundation

/// The `Stripe-Signature` header of one attempt.
///
/// The key is the whole secret as text, `whsec_` included; the signed bytes are the time, a full
/// stop and the body as sent.
package struct SignatureHeader: Equatable, Sendable {
  package let text: String

  /// Signs a body.
  ///
  /// The time is that of this attempt, in Unix seconds: every attempt has its own.
  package init(body: [UInt8], secret: String, time: Int64) {
    let key = SymmetricKey(data: Data(secret.utf8))
    let signed = Data("\(time).".utf8) + Data(body)
    let code = HMAC<SHA256>.authenticationCode(for: signed, using: key)
    text = "t=\(time),v1=\(hex(code))"
  }
}
