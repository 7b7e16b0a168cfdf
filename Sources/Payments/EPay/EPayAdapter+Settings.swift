import Shop

extension EPayAdapter {
  /// Every setting of its section in `worker.yaml`.
  package static let settings = [
    Setting(
      "understood",
      .flag,
      without: .required,
      sample: "false",
      help: """
        true says that you know: aggregators hold your money, many have vanished with it, and \
        anybody who learns the key can forge their messages.
        """
    ),
    Setting(
      "dialect",
      .text,
      without: .value("v1"),
      help: """
        What the aggregator speaks: v1 (MD5, submit.php and api.php), v1-signed (the same, but \
        questions carry sign in place of key), or v2 (RSA, /api/pay/…). Notifications may come by \
        GET or POST. Those that cannot be asked about an order, such as the USDT gateways epusdt \
        and bepusdt, are not taken: every payment is confirmed by a question.
        """
    ),
    Setting("pid", .text, without: .required, sample: "1000", help: "The shop's number there."),
    Setting(
      "key",
      .secrets,
      without: .otherwise("no good with v1"),
      sample: "CARDSTOCK_EPAY_KEY",
      help: "With v1: the key that signatures are made with."
    ),
    Setting(
      "merchant_key",
      .privateKey,
      without: .otherwise("required with v2"),
      sample: "epay-merchant.pem",
      help: "With v2: the shop's private key (商户私钥), as PEM."
    ),
    Setting(
      "platform_key",
      .publicKeys,
      without: .otherwise("required with v2"),
      sample: "[epay-platform.pem]",
      help: "With v2: the aggregator's public key (平台公钥); two while an old one is replaced."
    ),
    Setting(
      "type",
      .text,
      without: .otherwise("the aggregator's page asks"),
      sample: "alipay",
      help: """
        Where buyers go at once: alipay, wxpay, qqpay or what else the aggregator calls it. \
        Without it, its page asks them to choose.
        """
    ),
    Setting(
      "refund",
      .flag,
      without: .value("false"),
      help: """
        With v2: true where the aggregator has switched refunds on for the shop. Otherwise a \
        person gives money back there, and says so by `orders refund`.
        """
    ),
    Setting(
      "gateway_url",
      .address,
      without: .required,
      sample: "https://pay.example.com",
      help: "The aggregator's address, without submit.php."
    ),
  ]

  package init(_ section: SettingsSection) throws(SettingFault) {
    let section = section.completed(by: Self.settings)
    guard section.isOn("understood") else {
      throw SettingFault(
        "understood",
        expected: "true, written by somebody who knows what an aggregator may do",
        found: section.text("understood") ?? "nothing",
        remedy: "use WeChat Pay or Alipay themselves, or take the risk"
      )
    }
    let gateway = try Self.gateway(section)
    let dialect = try Self.dialect(section)
    let givesBack = section.isOn("refund")
    if givesBack, case .v1 = dialect {
      throw SettingFault(
        "refund",
        expected: "false with v1, whose refunds have no number of ours and may be made twice",
        found: "true",
        remedy: "give money back at the aggregator's page, or use v2"
      )
    }
    self.init(
      pid: try section.required("pid"),
      dialect: dialect,
      type: try Self.type(section),
      givesBack: givesBack,
      gateway: gateway
    )
  }

  /// The aggregator's address; its console shows it with a page behind it.
  private static func gateway(_ section: SettingsSection) throws(SettingFault) -> ProviderAddress {
    let address = try section.address("gateway_url")
    let path = address.text.prefix { $0 != "?" && $0 != "#" }
    var parts = path.split(separator: "/", omittingEmptySubsequences: false)
    while parts.count > 3, let last = parts.last, last.isEmpty || last.hasSuffix(".php") {
      parts.removeLast()
    }
    let mended = parts.joined(separator: "/")
    guard mended != address.text else { return address }
    throw SettingFault(
      "gateway_url",
      expected: "the aggregator's address without a page or a query",
      found: "`\(address)`",
      remedy: "write \(mended): the worker adds submit.php and its like itself"
    )
  }

  private static func dialect(_ section: SettingsSection) throws(SettingFault) -> EPayDialect {
    switch try section.required("dialect") {
    case "v1": return .v1(key: try section.secret("key"), asksBySignature: false)
    case "v1-signed": return .v1(key: try section.secret("key"), asksBySignature: true)
    case "v2":
      let platforms = try section.rsaPublicKeys("platform_key")
      guard !platforms.isEmpty else {
        throw SettingFault(
          "platform_key_files",
          expected: "the aggregator's public key",
          found: "nothing",
          remedy: "copy 平台公钥 from its page of API settings"
        )
      }
      return .v2(own: try section.rsaPrivateKey("merchant_key"), platforms: platforms)
    case let other:
      let cannotBeAsked = ["epusdt", "bepusdt", "usdt", "none"].contains(other.lowercased())
      throw SettingFault(
        "dialect",
        expected: "v1, v1-signed or v2, each of which can be asked about an order",
        found: "`\(other)`" + (cannotBeAsked ? ", which cannot" : ""),
        remedy: cannotBeAsked
          ? "nothing confirms its payments, so that a forged message would sell codes: use another"
          : "write one of them"
      )
    }
  }

  private static func type(_ section: SettingsSection) throws(SettingFault) -> String? {
    guard let type = section.text("type") else { return nil }
    let isWord = type.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (97...122).contains(byte) || byte == 95 || byte == 46
    }
    guard isWord, (1...32).contains(type.utf8.count) else {
      throw SettingFault(
        "type",
        expected: "one word such as alipay, wxpay or qqpay",
        found: "`\(type)`",
        remedy: "copy it from the aggregator's documents"
      )
    }
    return type
  }
}
