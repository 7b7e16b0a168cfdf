import Shop

/// Keys and certificates of a provider's section, read once when the worker starts.
extension SettingsSection {
  /// The private key of `NAME_file`.
  func rsaPrivateKey(_ name: String) throws(SettingFault) -> RSAPrivateKey {
    guard let key = RSAPrivateKey(pem: try secret(name).text) else {
      throw SettingFault(
        name + "_file",
        expected: "an RSA private key of 2048 bits or more in PEM, without a passphrase",
        found: "something else",
        remedy: "convert it with openssl pkey"
      )
    }
    return key
  }

  /// The public keys of `NAME_files`, one per file; may be empty.
  func rsaPublicKeys(_ name: String) throws(SettingFault) -> [RSAPublicKey] {
    var keys: [RSAPublicKey] = []
    for text in files(name) {
      guard let key = RSAPublicKey(text) else {
        throw SettingFault(
          name + "_files",
          expected: "an RSA public key of 2048 bits or more in each file, in PEM or base64",
          found: "something else in file \(keys.count + 1)",
          remedy: "copy the provider's public key"
        )
      }
      keys.append(key)
    }
    return keys
  }

  /// The certificates of `NAME_files`, all of each file; may be empty.
  func certificates(_ name: String) throws(SettingFault) -> [PublicCertificate] {
    var certificates: [PublicCertificate] = []
    for (index, text) in files(name).enumerated() {
      guard let found = PublicCertificate.all(inPEM: text) else {
        throw SettingFault(
          name + "_files",
          expected: "certificates in PEM in each file",
          found: "something else in file \(index + 1)",
          remedy: "convert it with openssl x509"
        )
      }
      certificates += found
    }
    return certificates
  }
}
