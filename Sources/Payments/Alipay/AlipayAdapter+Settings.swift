import Shop

extension AlipayAdapter {
  /// Every setting of its section in `worker.yaml`.
  package static let settings = [
    Setting(
      "app_id",
      .text,
      without: .required,
      sample: "\"2021000000000000\"",
      help: "The app's number, from https://open.alipay.com."
    ),
    Setting(
      "seller_id",
      .text,
      without: .required,
      sample: "\"2088000000000000\"",
      help: "The merchant's number (PID); money for another is held."
    ),
    Setting(
      "app_key",
      .privateKey,
      without: .required,
      sample: "alipay-app.pem",
      help: "The app's private key in PEM, RSA2; mode 0600."
    ),
    Setting(
      "alipay_public_key",
      .publicKeys,
      without: .otherwise("`alipay_certificate_files`"),
      sample: "alipay-public.pem",
      help: """
        Alipay's public key as the console shows it, not the app's own; PEM or bare base64, \
        several while a new one takes over.
        """
    ),
    Setting(
      "alipay_certificate",
      .publicKeys,
      without: .otherwise("`alipay_public_key_files`"),
      sample: "alipayCertPublicKey_RSA2.crt",
      help: "In certificate mode, in place of the public key: Alipay's certificate."
    ),
    Setting(
      "app_certificate",
      .publicKeys,
      without: .otherwise("the public key counts"),
      sample: "appCertPublicKey.crt",
      help: "In certificate mode: the app's certificate."
    ),
    Setting(
      "root_certificate",
      .publicKeys,
      without: .otherwise("the public key counts"),
      sample: "alipayRootCert.crt",
      help: "In certificate mode: Alipay's root certificates."
    ),
    Setting(
      "product",
      .text,
      without: .value(AlipayProduct.page.rawValue),
      help: """
        What the contract with Alipay is for: `page` for website payment (电脑网站支付 and \
        手机网站支付), `precreate` for a code to scan where there is only face-to-face payment \
        (当面付).
        """
    ),
    Setting(
      "gateway_url",
      .address,
      without: .value("https://openapi.alipay.com/gateway.do"),
      help: "Another address only for the sandbox, or the mock provider on this machine."
    ),
  ]

  package init(_ section: SettingsSection) throws(SettingFault) {
    let section = section.completed(by: Self.settings)
    appID = try section.required("app_id")
    sellerID = try section.required("seller_id")
    appKey = try section.rsaPrivateKey("app_key")
    let roots = section.files("root_certificate").flatMap {
      PublicCertificate.readable(inPEM: $0)
    }
    certificates = AlipayCertificates(
      keys: try section.rsaPublicKeys("alipay_public_key"),
      certificates: try section.certificates("alipay_certificate"),
      roots: roots
    )
    guard !certificates.isEmpty else {
      throw SettingFault(
        "alipay_public_key_files",
        expected: "Alipay's public key, or its certificate",
        found: "neither",
        remedy: "copy it from the console of the app"
      )
    }
    let own = try section.certificates("app_certificate")
    certificateNames = AlipayCertificateNames(app: own, root: roots)
    let hasRoots = !section.files("root_certificate").isEmpty
    guard certificateNames != nil || (own.isEmpty && !hasRoots) else {
      throw SettingFault(
        own.isEmpty ? "app_certificate_files" : "root_certificate_files",
        expected: "in certificate mode the app's certificate and Alipay's RSA roots",
        found: "one without the other",
        remedy: "download both, or leave both out and use the public key"
      )
    }
    guard let product = AlipayProduct(rawValue: try section.required("product")) else {
      throw SettingFault(
        "product",
        expected: AlipayProduct.allCases.map { "`\($0.rawValue)`" }.joined(separator: " or "),
        found: "`\(section.text("product") ?? "")`",
        remedy: "write what the contract with Alipay is for, or leave it out"
      )
    }
    self.product = product
    gateway = try section.address("gateway_url")
  }
}
