package import Shop

/// UnionPay's gateway (银联全渠道), interface 5.1.0 with certificates.
///
/// The buyer's browser carries a signed form there; UnionPay answers and notifies with messages
/// that bring their certificate along.
package struct UnionPayAdapter: PaymentAdapter {
  package static let provider = Provider.unionpay
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
  package var apiAddress: ProviderAddress? { gateway }
  package static var signsAnswers: Bool { true }

  package var credentials: [Credential] {
    [Credential("merchant certificate", merchant.certificate, serial: \.decimal)]
      + trust.roots.map { Credential("UnionPay's root certificate", $0, serial: \.decimal) }
      + trust.middles.map { Credential("UnionPay's middle certificate", $0, serial: \.decimal) }
  }
}
