import Crypto
import CryptoExtras
import Foundation
import Payments
import Shop
import SwiftASN1
import Testing
import X509

/// The sender's side of PayPal's webhooks, with certificates of our own making.
struct PretendPayPal {
  static let shared = Result { try PretendPayPal() }
  static let url = "https://api.paypal.com/v1/notifications/certs/CERT-1"
  static let webhookID = "J0AEY8418NP6S8UY4"

  let root: Issuer
  let middle: Issuer
  let key: _RSA.Signing.PrivateKey

  struct Issuer {
    let name: DistinguishedName
    let key: Certificate.PrivateKey
    let certificate: Certificate
  }

  init() throws {
    root = try Self.issuer("Test Root", under: nil)
    middle = try Self.issuer("Test Middle", under: root)
    key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
  }

  static func issuer(_ name: String, under issuer: Issuer?) throws -> Issuer {
    let subject = try DistinguishedName { CommonName(name) }
    let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
    let certificate = try Certificate(
      version: .v3,
      serialNumber: Certificate.SerialNumber(),
      publicKey: key.publicKey,
      notValidBefore: date(-86_400),
      notValidAfter: date(86_400 * 30),
      issuer: issuer?.name ?? subject,
      subject: subject,
      signatureAlgorithm: .ecdsaWithSHA256,
      extensions: try Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
        Critical(KeyUsage(keyCertSign: true))
      },
      issuerPrivateKey: issuer?.key ?? key
    )
    return Issuer(name: subject, key: key, certificate: certificate)
  }

  /// A certificate of this key, in PEM, followed by its issuers.
  func leaf(
    host: String = "messageverificationcerts.paypal.com",
    from start: Int64 = -3_600,
    to end: Int64 = 86_400,
    by issuer: Issuer? = nil,
    signedBy algorithm: Certificate.SignatureAlgorithm = .ecdsaWithSHA256
  ) throws -> Certificate {
    let issuer = issuer ?? middle
    return try Certificate(
      version: .v3,
      serialNumber: Certificate.SerialNumber(),
      publicKey: Certificate.PublicKey(key.publicKey),
      notValidBefore: Self.date(start),
      notValidAfter: Self.date(end),
      issuer: issuer.name,
      subject: DistinguishedName { CommonName(host) },
      signatureAlgorithm: algorithm,
      extensions: Certificate.Extensions {
        SubjectAlternativeNames([.dnsName(host)])
        Critical(BasicConstraints.notCertificateAuthority)
      },
      issuerPrivateKey: issuer.key
    )
  }

  /// The bundle as PayPal publishes it: its own certificate first, then its issuers.
  func published(_ leaf: Certificate) throws -> String {
    try Self.pem([leaf, middle.certificate])
  }

  static func pem(_ certificates: [Certificate]) throws -> String {
    try certificates.map { try $0.serializeAsPEM().pemString }.joined(separator: "\n")
  }

  /// The date that many seconds after the moment of the tests.
  static func date(_ seconds: Int64) -> Date {
    Date(timeIntervalSince1970: TimeInterval(now.seconds + seconds))
  }

  /// The adapter of a shop that trusts the root; it knows no certificate yet.
  func adapter(
    webhookIDs: [String] = [webhookID],
    isLive: Bool = true,
    at address: String? = nil
  ) throws -> PayPalAdapter {
    try PayPalAdapter(
      SettingsSection(
        values: [
          "live": [String(isLive)], "client_id": ["client-1"], "webhook_ids": webhookIDs,
          "merchant_id": ["ESSMA871DS75E"],
        ].merging(address.map { ["api_url": [$0]] } ?? [:]) { $1 },
        secrets: ["client_secret": [try secret("secret-of-the-client")]],
        files: ["authorities": [try Self.pem([root.certificate])]]
      )
    )
  }

  /// The same adapter, knowing PayPal's certificate.
  func readyAdapter(webhookIDs: [String] = [webhookID]) throws -> PayPalAdapter {
    let adapter = try adapter(webhookIDs: webhookIDs)
    #expect(adapter.keep(try published(leaf()), from: Self.url, at: now))
    return adapter
  }

  /// The headers of a transmission, as PayPal's documentation describes them.
  func headers(
    _ body: String,
    webhookID: String = webhookID,
    time: String = "2026-11-18T11:06:40Z",
    url: String = url
  ) throws -> [(name: String, value: String)] {
    let id = "248b8e0f-8da5-11f0-e9e9-b56bf2e6614a"
    let text = "\(id)|\(time)|\(webhookID)|\(Self.crc32(Array(body.utf8)))"
    let signature = try key.signature(
      for: SHA256.hash(data: Data(text.utf8)),
      padding: .insecurePKCS1v1_5
    )
    return [
      ("Paypal-Transmission-Id", id), ("Paypal-Transmission-Time", time),
      ("Paypal-Transmission-Sig", signature.rawRepresentation.base64EncodedString()),
      ("Paypal-Cert-Url", url), ("Paypal-Auth-Algo", "SHA256withRSA"),
    ]
  }

  func request(_ body: String) throws -> WebhookRequest {
    WebhookRequest(headers: try headers(body), body: Array(body.utf8))
  }

  /// zlib's CRC-32, computed bit by bit.
  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in
        sum & 1 == 1 ? sum >> 1 ^ 0xedb8_8320 : sum >> 1
      }
    }
  }
}
