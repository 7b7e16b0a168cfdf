package import Shop

/// Alipay (支付宝): its pages on desktop and phone, or a code to scan; signed with RSA2.
///
/// https://opendocs.alipay.com/open/270/105899
package struct AlipayAdapter: PaymentAdapter {
  /// The provider of this adapter.
  package static let provider = Provider.alipay
  /// A page's link holds the moment of its signature, and WeChat opens none of Alipay's pages.
  package static let facts = ProviderFacts(
    statementReadySeconds: 10 * 3_600 + 15 * 60,
    isShutOutOfWeChat: true,
    renewsSteps: true,
    signsNotFound: true,
    unproven: [
      "which bill holds website payments: read the first day's statement",
      "that the contract of phone payments is signed: pay once from a phone",
      "buyers' risk control, which Alipay applies to live accounts alone",
    ]
  )
  /// False for the mock, and for the sandbox, by its address.
  package var takesRealMoney: Bool { !gateway.isMock && !gateway.isWithin("alipaydev.com") }

  let appID: String
  let sellerID: String
  /// Signs our requests.
  let appKey: RSAPrivateKey
  /// Alipay's own keys; several while one replaces another.
  let certificates: AlipayCertificates
  /// The names of the certificates, in certificate mode.
  let certificateNames: AlipayCertificateNames?
  let gateway: ProviderAddress
  let product: AlipayProduct

  /// Alipay reads the body: only these seven letters end its repeats.
  package var answers: WebhookAnswers {
    WebhookAnswers(
      success: WebhookAnswer(status: 200, text: "success"),
      refusal: WebhookAnswer(status: 400, text: "failure")
    )
  }

  /// Whether one of Alipay's keys signed the bytes.
  func isSigned(_ bytes: [UInt8], _ signature: String, at now: Timestamp) -> Bool {
    certificates.all(at: now).contains { $0.verifies(base64: signature, over: bytes) }
  }
}

/// Facts for a rehearsal.
extension AlipayAdapter {
  /// Where its API is.
  package var apiAddress: ProviderAddress? { gateway }

  /// The keys and certificates in use; never a key itself.
  package var credentials: [Credential] {
    [Credential("app key of app \(appID)")]
      + (certificateNames.map { [Credential("app certificate", $0.own, serial: \.decimal)] } ?? [])
      + certificates.known.map { Credential("Alipay's certificate", $0, serial: \.decimal) }
  }

  /// Alipay makes a code to scan; the way to its pages is a link of ours.
  package func opensByCall(isPhone: Bool) -> Bool { product != .page }
}
