import CryptoExtras

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
