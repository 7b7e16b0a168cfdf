package import Shop

/// UnionPay's gateway (银联全渠道), interface 5.1.0 with certificates.
///
/// The buyer's browser takes a signed form there; UnionPay answers and notifies with messages that
/// include their certificate.
package struct UnionPayAdapter: PaymentAdapter {
  /// The provider of this adapter.
  package static let provider = Provider.unionpay
  /// A form holds the moment of the click, which UnionPay compares with its clock, and an order is
  /// found by `orderId` and `txnTime`.
  package static let facts = ProviderFacts(
    statementReadySeconds: 10 * 3_600 + 15 * 60,
    renewsSteps: true,
    isFoundByMoment: true,
    signsNotFound: true,
    unproven: [
      "how old the txnTime of a form may be at the live gateway",
      "void on the same day, where the settlement has not run",
    ]
  )
  /// Its own `live` setting decides; false for the mock.
  package var takesRealMoney: Bool { !gateway.isMock && trust.isLive }
  let merchant: UnionPayMerchant
  let trust: UnionPayTrust
  /// The address for forms and questions.
  let gateway: ProviderAddress
  /// The address for statements.
  let files: ProviderAddress
  /// Whether buyers without a phone see a code for 云闪付 instead of the gateway's page.
  let showsCode: Bool

  init(
    merchant: UnionPayMerchant,
    trust: UnionPayTrust,
    gateway: ProviderAddress,
    files: ProviderAddress,
    showsCode: Bool = false
  ) {
    self.merchant = merchant
    self.trust = trust
    self.gateway = gateway
    self.files = files
    self.showsCode = showsCode
  }

  /// The gateway and the banks' pages that it redirects to: browsers apply the page's policy to
  /// redirects after a form too.
  package var formOrigins: [String] {
    gateway.isMock ? [gateway.origin] : [gateway.origin, "https://*.95516.com"]
  }

  /// UnionPay reads the status; its own sample code answers `ok`.
  package var answers: WebhookAnswers {
    WebhookAnswers(
      success: WebhookAnswer(status: 200, text: "ok"),
      refusal: WebhookAnswers.plain.refusal
    )
  }
}

/// Facts for a rehearsal.
extension UnionPayAdapter {
  /// Where its API is.
  package var apiAddress: ProviderAddress? { gateway }

  /// Where the buyer scans a code, UnionPay makes it.
  package func opensByCall(isPhone: Bool) -> Bool { showsCode && !isPhone }

  /// The keys and certificates in use; never a key itself.
  package var credentials: [Credential] {
    [Credential("merchant certificate", merchant.certificate, serial: \.decimal)]
      + trust.roots.map { Credential("UnionPay's root certificate", $0, serial: \.decimal) }
      + trust.middles.map { Credential("UnionPay's middle certificate", $0, serial: \.decimal) }
  }
}
