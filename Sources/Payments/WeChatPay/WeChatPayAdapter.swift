import Crypto
package import Shop

/// WeChat Pay (微信支付), API v3: a code to scan on a desktop, H5 on a phone, JSAPI inside WeChat.
///
/// https://pay.weixin.qq.com/doc/v3/merchant/4012081606
package struct WeChatPayAdapter: PaymentAdapter {
  package static let provider = Provider.wechatpay
  /// There is no sandbox.
  package var takesRealMoney: Bool { !address.isMock }

  let merchant: WeChatPayMerchant
  /// Seals what webhooks and the list of certificates hold.
  let seal: WeChatPaySeal
  /// What WeChat Pay signs with.
  let keys: WeChatPayKeys
  let address: ProviderAddress
  /// Whether the merchant may use H5; sole traders may not.
  let hasH5: Bool
  /// The account that buyers inside WeChat's own browser are known by; nil where there is none.
  let official: OfficialAccount?

  /// What WeChat Pay sends again for, and what it takes as final.
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

/// Who we are to WeChat Pay.
struct WeChatPayMerchant: Sendable {
  let mchid: String
  let appid: String
  /// Of the certificate that belongs to `key`: 40 hexadecimal digits.
  let serial: String
  let key: RSAPrivateKey
}

/// What a rehearsal asks.
extension WeChatPayAdapter {
  package var apiAddress: ProviderAddress? { address }
  package static var signsAnswers: Bool { true }
  package var opensByCall: Bool { true }

  package var credentials: [Credential] {
    [Credential("merchant certificate", serial: merchant.serial)]
      + keys.publicIDs.map { Credential("WeChat Pay's public key", serial: $0) }
      + keys.known.map { Credential("platform certificate", $0, serial: \.hex) }
  }
}
