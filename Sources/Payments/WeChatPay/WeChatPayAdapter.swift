import Crypto
package import Shop

/// WeChat Pay (微信支付), API v3: a code to scan on a desktop, H5 on a phone.
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

/// Who we are to WeChat Pay.
struct WeChatPayMerchant: Sendable {
  let mchid: String
  let appid: String
  /// Of the certificate that belongs to `key`: 40 hexadecimal digits.
  let serial: String
  let key: RSAPrivateKey
}
