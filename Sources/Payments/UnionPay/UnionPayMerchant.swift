import Shop

/// As whom UnionPay is spoken to.
struct UnionPayMerchant: Sendable {
  /// `merId`: 15 digits and letters.
  let id: String
  private let key: RSAPrivateKey
  /// What UnionPay knows the key by.
  let certificate: PublicCertificate

  init(id: String, key: RSAPrivateKey, certificate: PublicCertificate) {
    self.id = id
    self.key = key
    self.certificate = certificate
  }

  /// What `signed` adds, beside the signature.
  static let commonNames = ["version", "encoding", "signMethod", "certId", "accessType", "merId"]

  /// The fields with what every message has, and the signature at the end; empty ones are left out.
  func signed(_ fields: [FormField]) throws(ProviderError) -> [FormField] {
    let common = [
      FormField("version", "5.1.0"), FormField("encoding", "UTF-8"), FormField("signMethod", "01"),
      FormField("certId", certificate.serial.decimal), FormField("accessType", "0"),
      FormField("merId", id),
    ]
    let all = (common + fields).filter { !$0.value.isEmpty }
    let form: SignedForm
    do {
      form = try SignedForm(
        decoded: all.map { .init(name: Array($0.name.utf8), value: Array($0.value.utf8)) }
      )
    } catch {
      preconditionFailure("a request to UnionPay names a field twice")
    }
    let signature = try key.base64Signature(over: UnionPayMessage.digits(of: form))
    return all + [FormField("signature", signature)]
  }
}
