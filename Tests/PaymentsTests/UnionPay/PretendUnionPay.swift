import Crypto
import CryptoExtras
import Foundation
import Payments
import Shop
import SwiftASN1
import Testing
import X509

/// UnionPay's side: an authority, UnionPay's certificate under it, and a merchant's.
struct PretendUnionPay {
  static let shared = Result { try PretendUnionPay() }
  static let merchantID = "777290058110048"
  static let owner = "041@8310000000083040@中国银联股份有限公司@00016495"
  /// 0x8123456789ABCDEF0123456789ABCDEF01234567 in decimal.
  static let merchantSerial = "737246381498033249764904308932776363144297792871"

  let root: Issuer
  let middle: Issuer
  let merchantKey: _RSA.Signing.PrivateKey
  /// UnionPay's own key; every leaf here has it.
  let key: _RSA.Signing.PrivateKey

  struct Issuer {
    let key: _RSA.Signing.PrivateKey
    let certificate: Certificate

    var pem: String { get throws { try certificate.serializeAsPEM().pemString } }
  }

  init() throws {
    merchantKey = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    root = try Self.issuer("Test Root", under: nil)
    middle = try Self.issuer("Test OCA1", under: root)
  }

  static func issuer(
    _ name: String,
    under issuer: Issuer?,
    to end: Int64 = 86_400 * 30,
    constraints: BasicConstraints = .isCertificateAuthority(maxPathLength: nil),
    mayIssue: Bool = true
  ) throws -> Issuer {
    let subject = try DistinguishedName { CommonName(name) }
    let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    let certificate = try Certificate(
      version: .v3,
      serialNumber: Certificate.SerialNumber(),
      publicKey: Certificate.PublicKey(key.publicKey),
      notValidBefore: date(-86_400),
      notValidAfter: date(end),
      issuer: issuer?.certificate.subject ?? subject,
      subject: subject,
      signatureAlgorithm: .sha256WithRSAEncryption,
      extensions: Certificate.Extensions {
        Critical(constraints)
        Critical(KeyUsage(digitalSignature: !mayIssue, keyCertSign: mayIssue))
      },
      issuerPrivateKey: Certificate.PrivateKey(issuer?.key ?? key)
    )
    return Issuer(key: key, certificate: certificate)
  }

  /// The parts of a certificate of UnionPay's key that tests vary.
  struct Leaf {
    var owner = PretendUnionPay.owner
    var start: Int64 = -3_600
    var end: Int64 = 86_400 * 7
    var issuer: Issuer?
    var algorithm = Certificate.SignatureAlgorithm.sha256WithRSAEncryption
    var duty: ASN1ObjectIdentifier?
  }

  func certificate(_ leaf: Leaf = Leaf()) throws -> String {
    let issuer = leaf.issuer ?? middle
    let certificate = try Certificate(
      version: .v3,
      serialNumber: Certificate.SerialNumber(),
      publicKey: Certificate.PublicKey(key.publicKey),
      notValidBefore: Self.date(leaf.start),
      notValidAfter: Self.date(leaf.end),
      issuer: issuer.certificate.subject,
      subject: DistinguishedName { CommonName(leaf.owner) },
      signatureAlgorithm: leaf.algorithm,
      extensions: Certificate.Extensions(
        leaf.duty.map { [Certificate.Extension(oid: $0, critical: true, value: [5, 0])] } ?? []
      ),
      issuerPrivateKey: Certificate.PrivateKey(issuer.key)
    )
    // UnionPay's line breaks, which are part of what it signs.
    return try certificate.serializeAsPEM().pemString.replacing("\n", with: "\r\n")
  }

  static func date(_ seconds: Int64) -> Date {
    Date(timeIntervalSince1970: TimeInterval(now.seconds + seconds))
  }

  /// The adapter of a merchant that trusts this authority.
  func adapter(
    isLive: Bool = true,
    middle other: Issuer? = nil,
    at address: ProviderAddress? = nil,
    showsCode: Bool = false
  ) throws -> UnionPayAdapter {
    let pem = try #require(Secret(pem: merchantKey.pemRepresentation))
    return try UnionPayAdapter(
      SettingsSection(
        values: [
          "live": [String(isLive)], "mer_id": [Self.merchantID], "qr": [String(showsCode)],
        ].merging(address.map { ["gateway_url": [$0.text], "files_url": [$0.text]] } ?? [:]) { $1 },
        secrets: ["merchant_key": [pem]],
        files: [
          "merchant_certificate": [try merchantCertificate()],
          "root_certificate": [try root.pem],
          "middle_certificate": [try (other ?? middle).pem],
        ]
      )
    )
  }

  func merchantCertificate() throws -> String {
    let number: [UInt8] = [
      0x81, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF, 0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD,
      0xEF, 0x01, 0x23, 0x45, 0x67,
    ]
    let certificate = try Certificate(
      version: .v3,
      serialNumber: Certificate.SerialNumber(bytes: number),
      publicKey: Certificate.PublicKey(merchantKey.publicKey),
      notValidBefore: Self.date(-3_600),
      notValidAfter: Self.date(86_400),
      issuer: middle.certificate.subject,
      subject: DistinguishedName { CommonName("041@Z2026@某某商户有限公司@00000001") },
      signatureAlgorithm: .sha256WithRSAEncryption,
      extensions: Certificate.Extensions(),
      issuerPrivateKey: Certificate.PrivateKey(middle.key)
    )
    return try certificate.serializeAsPEM().pemString + "\n" + middle.pem
  }
}
