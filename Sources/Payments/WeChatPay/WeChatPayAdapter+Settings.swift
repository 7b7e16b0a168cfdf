import Shop

extension WeChatPayAdapter {
  /// Every setting of its section in `worker.yaml`.
  package static let settings = [
    Setting(
      "mchid",
      .text,
      without: .required,
      sample: "\"1900000001\"",
      help: "The merchant number, from https://pay.weixin.qq.com."
    ),
    Setting(
      "appid",
      .text,
      without: .required,
      sample: "wx0000000000000000",
      help: "The app that the merchant number is bound to."
    ),
    Setting(
      "merchant_serial",
      .text,
      without: .required,
      sample: "0000000000000000000000000000000000000000",
      help: "The serial number of the merchant's API certificate: 40 hexadecimal digits."
    ),
    Setting(
      "merchant_key",
      .privateKey,
      without: .required,
      sample: "wechatpay-merchant.pem",
      help: "The private key of that certificate, apiclient_key.pem; mode 0600."
    ),
    Setting(
      "apiv3_key",
      .secrets,
      without: .required,
      sample: "CARDSTOCK_WECHATPAY_APIV3_KEY",
      help: "The APIv3 key: the 32 characters that were set in the merchant's console."
    ),
    Setting(
      "public_key_id",
      .texts,
      without: .otherwise("`platform_certificate_files`"),
      sample: "PUB_KEY_ID_0000000000000000000000000000000000",
      help: """
        The ID of WeChat Pay's public key, with the key in `public_key_files`; several in the same \
        order. New merchants have one; while an old one moves over, keep the certificates too.
        """
    ),
    Setting(
      "public_key",
      .publicKeys,
      without: .otherwise("`platform_certificate_files`"),
      sample: "wechatpay-public.pem",
      help: "WeChat Pay's public key in PEM."
    ),
    Setting(
      "platform_certificate",
      .publicKeys,
      without: .otherwise("`public_key_files`"),
      sample: "wechatpay-platform.pem",
      help: """
        WeChat Pay's platform certificate in PEM, where the merchant has no public key yet; the \
        worker fetches its successors by itself.
        """
    ),
    Setting(
      "h5",
      .flag,
      without: .value("true"),
      help: """
        Whether phones pay by H5. WeChat Pay lets it begin on the registered domain alone: \
        register the host of `public_url` in the merchant's console, H5支付域名. `false` for \
        merchants who cannot have it, as sole traders: phones are shown the code to scan.
        """
    ),
    Setting(
      "official_account_secret",
      .secrets,
      without: .otherwise("no payment inside WeChat"),
      sample: "CARDSTOCK_WECHAT_OFFICIAL_ACCOUNT_SECRET",
      help: """
        The AppSecret of an official account (公众号) that the merchant number is bound to. With it \
        buyers pay inside WeChat's own browser; without it they are told to open another. Register \
        the host of `public_url` as its 网页授权域名, and PUBLIC_URL/checkouts/ as JSAPI支付授权目录.
        """
    ),
    Setting(
      "official_account_app_id",
      .text,
      without: .otherwise("that of `appid`"),
      sample: "wx0000000000000001",
      help: "The official account's AppID, where it is another than `appid`."
    ),
    Setting(
      "api_url",
      .address,
      without: .value("https://api.mch.weixin.qq.com"),
      help: "Another address only for the mock provider on this machine."
    ),
  ]

  package init(_ section: SettingsSection) throws(SettingFault) {
    let section = section.completed(by: Self.settings)
    merchant = WeChatPayMerchant(
      mchid: try section.required("mchid"),
      appid: try section.required("appid"),
      serial: try section.required("merchant_serial").uppercased(),
      key: try section.rsaPrivateKey("merchant_key")
    )
    guard let seal = WeChatPaySeal(try section.secret("apiv3_key")) else {
      throw SettingFault(
        "apiv3_key_env",
        expected: "32 characters of ASCII",
        found: "another number, or others",
        remedy: "copy the APIv3 key, not that of the older API"
      )
    }
    self.seal = seal
    let ids = section.texts("public_key_id")
    let publicKeys = try section.rsaPublicKeys("public_key")
    let certificates = try section.certificates("platform_certificate")
    guard ids.count == publicKeys.count else {
      throw SettingFault(
        "public_key_id",
        expected: "as many IDs as `public_key_files` has files",
        found: "\(ids.count) and \(publicKeys.count)",
        remedy: "write them in the same order"
      )
    }
    guard !publicKeys.isEmpty || !certificates.isEmpty else {
      throw SettingFault(
        "public_key_files",
        expected: "WeChat Pay's public key or platform certificate",
        found: "neither",
        remedy: "download it from the merchant's console"
      )
    }
    keys = WeChatPayKeys(
      publicKeys: Dictionary(zip(ids, publicKeys)) { _, last in last },
      certificates: certificates
    )
    hasH5 = section.isOn("h5")
    official = section.secrets("official_account_secret").first.map { secret in
      OfficialAccount(
        appid: section.text("official_account_app_id") ?? section.text("appid") ?? "",
        secret: secret
      )
    }
    if official == nil, section.text("official_account_app_id") != nil {
      throw SettingFault(
        "official_account_app_id",
        expected: "the account's secret beside it",
        found: "none",
        remedy: "say where it is with official_account_secret_env or official_account_secret_file"
      )
    }
    address = try section.address("api_url")
  }
}
