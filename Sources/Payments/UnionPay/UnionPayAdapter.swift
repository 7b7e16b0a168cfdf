package import Shop

/// UnionPay's gateway (银联全渠道), interface 5.1.0 with certificates.
///
/// The buyer's browser carries a signed form there; UnionPay answers and notifies with messages
/// that bring their certificate along.
package struct UnionPayAdapter: PaymentAdapter {
  /// Whose messages it reads.
  package static let provider = Provider.unionpay
  /// A form holds the moment of the click, which UnionPay wants to be the present, and an order is
  /// found by `orderId` and `txnTime`.
  package static let facts = ProviderFacts(
    statementReadySeconds: 10 * 3_600 + 15 * 60,
    renewsSteps: true,
    isFoundByMoment: true,
    signsAnswers: true,
    unproven: [
      "how old the txnTime of a form may be at the live gateway",
      "void on the same day, where the settlement has not run",
    ]
  )
  /// By its own `live` switch.
  package var takesRealMoney: Bool { !gateway.isMock && trust.isLive }
  let merchant: UnionPayMerchant
  let trust: UnionPayTrust
  /// Forms and questions go here.
  let gateway: ProviderAddress
  /// Statements come from here.
  let files: ProviderAddress
  /// Whether buyers without a phone in hand are shown a code for 云闪付, not the gateway's page.
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

  /// The gateway and the banks' pages that it redirects to: browsers hold redirects after a form to
  /// the page's policy too.
  package var formOrigins: [String] {
    gateway.isMock ? [gateway.origin] : [gateway.origin, "https://*.95516.com"]
  }

  /// UnionPay looks at the status; its own sample says `ok`.
  package var answers: WebhookAnswers {
    WebhookAnswers(
      success: WebhookAnswer(status: 200, text: "ok"),
      refusal: WebhookAnswers.plain.refusal
    )
  }
}

/// What a rehearsal asks.
extension UnionPayAdapter {
  /// Where its API is.
  package var apiAddress: ProviderAddress? { gateway }

  /// The keys and certificates that it goes by; never a key itself.
  package var credentials: [Credential] {
    [Credential("merchant certificate", merchant.certificate, serial: \.decimal)]
      + trust.roots.map { Credential("UnionPay's root certificate", $0, serial: \.decimal) }
      + trust.middles.map { Credential("UnionPay's middle certificate", $0, serial: \.decimal) }
  }
}
