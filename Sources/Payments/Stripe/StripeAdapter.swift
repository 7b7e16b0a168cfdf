import Crypto
import Foundation
package import Shop
import Text

/// Stripe, by Checkout Sessions.
package struct StripeAdapter: PaymentAdapter {
  /// The provider of this adapter.
  package static let provider = Provider.stripe
  /// Its statement is its balance, in UTC.
  package static let facts = ProviderFacts(
    statementReadySeconds: 6 * 3_600 + 30 * 60,
    shortName: "Stripe",
    sellsByLinks: true,
    unproven: [
      "how disputes arrive, and whether the account's risk rules refuse cards of your buyers",
      "which of the endpoint's events are ticked, but for those of this payment and its refund",
    ]
  )
  /// Its own `live` setting decides; false for the mock.
  package var takesRealMoney: Bool { isLive && !api.address.isMock }
  let secrets: [Secret]
  let isLive: Bool
  let account: String?
  let options: StripeOptions
  let api: StripeAPI

  /// Takes the endpoint's signing secrets (`whsec_…`; two while one is being replaced).
  ///
  /// `isLive` is the mode of the shop; with Stripe Connect, `account` is the connected account that
  /// events must name.
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
}

/// Facts for a rehearsal.
extension StripeAdapter {
  /// Where its API is.
  package var apiAddress: ProviderAddress? { api.address }
  /// Its API opens every checkout.
  package func opensByCall(isPhone: Bool) -> Bool { true }

  /// The keys and certificates in use; never a key itself.
  package var credentials: [Credential] {
    let mode = isLive ? "live" : "test"
    return [Credential("secret key, \(mode) mode")]
      + secrets.map { _ in Credential("signing secret of the endpoint") }
  }

  /// Asks with a session ID of Stripe's form, since it finds sessions by those.
  package func unknownQuestion(_ reference: Reference, _ call: Call) -> Payment.Question {
    Payment.Question(
      reference: reference,
      sessionID: "cs_\(isLive ? "live" : "test")_\(reference)",
      openedAt: call.now
    )
  }

  /// The minimum of its currency; where Stripe publishes none, more than fifty cents of a dollar.
  package static func smallestAmount(in currency: Currency) -> Money {
    switch Provider.stripe.fault(of: Money(minorUnits: 1, currency: currency)) {
    case .below(let least): least
    case .above, .between, nil:
      Money(minorUnits: [100, 0, 500, 1_000][currency.digits], currency: currency)
    }
  }
}

extension StripeAdapter {
  /// An event of a type that Stripe does not have, signed with the first of the secrets.
  package func probe(_ call: Call) -> WebhookProbe {
    guard let secret = secrets.first else { return .unsigned }
    let id = "evt_probe_\(call.nonce())"
    let body = """
      {"id":"\(id)","object":"event","type":"cardstock.probe","livemode":\(isLive),\
      "data":{"object":{}}}
      """
    let seconds = call.now.seconds
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("\(seconds).\(body)".utf8),
      using: SymmetricKey(data: Data(secret.text.utf8))
    )
    return WebhookProbe(
      headers: [
        WebhookProbe.Header(name: "Content-Type", value: "application/json"),
        WebhookProbe.Header(name: "Stripe-Signature", value: "t=\(seconds),v1=\(code.hex)"),
      ],
      body: body,
      isSigned: true
    )
  }
}
