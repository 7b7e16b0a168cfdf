import Crypto
import CryptoExtras
package import Foundation
import SwiftASN1
import X509

extension KeyFiles {
  /// New keys, certificates and numbers for all providers and for the shop.
  package static func make(at now: Date) throws -> KeyFiles {
    var making = KeyMaking(now: now)
    making.addSecrets()
    let merchantSerial = try making.addWeChat()
    try making.addAlipay()
    let stranger = try making.addStranger()
    try making.addUnionPay(stranger: stranger)
    try making.addPayPal(stranger: stranger)
    try making.addEPay()
    making.addMerchant(serial: merchantSerial)
    return KeyFiles(texts: making.texts)
  }
}

/// Key material under way.
private struct KeyMaking {
  let now: Date
  var texts: [String: String] = [:]

  mutating func addSecrets() {
    let digits = "0123456789abcdef"
    texts["stripe.key"] = "sk_test_" + Chance.text(24, of: digits) + "\n"
    texts["stripe-webhooks.key"] = "whsec_" + Chance.text(32, of: digits) + "\n"
    texts["wechatpay-apiv3.key"] = Chance.text(32) + "\n"
    texts["wechatpay-official-account.key"] = Chance.text(32) + "\n"
    texts["paypal-client.key"] = "E" + Chance.text(79) + "\n"
    texts["standard.key"] = "whsec_" + Data(Chance.bytes(32)).base64EncodedString() + "\n"
    texts["epay.key"] = Chance.text(32) + "\n"
  }

  mutating func addMerchant(serial: String) {
    let digits = "0123456789"
    let values = [
      "wechatpay.mchid": "16" + Chance.text(8, of: digits),
      "wechatpay.appid": "wx" + Chance.text(16, of: "0123456789abcdef"),
      "wechatpay.merchant_serial": serial,
      "wechatpay.public_key_id": "PUB_KEY_ID_01" + Chance.text(26, of: digits),
      "alipay.app_id": "2021" + Chance.text(12, of: digits),
      "alipay.seller_id": "2088" + Chance.text(12, of: digits),
      "unionpay.mer_id": "777290058" + Chance.text(6, of: digits),
      "paypal.client_id": "A" + Chance.text(79),
      "paypal.webhook_id": Chance.text(17, of: "0123456789ABCDEFGHJKLMNPRSTUVWXY"),
      "paypal.merchant_id": Chance.text(13, of: "23456789ABCDEFGHJKLMNPRSTUVWXY"),
      "epay.pid": "1" + Chance.text(3, of: digits),
    ]
    let lines = values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }
    texts["merchant.txt"] = lines.joined()
  }

  /// Returns the serial number of the merchant's certificate, as WeChat Pay writes it.
  mutating func addWeChat() throws -> String {
    let authority = try Authority(name: "Tenpay.com Root CA", now: now)
    let (merchant, platform, published) = try (newKey(), newKey(), newKey())
    texts["wechatpay-merchant.pem"] = merchant.pkcs8PEMRepresentation + "\n"
    texts["wechatpay-platform-key.pem"] = platform.pkcs8PEMRepresentation + "\n"
    texts["wechatpay-public-key.pem"] = published.pkcs8PEMRepresentation + "\n"
    texts["wechatpay-public.pem"] = published.publicKey.pemRepresentation + "\n"
    let certificate = try authority.certificate("Merchant", for: merchant.publicKey)
    try add("wechatpay-merchant-certificate.pem", certificate)
    let name = "Tenpay.com sign"
    try add("wechatpay-platform.pem", authority.certificate(name, for: platform.publicKey))
    let expired = try authority.certificate(name, for: platform.publicKey, isExpired: true)
    try add("wechatpay-platform-expired.pem", expired)
    return hex(certificate.serialNumber.bytes).uppercased()
  }

  mutating func addAlipay() throws {
    let (app, provider) = try (newKey(), newKey())
    texts["alipay-app.pem"] = app.pkcs8PEMRepresentation + "\n"
    texts["alipay-app-public.pem"] = app.publicKey.pemRepresentation + "\n"
    texts["alipay-key.pem"] = provider.pkcs8PEMRepresentation + "\n"
    texts["alipay-public.pem"] = provider.publicKey.pemRepresentation + "\n"
    let root = try Authority(name: "Ant Financial Certification Authority R1", now: now)
    let middle = try root.authority(named: "Ant Financial Certification Authority Class 2 R1")
    try add("alipay-root.crt", root.certificate)
    try add("alipay-certificate.crt", middle.certificate("Alipay", for: provider.publicKey))
    texts["alipay-certificate.crt", default: ""] += try middle.certificate.serializeAsPEM()
      .pemString
    try add("alipay-app-certificate.crt", middle.certificate("Shop", for: app.publicKey))
  }

  mutating func addEPay() throws {
    let (shop, platform) = try (newKey(), newKey())
    texts["epay-merchant.pem"] = shop.pkcs8PEMRepresentation + "\n"
    texts["epay-platform-key.pem"] = platform.pkcs8PEMRepresentation + "\n"
    texts["epay-platform.pem"] = platform.publicKey.pemRepresentation + "\n"
  }

  /// An authority that nobody knows, and the key of its leaves.
  mutating func addStranger() throws -> (Authority, _RSA.Signing.PublicKey) {
    let key = try newKey()
    texts["unionpay-stranger-key.pem"] = key.pkcs8PEMRepresentation + "\n"
    return (try Authority(name: "Stranger Root CA", now: now), key.publicKey)
  }

  mutating func addUnionPay(stranger: (Authority, _RSA.Signing.PublicKey)) throws {
    let root = try Authority(name: "CFCA TEST CS CA", now: now)
    let middle = try root.authority(named: "CFCA TEST OCA1")
    let (merchant, signing) = try (newKey(), newKey())
    texts["unionpay-merchant.pem"] = merchant.pkcs8PEMRepresentation + "\n"
    texts["unionpay-signing-key.pem"] = signing.pkcs8PEMRepresentation + "\n"
    let owner = "041@8310000000083040@中国银联股份有限公司@00016495"
    try add("unionpay-root.pem", root.certificate)
    try add("unionpay-middle.pem", middle.certificate)
    try add("unionpay-signing.pem", middle.certificate(owner, for: signing.publicKey))
    let expired = try middle.certificate(owner, for: signing.publicKey, isExpired: true)
    try add("unionpay-signing-expired.pem", expired)
    try add("unionpay-stranger.pem", stranger.0.certificate(owner, for: stranger.1))
    let shop = "041@777290058110097@Card Shop@00000001"
    let certificate = try middle.certificate(shop, for: merchant.publicKey, serialLength: 5)
    try add("unionpay-merchant-certificate.pem", certificate)
  }

  mutating func addPayPal(stranger: (Authority, _RSA.Signing.PublicKey)) throws {
    let root = try Authority(name: "DigiCert Global Root G2 (pretend)", now: now)
    let middle = try root.authority(named: "DigiCert EV RSA CA G2 (pretend)")
    let key = try newKey()
    let name = "messageverificationcerts.paypal.com"
    texts["paypal-key.pem"] = key.pkcs8PEMRepresentation + "\n"
    try add("paypal-root.pem", root.certificate)
    try add("paypal-middle.pem", middle.certificate)
    try add("paypal-certificate.pem", middle.certificate(name, for: key.publicKey, isHost: true))
    let expired = try middle.certificate(
      name,
      for: key.publicKey,
      isHost: true,
      isExpired: true
    )
    try add("paypal-expired.pem", expired)
    let strange = try stranger.0.certificate(name, for: stranger.1, isHost: true)
    try add("paypal-stranger.pem", strange)
  }

  private mutating func add(_ name: String, _ certificate: Certificate) throws {
    texts[name] = try certificate.serializeAsPEM().pemString + "\n"
  }
}

