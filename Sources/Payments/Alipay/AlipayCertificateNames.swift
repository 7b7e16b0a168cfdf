import Crypto
import Foundation
import Shop
import X509

/// How requests name the certificates in certificate mode.
///
/// A name is the MD5 of the issuer's text and the serial number in decimal.
/// https://opendocs.alipay.com/common/057k53
struct AlipayCertificateNames: Sendable {
  let app: String
  /// The app's certificate itself.
  let own: PublicCertificate
  /// Those of Alipay's root file that are RSA, joined with `_`.
  let root: String

  /// Nil without a certificate of either kind.
  init?(app: [PublicCertificate], root: [PublicCertificate]) {
    let roots = root.filter { RSAPublicKey($0) != nil }
    guard let own = app.first, !roots.isEmpty else { return nil }
    self.own = own
    self.app = Self.name(of: own)
    self.root = roots.map(Self.name).joined(separator: "_")
  }

  static func name(of certificate: PublicCertificate) -> String {
    let text = issuer(of: certificate) + certificate.serial.decimal
    return Insecure.MD5.hash(data: Data(text.utf8)).map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// The issuer from its most particular part to its country: `CN=…,OU=…,O=…,C=CN`.
  private static func issuer(of certificate: PublicCertificate) -> String {
    certificate.x509.issuer.reversed().flatMap { $0 }
      .map { "\(letters(of: $0))=\(String($0.value) ?? "")" }.joined(separator: ",")
  }

  private static func letters(of part: RelativeDistinguishedName.Attribute) -> String {
    switch part.type {
    case .RDNAttributeType.commonName: "CN"
    case .RDNAttributeType.organizationalUnitName: "OU"
    case .RDNAttributeType.organizationName: "O"
    case .RDNAttributeType.countryName: "C"
    case .RDNAttributeType.localityName: "L"
    case .RDNAttributeType.stateOrProvinceName: "ST"
    default: "\(part.type)"
    }
  }
}
