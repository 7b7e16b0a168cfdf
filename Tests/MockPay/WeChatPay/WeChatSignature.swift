import Crypto
package import CryptoExtras
import Foundation

/// The signatures of WeChat Pay's API v3, of requests and of everything that comes back.
package enum WeChatSignature {
  static let scheme = "WECHATPAY2-SHA256-RSA2048"
  /// How far a request's time may be from now, in seconds.
  static let tolerance: Int64 = 300

  /// What a merchant signs: each part ends its line, the body too.
  package static func requestText(
    method: String,
    target: String,
    timestamp: String,
    nonce: String,
    body: [UInt8]
  ) -> [UInt8] {
    Array("\(method)\n\(target)\n\(timestamp)\n\(nonce)\n".utf8) + body + [10]
  }

  /// What WeChat Pay signs.
  package static func answerText(timestamp: String, nonce: String, body: [UInt8]) -> [UInt8] {
    Array("\(timestamp)\n\(nonce)\n".utf8) + body + [10]
  }

  /// Says what is wrong with the `Authorization` header of a request; nil if nothing.
  package static func fault(
    in authorization: String?,
    method: String,
    target: String,
    body: [UInt8],
    mchid: String,
    serial: String,
    key: _RSA.Signing.PublicKey,
    at now: Int64
  ) -> String? {
    guard let authorization, authorization.hasPrefix(scheme + " ") else {
      return "Authorization: expected \(scheme) …"
    }
    guard let fields = fields(authorization.dropFirst(scheme.count + 1)) else {
      return "Authorization: expected name=\"value\" separated by commas"
    }
    guard let timestamp = fields["timestamp"], let nonce = fields["nonce_str"],
      let signature = fields["signature"], let sender = fields["mchid"],
      let number = fields["serial_no"], fields.count == 5
    else { return "Authorization: expected mchid, nonce_str, signature, timestamp, serial_no" }
    guard sender == mchid else { return "mchid: expected \(mchid), found \(sender)" }
    guard number == serial else { return "serial_no: expected \(serial), found \(number)" }
    guard (1...32).contains(nonce.count) else { return "nonce_str: expected 1 to 32 characters" }
    guard let moment = Int64(timestamp), (moment - now).magnitude <= tolerance else {
      return "timestamp: expected within 5 minutes of \(now), found \(timestamp)"
    }
    let text = requestText(
      method: method,
      target: target,
      timestamp: timestamp,
      nonce: nonce,
      body: body
    )
    guard Signing.fits(signature, text, key: key) else {
      return "the signature does not fit \(method) \(target) with a body of \(body.count) bytes"
    }
    return nil
  }

  private static func fields(_ text: Substring) -> [String: String]? {
    var fields: [String: String] = [:]
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard halves.count == 2, halves[1].count >= 2, halves[1].hasPrefix("\""),
        halves[1].hasSuffix("\"")
      else { return nil }
      let value = String(halves[1].dropFirst().dropLast())
      let name = String(halves[0].drop { $0 == " " })
      guard fields.updateValue(value, forKey: name) == nil else { return nil }
    }
    return fields
  }
}

/// Who signs an answer or a webhook.
struct WeChatSigner: Sendable {
  /// The value of `Wechatpay-Serial`.
  let serial: String
  let key: _RSA.Signing.PrivateKey

  /// The public key's private half, or the platform certificate's.
  static func provider(_ keys: WeChatKeys, byPublicKey: Bool) -> WeChatSigner {
    byPublicKey
      ? WeChatSigner(serial: keys.publicKeyID, key: keys.publicKeySigner)
      : WeChatSigner(serial: keys.platform.serial, key: keys.platformSigner)
  }

  static func expired(_ keys: WeChatKeys) -> WeChatSigner {
    WeChatSigner(serial: keys.expiredPlatform.serial, key: keys.platformSigner)
  }

  /// Somebody else's key under WeChat Pay's name.
  func forged(_ keys: WeChatKeys) -> WeChatSigner {
    WeChatSigner(serial: serial, key: keys.stranger)
  }

  /// The four headers, and the one that names the scheme.
  func headers(body: [UInt8], at moment: Int64) throws -> [String: String] {
    let nonce = Chance.text(32)
    let text = WeChatSignature.answerText(timestamp: "\(moment)", nonce: nonce, body: body)
    return [
      "Wechatpay-Timestamp": "\(moment)",
      "Wechatpay-Nonce": nonce,
      "Wechatpay-Signature": try Signing.sign(text, with: key),
      "Wechatpay-Serial": serial,
      "Wechatpay-Signature-Type": WeChatSignature.scheme,
    ]
  }
}

/// AES-256-GCM under the key that both sides know.
package enum WeChatSeal {
  /// The tag follows the ciphertext; both together are base64.
  package static func seal(
    _ plain: [UInt8],
    key: String,
    nonce: String,
    associated: String
  ) throws -> String {
    let box = try AES.GCM.seal(
      plain,
      using: SymmetricKey(data: Data(key.utf8)),
      nonce: AES.GCM.Nonce(data: Data(nonce.utf8)),
      authenticating: Data(associated.utf8)
    )
    return (box.ciphertext + box.tag).base64EncodedString()
  }

  /// The object in which sealed content travels.
  static func resource(
    _ plain: [UInt8],
    key: String,
    type: String
  ) throws -> JsonDocument {
    let nonce = Chance.text(12)
    return [
      "algorithm": "AEAD_AES_256_GCM",
      "original_type": .text(type),
      "associated_data": .text(type),
      "nonce": .text(nonce),
      "ciphertext": .text(try seal(plain, key: key, nonce: nonce, associated: type)),
    ]
  }
}
