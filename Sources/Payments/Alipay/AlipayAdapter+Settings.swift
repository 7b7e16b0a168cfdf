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
        (当面付), `order-code` for one by the contract 订单码支付.
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
    let roots = try Self.roots(section)
    let keys = try section.rsaPublicKeys("alipay_public_key")
    let theirs = try section.certificates("alipay_certificate")
    certificates = AlipayCertificates(keys: keys, certificates: theirs, roots: roots)
    guard !certificates.isEmpty else {
      throw SettingFault(
        theirs.isEmpty ? "alipay_public_key_files" : "alipay_certificate_files",
        expected: "Alipay's public key, or its certificate",
        found: theirs.isEmpty ? "neither" : "certificates of authorities, and none of Alipay's own",
        remedy: "copy it from the console of the app"
      )
    }
    let app = try section.certificates("app_certificate")
    try Self.refuseSwapped(appKey.publicKey, keys, theirs, app)
    // The file may also hold the issuer's certificate, before or after it.
    let ownKey = appKey.publicKey
    let own = app.filter { RSAPublicKey($0) == ownKey }
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
    guard own.isEmpty || certificates.isVouchedFor(or: own + app) else {
      throw SettingFault(
        "root_certificate_files",
        expected: "the roots under which Alipay's certificate was issued",
        found: "roots that vouch neither for it nor for the app's: each call would be refused",
        remedy: "download alipayRootCert.crt, and Alipay's certificate with what is below it"
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

  /// Numbers of the settings that the console cannot have shown.
  var wrongNumbers: [SettingFault] {
    let isNumber = { (text: String) in text.utf8.allSatisfy { (48...57).contains($0) } }
    var faults: [SettingFault] = []
    if !isNumber(appID) || appID.utf8.count != 16 {
      faults.append(
        SettingFault(
          "app_id",
          expected: "the app's number, 16 digits",
          found: "`\(appID)`",
          remedy: "copy APPID from the page of the app"
        )
      )
    }
    if !isNumber(sellerID) || sellerID.utf8.count != 16 || !sellerID.hasPrefix("2088") {
      faults.append(
        SettingFault(
          "seller_id",
          expected: "the merchant's number (PID), 2088 and 12 digits",
          found: "`\(sellerID)`",
          remedy: "copy PID from the console; money for another number is held"
        )
      )
    }
    return faults
  }

  /// The certificates of the root files, which may also hold kinds that cannot be read.
  private static func roots(_ section: SettingsSection) throws(SettingFault) -> [PublicCertificate]
  {
    var roots: [PublicCertificate] = []
    for (index, text) in section.files("root_certificate").enumerated() {
      let found = PublicCertificate.readable(inPEM: text)
      guard found.contains(where: { RSAPublicKey($0) != nil }) else {
        throw SettingFault(
          "root_certificate_files",
          expected: "Alipay's roots in PEM, RSA among them",
          found: found.isEmpty
            ? "no certificate in file \(index + 1)" : "none that is RSA in file \(index + 1)",
          remedy: "download alipayRootCert.crt from the console again, whole"
        )
      }
      roots += found
    }
    return roots
  }

  /// Refuses the shop's own key in place of Alipay's, and the reverse.
  private static func refuseSwapped(
    _ own: RSAPublicKey?,
    _ keys: [RSAPublicKey],
    _ theirs: [PublicCertificate],
    _ app: [PublicCertificate]
  ) throws(SettingFault) {
    if keys.contains(where: { $0 == own }) {
      throw SettingFault(
        "alipay_public_key_files",
        expected: "Alipay's public key (支付宝公钥)",
        found: "the app's own, whose private half is the app_key",
        remedy: "copy the one that the console shows after the app's was handed in"
      )
    }
    if theirs.contains(where: { RSAPublicKey($0) == own }) {
      throw SettingFault(
        "alipay_certificate_files",
        expected: "Alipay's certificate (alipayCertPublicKey_RSA2.crt)",
        found: "the app's own, whose private half is the app_key",
        remedy: "write that one to app_certificate_files"
      )
    }
    guard app.isEmpty || app.contains(where: { RSAPublicKey($0) == own }) else {
      throw SettingFault(
        "app_certificate_files",
        expected: "the certificate of the app_key (appCertPublicKey_….crt)",
        found: "one of another key, made out to \(app[0].commonName ?? "nobody")",
        remedy: "download the app's certificate, or name the key that it was asked for with"
      )
    }
  }
}
