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

  /// The gateway and the providerCalls's desks that it redirects to: browsers hold redirects after
  /// a form
  /// to the page's policy too.
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

  /// Checks certificate and signature over the decoded fields, then reads what happened.
  ///
  /// There is no rule of freshness: a notification says the same whenever it comes. One key signs
  /// for all merchants, so a "paid" of another merchant's number is authentic and not ours.
  package func verify(
    _ request: WebhookRequest,
    at now: Timestamp
  ) throws(WebhookRefusal) -> VerifiedWebhook {
    let message = UnionPayMessage(form: try SignedForm(request.body))
    try trust.check(message, at: now)
    let notice = UnionPayNotice(message: message, merchantID: merchant.id)
    return try notice.meaning(body: request.body)
  }
}
