import Shop

extension StandardAdapter {
  /// Every setting of its section in `worker.yaml`.
  package static let settings = [
    Setting(
      "secrets",
      .secrets,
      without: .otherwise("`public_keys`"),
      sample: "CARDSTOCK_STANDARD_SECRETS",
      help: "HMAC secrets, whsec_…; two, with a space between, while one is being replaced."
    ),
    Setting(
      "public_keys",
      .texts,
      without: .otherwise("`secrets_env`"),
      sample: "[whpk_…]",
      help: "Ed25519 keys of the sender, in place of secrets or beside them."
    ),
    Setting(
      "event_paid",
      .text,
      without: .value("payment.succeeded"),
      help: "What it calls a payment."
    ),
    Setting(
      "event_refunded",
      .text,
      without: .value("payment.refunded"),
      help: "What it calls a refund."
    ),
  ]

  package init(_ section: SettingsSection) throws(SettingFault) {
    let section = section.completed(by: Self.settings)
    let eventNames = EventNames(
      paid: try section.required("event_paid"),
      refunded: try section.required("event_refunded")
    )
    do {
      try self.init(
        secrets: section.secrets("secrets"),
        publicKeys: section.texts("public_keys"),
        eventNames: eventNames
      )
    } catch {
      let isPublic = if case .publicKey = error { true } else { false }
      throw SettingFault(
        isPublic ? "public_keys" : "secrets_env",
        expected: "keys as the sender shows them",
        found: "others",
        remedy: "copy them whole, `whsec_…` or `whpk_…`"
      )
    }
  }
}
