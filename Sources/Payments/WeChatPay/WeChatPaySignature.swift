import Shop

/// The `Wechatpay-…` headers of a webhook or an answer, and what they sign.
///
/// https://pay.weixin.qq.com/doc/v3/merchant/4013053249
struct WeChatPaySignature {
  /// The name of the key: a platform certificate's serial or a public key's ID.
  let serial: String
  private let timestamp: String
  private let nonce: String
  private let signature: String
  private let seconds: Int64

  /// The only kind of signature that is accepted; where the header is missing it is meant.
  private static let type = "WECHATPAY2-SHA256-RSA2048"

  init(_ message: WebhookRequest) throws(WebhookRefusal) {
    serial = try message.soleHeader("wechatpay-serial")
    timestamp = try message.soleHeader("wechatpay-timestamp")
    nonce = try message.soleHeader("wechatpay-nonce")
    signature = try message.soleHeader("wechatpay-signature")
    let types = message.headers.filter { $0.name.lowercased() == "wechatpay-signature-type" }
    guard types.isEmpty || types.map(\.value) == [Self.type] else { throw .authentication }
    guard WebhookBody.isIdentifier(serial), WebhookBody.isIdentifier(nonce) else {
      throw .authentication
    }
    seconds = try Freshness.seconds(timestamp)
  }

  /// Refuses a body that was not signed just now, then one that the named key did not sign.
  ///
  /// In this order an old message costs nothing: no certificate is looked for.
  func check(_ body: [UInt8], keys: WeChatPayKeys, at now: Timestamp) throws(WebhookRefusal) {
    try Freshness.check(seconds, at: now)
    let key = try keys.key(serial, at: now)
    let signed = Array("\(timestamp)\n\(nonce)\n".utf8) + body + [10]
    guard key.verifies(base64: signature, over: signed) else { throw .authentication }
  }
}
