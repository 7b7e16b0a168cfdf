import Shop

extension StripeAdapter {
  /// Every setting of its section in `worker.yaml`.
  package static let settings = [
    Setting(
      "live",
      .flag,
      without: .required,
      sample: "false",
      help: "true takes real money. The key's mode and every event's must agree with it."
    ),
    Setting(
      "secret_key",
      .secrets,
      without: .required,
      sample: "CARDSTOCK_STRIPE_KEY",
      help: "The secret or restricted API key, sk_… or rk_…: https://dashboard.stripe.com/apikeys"
    ),
    Setting(
      "webhook_secrets",
      .secrets,
      without: .required,
      sample: "CARDSTOCK_STRIPE_WEBHOOK_SECRETS",
      help: """
        The signing secret of the endpoint PUBLIC_URL/webhooks/stripe, whsec_…; two, with a space \
        between (or one a line in the file), while the old one is being replaced.
        """
    ),
    Setting(
      "account",
      .text,
      without: .otherwise("the account of the key"),
      sample: "acct_…",
      help: "With Stripe Connect: the account that events must be of."
    ),
    Setting(
      "adaptive_pricing",
      .flag,
      without: .otherwise("the Dashboard's setting"),
      sample: "false",
      help: """
        Whether Stripe shows buyers their own currency; without it, the Dashboard's setting \
        counts. The shop is paid its own price all the same.
        """
    ),
    Setting(
      "automatic_tax",
      .flag,
      without: .value("false"),
      help: """
        true has Stripe Tax work out the tax that is in the price. Tax on top of it is not taken: \
        buyers would pay another amount than the one they were quoted.
        """
    ),
    Setting(
      "receipts",
      .flag,
      without: .value("false"),
      help: "true has Stripe mail a receipt to the buyer's address; live mode alone sends any."
    ),
    Setting(
      "invoices",
      .flag,
      without: .value("false"),
      help: "true has Stripe make an invoice of each payment, which it charges for."
    ),
    Setting(
      "api_url",
      .address,
      without: .value("https://api.stripe.com"),
      help: "Another address only for the mock provider on this machine."
    ),
  ]

  package init(_ section: SettingsSection) throws(SettingFault) {
    let section = section.completed(by: Self.settings)
    let isLive = section.isOn("live")
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
        hasTax: section.isOn("automatic_tax"),
        sendsReceipts: section.isOn("receipts"),
        makesInvoices: section.isOn("invoices")
      ),
      api: StripeAPI(
        key: key,
        address: try section.address("api_url")
      )
    )
  }
}

/// What Checkout does besides taking the price.
struct StripeOptions: Sendable {
  /// Nil leaves it to the Dashboard.
  var adaptivePricing: Bool?
  /// Whether Stripe computes the tax included in the price.
  var hasTax = false
  var sendsReceipts = false
  var makesInvoices = false
}
