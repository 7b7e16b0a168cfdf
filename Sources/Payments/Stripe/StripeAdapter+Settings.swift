import Shop

extension StripeAdapter {
  /// Every setting of its section in `worker.yaml`.
  package static let settings = [
    Setting(
      "live",
      .flag,
      required: true,
      sample: "false",
      help: "true takes real money. The key's mode and every event's must agree with it."
    ),
    Setting(
      "secret_key",
      .secrets,
      required: true,
      sample: "CARDSTOCK_STRIPE_KEY",
      help: "The secret or restricted API key, sk_… or rk_…: https://dashboard.stripe.com/apikeys"
    ),
    Setting(
      "webhook_secrets",
      .secrets,
      required: true,
      sample: "CARDSTOCK_STRIPE_WEBHOOK_SECRETS",
      help: """
        The signing secret of the endpoint PUBLIC_URL/webhooks/stripe, whsec_…; two, with a space \
        between (or one a line in the file), while the old one is being replaced.
        """
    ),
    Setting(
      "account",
      .text,
      sample: "acct_…",
      help: "With Stripe Connect: the account that events must be of."
    ),
    Setting(
      "adaptive_pricing",
      .flag,
      sample: "false",
      help: """
        Whether Stripe shows buyers their own currency; without it, the Dashboard's setting \
        counts. The shop is paid its own price all the same.
        """
    ),
    Setting(
      "automatic_tax",
      .flag,
      sample: "false",
      help: """
        true has Stripe Tax work out the tax that is in the price. Tax on top of it is not taken: \
        buyers would pay another amount than the one they were quoted.
        """
    ),
    Setting(
      "receipts",
      .flag,
      sample: "false",
      help: "true has Stripe mail a receipt to the buyer's address; live mode alone sends any."
    ),
    Setting(
      "invoices",
      .flag,
      sample: "false",
      help: "true has Stripe make an invoice of each payment, which it charges for."
    ),
    Setting(
      "api_url",
      .address,
      sample: "https://api.stripe.com",
      help: "Another address only for the mock provider on this machine."
    ),
  ]

  package init(_ section: SettingsSection) throws(SettingFault) {
    let isLive = section.flag("live") ?? false
    let key = try section.secret("secret_key")
    let isLiveKey = key.text.hasPrefix("sk_live_") || key.text.hasPrefix("rk_live_")
    let isTestKey = key.text.hasPrefix("sk_test_") || key.text.hasPrefix("rk_test_")
    guard isLive ? !isTestKey : !isLiveKey else {
      throw SettingFault(
        "live",
        expected: "the mode of the key",
        found: "the other one",
        remedy: isLive ? "use the live key, or write false" : "use the test key, or write true"
      )
    }
    self.init(
      secrets: section.secrets("webhook_secrets"),
      isLive: isLive,
      account: section.text("account"),
      options: StripeOptions(
        adaptivePricing: section.flag("adaptive_pricing"),
        hasTax: section.flag("automatic_tax") ?? false,
        sendsReceipts: section.flag("receipts") ?? false,
        makesInvoices: section.flag("invoices") ?? false
      ),
      api: StripeAPI(
        key: key,
        address: try section.address("api_url", default: "https://api.stripe.com")
      )
    )
  }
}

/// What Checkout does beside taking the price.
struct StripeOptions: Sendable {
  /// Nil leaves it to the Dashboard.
  var adaptivePricing: Bool?
  /// Whether Stripe works out the tax in the price.
  var hasTax = false
  var sendsReceipts = false
  var makesInvoices = false
}
