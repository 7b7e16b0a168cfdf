package import Shop

/// Stripe: verifies its webhooks and starts its checkouts.
package struct StripeAdapter: Sendable {
  let secrets: [Secret]
  let isLive: Bool
  let account: String?
  let api: StripeAPI

  /// Takes the endpoint's signing secrets (`whsec_…`; two while one is being rolled).
  ///
  /// `isLive` is the mode of the shop; `account` the connected account that events must be of, with
  /// Stripe Connect.
  package init(secrets: [Secret], isLive: Bool, account: String? = nil, api: StripeAPI) {
    self.secrets = secrets
    self.isLive = isLive
    self.account = account
    self.api = api
  }

  /// Checks signature and freshness over the raw bytes, then reads the event.
  package func verify(
    _ request: WebhookRequest,
    at now: Timestamp
  ) throws(WebhookRefusal) -> PaymentEvent {
    throw .authentication
  }

  /// Opens a Checkout Session for a checkout; the same one however often it is asked.
  ///
  /// Synchronous: up to 20 s, twice when the network fails.
  package func startCheckout(
    _ checkout: Checkout,
    successURL: String,
    cancelURL: String
  ) throws(CheckoutError) -> StartedCheckout {
    throw .temporary("not written yet")
  }
}

/// Where and as whom Stripe's API is called.
package struct StripeAPI: Sendable {
  /// `sk_…` or a restricted key.
  package let key: Secret
  /// Without a trailing slash: `https://api.stripe.com`, or a mock on loopback.
  package let url: String

  package init(key: Secret, url: String = "https://api.stripe.com") {
    self.key = key
    self.url = url
  }
}

/// A checkout that the provider is ready to take money for.
package struct StartedCheckout: Equatable, Sendable {
  /// The provider's ID of it: `cs_…`.
  package let sessionID: String
  /// Where the buyer goes next.
  package let url: String

  package init(sessionID: String, url: String) {
    self.sessionID = sessionID
    self.url = url
  }
}

/// Why a checkout could not be started; never holds a key or an address.
package enum CheckoutError: Error, Equatable, CustomStringConvertible {
  /// Worth another try by the buyer: the network, a limit, the provider's own trouble.
  case temporary(String)
  /// The provider will not have it: settings or key are wrong.
  case refused(String)

  package var description: String {
    switch self {
    case .temporary(let detail): "temporary: \(detail)"
    case .refused(let detail): "refused: \(detail)"
    }
  }
}
