package import Shop

/// Alipay (支付宝): the cashier page on a desktop, the wap page on a phone; signed with RSA2.
///
/// https://opendocs.alipay.com/open/270/105899
package struct AlipayAdapter: PaymentAdapter {
  package static let provider = Provider.alipay
  /// The sandbox has an address of its own.
  package var takesRealMoney: Bool { !gateway.isMock && !gateway.text.contains(".alipaydev.com") }

  let appID: String
  let sellerID: String
  /// Signs our requests.
  let appKey: RSAPrivateKey
  /// Alipay's; several while one takes over.
  let alipayKeys: [RSAPublicKey]
  /// Names of the certificates in certificate mode.
  let certificateNames: AlipayCertificateNames?
  let gateway: ProviderAddress

  /// Alipay reads the body: these seven letters, and nothing else, end its repeats.
  package var answers: WebhookAnswers {
    WebhookAnswers(
      success: WebhookAnswer(status: 200, text: "success"),
      refusal: WebhookAnswer(status: 400, text: "failure")
    )
  }

  /// Whether one of Alipay's keys signed the bytes.
  func isSigned(_ bytes: [UInt8], _ signature: String) -> Bool {
    alipayKeys.contains { $0.verifies(base64: signature, over: bytes) }
  }
}