private func newKey() throws -> _RSA.Signing.PrivateKey {
  try _RSA.Signing.PrivateKey(keySize: .bits2048)
}

/// One that signs certificates.
private struct Authority {
  let certificate: Certificate
  let now: Date
  private let key: _RSA.Signing.PrivateKey

  private static let day: TimeInterval = 24 * 3600
  private static let lifetime = 5 * 365 * day

  /// A root.
  init(name: String, now: Date) throws {
    let subject = try DistinguishedName { CommonName(name) }
    try self.init(named: subject, issuedBy: nil, now: now)
  }

  private init(
    named subject: DistinguishedName,
    issuedBy issuer: Authority?,
    now: Date
  ) throws {
    self.now = now
    key = try newKey()
    certificate = try Certificate(
      version: .v3,
      serialNumber: newSerial(20),
      publicKey: .init(key.publicKey),
      notValidBefore: now.addingTimeInterval(-10 * Self.day),
      notValidAfter: now.addingTimeInterval(2 * Self.lifetime),
      issuer: issuer?.certificate.subject ?? subject,
      subject: subject,
      signatureAlgorithm: .sha256WithRSAEncryption,
      extensions: Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
        Critical(KeyUsage(keyCertSign: true, cRLSign: true))
      },
      issuerPrivateKey: .init(issuer?.key ?? key)
    )
  }

  /// One below this.
  func authority(named name: String) throws -> Authority {
    let subject = try DistinguishedName { CommonName(name) }
    return try Authority(named: subject, issuedBy: self, now: now)
  }

  /// A certificate of somebody who signs messages.
  func certificate(
    _ name: String,
    for publicKey: _RSA.Signing.PublicKey,
    serialLength: Int = 20,
    isHost: Bool = false,
    isExpired: Bool = false
  ) throws -> Certificate {
    let end = isExpired ? now.addingTimeInterval(-Self.day) : now.addingTimeInterval(Self.lifetime)
    return try Certificate(
      version: .v3,
      serialNumber: newSerial(serialLength),
      publicKey: .init(publicKey),
      notValidBefore: now.addingTimeInterval(-9 * Self.day),
      notValidAfter: end,
      issuer: certificate.subject,
      subject: DistinguishedName {
        CountryName("CN")
        CommonName(name)
      },
      signatureAlgorithm: .sha256WithRSAEncryption,
      extensions: Certificate.Extensions {
        Critical(BasicConstraints.notCertificateAuthority)
        Critical(KeyUsage(digitalSignature: true))
        if isHost { SubjectAlternativeNames([.dnsName(name)]) }
      },
      issuerPrivateKey: .init(key)
    )
  }
}

/// A positive number of exactly so many bytes, so that its hexadecimal form has a fixed length.
private func newSerial(_ length: Int) -> Certificate.SerialNumber {
  var bytes = Chance.bytes(length)
  bytes[0] = (bytes[0] & 0x3f) | 0x40
  return Certificate.SerialNumber(bytes: bytes)
}
