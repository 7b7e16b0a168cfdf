import Shop

extension PayPalAdapter {
  /// Every setting of its section in `worker.yaml`.
  package static let settings = [
    Setting(
      "live",
      .flag,
      without: .required,
      sample: "false",
      help: "true takes real money; false is PayPal's sandbox, with an app of its own."
    ),
    Setting(
      "client_id",
      .text,
      without: .required,
      sample: "AV…",
      help: "The app's client ID: https://developer.paypal.com/dashboard/applications"
    ),
    Setting(
      "client_secret",
      .secrets,
      without: .required,
      sample: "CARDSTOCK_PAYPAL_SECRET",
      help: """
        The app's secret; one at a time. To replace it, add a second one at PayPal, write that \
        here, restart the worker, then disable the old one at PayPal.
        """
    ),
    Setting(
      "webhook_ids",
      .texts,
      without: .required,
      sample: "1AB23456CD789012E",
      help: """
        The ID that PayPal shows for the endpoint PUBLIC_URL/webhooks/paypal; two while one \
        endpoint takes over from another. PayPal changes its signing certificates by itself.
        """
    ),
    Setting(
      "merchant_id",
      .text,
      without: .required,
      sample: "ABCDE12345678",
      help: "The account that must be paid: Account Settings, Business information."
    ),
    Setting(
      "authorities",
      .publicKeys,
      without: .otherwise("those of the system"),
      sample: "paypal-root.pem",
      help: """
        Only for the mock provider: the roots, and what is between, of the certificate that signs \
        webhooks. Otherwise the system's own roots count.
        """
    ),
    Setting(
      "api_url",
      .address,
      without: api,
      help: "Another address only for the mock provider on this machine."
    ),
  ]

  private static let api = Setting.Without.byMode(
    live: "https://api-m.paypal.com",
    test: "https://api-m.sandbox.paypal.com"
  )

  package init(_ section: SettingsSection) throws(SettingFault) {
    let section = section.completed(by: Self.settings)
    let isLive = section.isOn("live")
    let address = try section.address("api_url")
    guard address.isMock || address.isWithin("sandbox.paypal.com") != isLive else {
      throw SettingFault(
        "api_url",
        expected: (Self.api.value(isLive: isLive) ?? "") + ", as `live` says",
        found: "`\(address)`",
        remedy: "leave it out"
      )
    }
    self.init(
      api: PayPalAPI(
        address: address,
        clientID: try section.required("client_id"),
        clientSecret: try section.secret("client_secret")
      ),
      webhookIDs: try Self.webhookIDs(section.texts("webhook_ids")),
      merchantID: try section.required("merchant_id"),
      certificates: PayPalCertificateCache(
        pins: PayPalCertificatePins(isLive: isLive, address: address),
        authorities: PayPalCertificateAuthorities(try section.certificates("authorities"))
      )
    )
  }

  private static func webhookIDs(_ texts: [String]) throws(SettingFault) -> [String] {
    // PayPal's simulator signs with this ID, and anybody can use the simulator.
    let isID = { (text: String) in text != "WEBHOOK_ID" && WebhookBody.isIdentifier(text) }
    if let odd = texts.first(where: { !isID($0) || $0.contains("|") }) {
      throw SettingFault(
        "webhook_ids",
        expected: "the IDs that PayPal gave to the endpoint",
        found: "`\(odd)`",
        remedy: "copy them from the app's page at PayPal"
      )
    }
    guard !texts.isEmpty else {
      throw SettingFault(
        "webhook_ids",
        expected: "at least one ID",
        found: "nothing",
        remedy: "copy it from the app's page at PayPal"
      )
    }
    return texts
  }
}
