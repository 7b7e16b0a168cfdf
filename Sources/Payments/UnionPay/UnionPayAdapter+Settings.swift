import Shop

extension UnionPayAdapter {
  /// Every setting of its section in `worker.yaml`.
  package static let settings = [
    Setting(
      "live",
      .flag,
      without: .required,
      sample: "false",
      help: "true takes real money; false speaks to UnionPay's test environment."
    ),
    Setting(
      "mer_id",
      .text,
      without: .required,
      sample: "777290058110048",
      help: "The merchant number: 15 digits and letters."
    ),
    Setting(
      "merchant_key",
      .privateKey,
      without: .required,
      sample: "unionpay-merchant.pem",
      help: """
        The private key of the merchant certificate: openssl pkcs12 -in acp_prod_sign.pfx -nocerts \
        -nodes.
        """
    ),
    Setting(
      "merchant_certificate",
      .publicKeys,
      without: .required,
      sample: "unionpay-merchant-certificate.pem",
      help: "The merchant certificate itself: openssl pkcs12 -in acp_prod_sign.pfx -nokeys."
    ),
    Setting(
      "root_certificate",
      .publicKeys,
      without: .required,
      sample: "acp_prod_root.cer",
      help: "UnionPay's root certificate; two while an old one is being replaced."
    ),
    Setting(
      "middle_certificate",
      .publicKeys,
      without: .required,
      sample: "acp_prod_middle.cer",
      help: "The certificate under the root that UnionPay's signing certificates are issued by."
    ),
    Setting(
      "qr",
      .flag,
      without: .value("false"),
      help: """
        true shows buyers at a computer a code that 云闪付 and the banks' apps scan, where the \
        contract has 二维码支付 (主扫); phones go to UnionPay's page all the same.
        """
    ),
    Setting(
      "gateway_url",
      .address,
      without: .byMode(
        live: "https://gateway.95516.com",
        test: "https://gateway.test.95516.com"
      ),
      help: "Another address only for the mock provider on this machine."
    ),
    Setting(
      "files_url",
      .address,
      without: .byMode(
        live: "https://filedownload.95516.com",
        test: "https://filedownload.test.95516.com"
      ),
      help: "Where statements come from; another address only for the mock provider."
    ),
  ]

  package init(_ section: SettingsSection) throws(SettingFault) {
    let section = section.completed(by: Self.settings)
    let isLive = section.isOn("live")
    self.init(
      merchant: try Self.merchant(section),
      trust: UnionPayTrust(
        roots: try Self.pinned("root_certificate", section),
        middles: try Self.pinned("middle_certificate", section),
        isLive: isLive
      ),
      gateway: try section.address("gateway_url"),
      files: try section.address("files_url"),
      showsCode: section.isOn("qr")
    )
  }

  /// AN15 in UnionPay's specification: the numbers of some acquirers contain letters.
  private static func isMerchantNumber(_ text: String) -> Bool {
    text.utf8.count == 15
      && text.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      }
  }

  private static func merchant(
    _ section: SettingsSection
  ) throws(SettingFault) -> UnionPayMerchant {
    let id = try section.required("mer_id")
    guard Self.isMerchantNumber(id) else {
      throw SettingFault(
        "mer_id",
        expected: "15 digits and letters",
        found: "`\(id)`",
        remedy: "copy it from UnionPay's merchant service"
      )
    }
    let key = try section.rsaPrivateKey("merchant_key")
    let certificates = try section.certificates("merchant_certificate")
    // The .pfx file holds the issuer's certificates along with the merchant's.
    guard let publicKey = key.publicKey,
      let certificate = certificates.first(where: publicKey.isKey(of:))
    else {
      throw SettingFault(
        "merchant_certificate_files",
        expected: "the certificate of merchant_key_file",
        found: "\(certificates.count) others",
        remedy: "take key and certificate from the same .pfx file"
      )
    }
    return UnionPayMerchant(id: id, key: key, certificate: certificate)
  }

  private static func pinned(
    _ name: String,
    _ section: SettingsSection
  ) throws(SettingFault) -> [PublicCertificate] {
    let certificates = try section.certificates(name)
    guard !certificates.isEmpty else {
      throw SettingFault(
        name + "_files",
        expected: "a certificate",
        found: "nothing",
        remedy: "download it from UnionPay's developer site"
      )
    }
    return certificates
  }
}
