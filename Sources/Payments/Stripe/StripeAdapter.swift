package import Shop

/// Stripe, by Checkout Sessions.
package struct StripeAdapter: PaymentAdapter {
  package static let provider = Provider.stripe
  /// By its own `live` switch.
  package var takesRealMoney: Bool { isLive && !api.address.isMock }
  let secrets: [Secret]
  let isLive: Bool
  private let account: String?
  let options: StripeOptions
  let api: StripeAPI

  /// Takes the endpoint's signing secrets (`whsec_…`; two while one is being rolled).
  ///
  /// `isLive` is the mode of the shop; `account` the connected account that events must be of, with
  /// Stripe Connect.
  package init(secrets: [Secret], isLive: Bool, account: String? = nil, api: StripeAPI) {
    self.init(
      secrets: secrets,
      isLive: isLive,
      account: account,
      options: StripeOptions(),
      api: api
    )
  }

  init(
    secrets: [Secret],
    isLive: Bool,
    account: String?,
    options: StripeOptions,
    api: StripeAPI
  ) {
    self.options = options
    self.secrets = secrets
    self.isLive = isLive
    self.account = account
    var api = api
    api.account = account
    self.api = api
  }

  /// Checks signature and freshness over the raw bytes, then reads the event.
  ///
  /// An event of the other mode or another account is authentic: its "paid" carries the mismatch.
  package func verify(
    _ request: WebhookRequest,
    at now: Timestamp
  ) throws(WebhookRefusal) -> VerifiedWebhook {
    let signature = try StripeSignature(request.soleHeader("stripe-signature"))
    try signature.check(request.body, secrets: secrets, at: now)
    let document = try WebhookBody.decode(StripeEventDocument.self, from: request.body)
    guard WebhookBody.isIdentifier(document.id), WebhookBody.isIdentifier(document.type) else {
      throw .malformed
    }
    let event = StripeEvent(
      document: document,
      body: request.body,
      reading: StripeReading(mismatch: mismatch(document))
    )
    return .event(
      PaymentEvent(
        provider: .stripe,
        id: document.id,
        kind: document.type,
        fact: try event.fact(),
        body: request.body
      )
    )
  }

  private func mismatch(_ document: StripeEventDocument) -> HoldReason? {
    if document.livemode != isLive { return .mode }
    return document.account == account ? nil : .account
  }
}
