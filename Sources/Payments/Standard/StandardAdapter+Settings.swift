import Shop

extension StandardAdapter {
  /// Every setting of its section in `worker.yaml`.
  package static let settings = [
    Setting(
      "secrets",
      .secrets,
      sample: "CARDSTOCK_STANDARD_SECRETS",
      help: "HMAC secrets, whsec_…; two, with a space between, while one is being replaced."
    ),
    Setting(
      "public_keys",
      .texts,
      sample: "[whpk_…]",
      help: "Ed25519 keys of the sender, in place of secrets or beside them."
    ),
    Setting("event_paid", .text, sample: "payment.succeeded", help: "What it calls a payment."),
    Setting("event_refunded", .text, sample: "payment.refunded", help: "What it calls a refund."),
  ]

  package init(_ section: SettingsSection) throws(SettingFault) {
    do {
      try self.init(
        secrets: section.secrets("secrets"),
        publicKeys: section.texts("public_keys"),
        eventNames: EventNames(
          paid: section.text("event_paid") ?? "payment.succeeded",
          refunded: section.text("event_refunded") ?? "payment.refunded"
        )
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
