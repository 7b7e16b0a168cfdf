import Crypto
package import Shop

/// WeChat Pay (微信支付), API v3: a code to scan on a desktop, H5 on a phone, JSAPI inside WeChat.
///
/// https://pay.weixin.qq.com/doc/v3/merchant/4012081606
package struct WeChatPayAdapter: PaymentAdapter {
  /// The provider of this adapter.
  package static let provider = Provider.wechatpay
  /// Its bill is ready at ten in Beijing.
  package static let facts = ProviderFacts(
    statementReadySeconds: 10 * 3_600 + 15 * 60,
    paysInWeChat: true,
    unproven: [
      "that the H5 domain is approved, and that the worker sees a phone's own address, for which a "
        + "rehearsal names 127.0.0.1: pay once from a phone's own browser",
      "that JSAPI pays inside WeChat: open the checkout there once",
      "complaints, which have a callback and deadlines of their own",
    ]
  )
  /// True unless it is the mock: there is no sandbox.
  package var takesRealMoney: Bool { !address.isMock }

  let merchant: WeChatPayMerchant
  /// Decrypts webhooks and the list of certificates.
  let seal: WeChatPaySeal
  /// The keys that WeChat Pay signs with.
  let keys: WeChatPayKeys
  let address: ProviderAddress
  /// Whether the merchant may use H5; sole traders may not.
  let hasH5: Bool
  /// The official account for buyers inside WeChat's own browser; nil where there is none.
  let official: OfficialAccount?

  /// Which answers make WeChat Pay repeat a webhook, and which end its repeats.
  package var answers: WebhookAnswers {
    WebhookAnswers(
      success: WebhookAnswer(
        status: 200,
        text: #"{"code":"SUCCESS","message":"ok"}"#,
        isJSON: true
      ),
      refusal: WebhookAnswer(
        status: 400,
        text: #"{"code":"FAIL","message":"the request could not be verified"}"#,
        isJSON: true
      )
    )
  }
}

/// An official account (公众号) that the merchant number is bound to.
struct OfficialAccount: Sendable {
  let appid: String
  let secret: Secret
}

/// The merchant that WeChat Pay deals with.
struct WeChatPayMerchant: Sendable {
  let mchid: String
  let appid: String
  /// The serial of the certificate of `key`: 40 hexadecimal digits.
  let serial: String
  let key: RSAPrivateKey
}

/// Facts for a rehearsal.
extension WeChatPayAdapter {
  /// Where its API is.
  package var apiAddress: ProviderAddress? { address }
  /// Its API opens every checkout.
  package func opensByCall(isPhone: Bool) -> Bool { true }

  /// The keys and certificates in use; never a key itself.
  package var credentials: [Credential] {
    [Credential("merchant certificate", serial: merchant.serial)]
      + keys.publicIDs.map { Credential("WeChat Pay's public key", serial: $0) }
      + keys.known.map { Credential("platform certificate", $0, serial: \.hex) }
  }
}
