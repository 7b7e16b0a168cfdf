import Payments
import Shop
import Worker

extension SettingsReader {
  /// The section `stripe`.
  mutating func stripe() -> Settings.Stripe? {
    let live = flag("stripe.live")
    if !has("stripe.live") {
      fault(
        "stripe.live",
        expected: "true or false",
        found: "nothing",
        remedy: "write `live: false` until real money is meant"
      )
    }
    let key = secrets("stripe.secret_key")?.first
    let signing = secrets("stripe.webhook_secrets")
    let api = address("stripe.api_url", text("stripe.api_url") ?? "https://api.stripe.com")
    guard let live, let key, let signing, let api else { return nil }
    let isLiveKey = key.text.hasPrefix("sk_live_") || key.text.hasPrefix("rk_live_")
    let isTestKey = key.text.hasPrefix("sk_test_") || key.text.hasPrefix("rk_test_")
    guard live ? !isTestKey : !isLiveKey else {
      fault(
        "stripe.live",
        expected: "the mode of the key",
        found: "the other one",
        remedy: live ? "use the live key, or write false" : "use the test key, or write true"
      )
      return nil
    }
    let isMock = WebAddress.isLoopback(host: api.host)
    let origins = list("stripe.pay_origins")
    return Settings.Stripe(
      adapter: StripeAdapter(
        secrets: signing,
        isLive: live,
        account: text("stripe.account"),
        api: StripeAPI(key: key, url: api.text)
      ),
      payOrigins: origins.isEmpty
        ? [isMock ? api.text : "https://checkout.stripe.com"]
        : origins.compactMap { address("stripe.pay_origins", $0)?.text }
    )
  }

  /// The section `standard`.
  mutating func standard() -> StandardAdapter? {
    let publicKeys = list("standard.public_keys")
    let namesSecret = has("standard.secrets_env") || has("standard.secrets_file")
    let secrets = namesSecret || publicKeys.isEmpty ? secrets("standard.secrets") : []
    guard let secrets else { return nil }
    do {
      return try StandardAdapter(
        secrets: secrets,
        publicKeys: publicKeys,
        eventNames: StandardAdapter.EventNames(
          paid: text("standard.event_paid") ?? "payment.succeeded",
          refunded: text("standard.event_refunded") ?? "payment.refunded"
        )
      )
    } catch {
      let isPublic = if case .publicKey = error { true } else { false }
      fault(
        isPublic ? "standard.public_keys" : "standard.secrets_env",
        expected: "keys as the sender shows them",
        found: "others",
        remedy: "copy them whole, `whsec_…` or `whpk_…`"
      )
      return nil
    }
  }
}
