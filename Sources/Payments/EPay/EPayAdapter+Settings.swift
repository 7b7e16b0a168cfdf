import Shop

extension EPayAdapter {
  package static let settings = [
    Setting(
      "understood",
      .flag,
      required: true,
      sample: "false",
      help: """
        true says that you know: aggregators hold your money, many have vanished with it, and \
        anybody who learns the key can forge their messages.
        """
    ),
    Setting("pid", .text, required: true, sample: "1000", help: "The shop's number there."),
    Setting(
      "key",
      .secrets,
      required: true,
      sample: "CARDSTOCK_EPAY_KEY",
      help: "The key that signatures are made with."
    ),
    Setting(
      "gateway_url",
      .address,
      required: true,
      sample: "https://pay.example.com",
      help: "The aggregator's address, without submit.php."
    ),
  ]

  package init(_ section: SettingsSection) throws(SettingFault) {
    guard section.flag("understood") == true else {
      throw SettingFault(
        "understood",
        expected: "true, written by somebody who knows what an aggregator may do",
        found: section.text("understood") ?? "nothing",
        remedy: "use WeChat Pay or Alipay themselves, or take the risk"
      )
    }
    _ = try section.required("gateway_url")
    self.init(
      pid: try section.required("pid"),
      key: try section.secret("key"),
      gateway: try section.address("gateway_url", default: "")
    )
  }
}
