import Crypto
package import CryptoExtras
import Foundation
import SwiftASN1
import X509

/// Every key of a run, read once.
package struct Keys: Sendable {
  let stripe: StripeKeys
  let wechat: WeChatKeys
  let alipay: AlipayKeys
  let unionpay: UnionPayKeys
  let paypal: PayPalKeys
  let epay: EPayKeys

  /// Reads the files of a key folder.
  package init(_ files: KeyFiles) throws(KeysError) {
    stripe = try StripeKeys(
      apiKey: files.text("stripe.key"),
      webhookSecret: files.text("stripe-webhooks.key")
    )
    wechat = try WeChatKeys(files)
    alipay = try AlipayKeys(files)
    unionpay = try UnionPayKeys(files)
    paypal = try PayPalKeys(files)
    epay = try EPayKeys(files)
  }
}

/// Stripe's keys.
struct StripeKeys: Sendable {
  let apiKey: String
  let webhookSecret: String
}

/// WeChat Pay's keys, and what it knows of the merchant's.
struct WeChatKeys: Sendable {
  let mchid: String
  let appid: String
  let merchantSerial: String
  let merchantKey: _RSA.Signing.PublicKey
  /// 32 characters that both sides know.
  let apiV3Key: String
  /// Of the official account whose app `appid` is.
  let officialSecret: String
  let publicKeyID: String
  /// The private half of the public key that `publicKeyID` names.
  let publicKeySigner: _RSA.Signing.PrivateKey
  let platformSigner: _RSA.Signing.PrivateKey
  let platform: NamedCertificate
  let expiredPlatform: NamedCertificate
  let stranger: _RSA.Signing.PrivateKey

  init(_ files: KeyFiles) throws(KeysError) {
    let merchant = try MerchantValues(files)
    mchid = try merchant.value("wechatpay.mchid")
    appid = try merchant.value("wechatpay.appid")
    merchantSerial = try merchant.value("wechatpay.merchant_serial")
    publicKeyID = try merchant.value("wechatpay.public_key_id")
    merchantKey = try files.key("wechatpay-merchant.pem").publicKey
    apiV3Key = try files.text("wechatpay-apiv3.key")
    officialSecret = try files.text("wechatpay-official-account.key")
    publicKeySigner = try files.key("wechatpay-public-key.pem")
    platformSigner = try files.key("wechatpay-platform-key.pem")
    platform = try NamedCertificate(files, "wechatpay-platform.pem")
    expiredPlatform = try NamedCertificate(files, "wechatpay-platform-expired.pem")
    stranger = try files.key("unionpay-stranger-key.pem")
  }
}

/// Alipay's keys, and what it knows of the app's.
struct AlipayKeys: Sendable {
  let appID: String
  let sellerID: String
  let appKey: _RSA.Signing.PublicKey
  let signer: _RSA.Signing.PrivateKey
  let stranger: _RSA.Signing.PrivateKey
  /// What certificate mode names each certificate by.
  let names: (app: String, own: String, root: String)
  /// Alipay's certificate, with what vouches for it below.
  let certificate: String

  init(_ files: KeyFiles) throws(KeysError) {
    let merchant = try MerchantValues(files)
    certificate = try files.text("alipay-certificate.crt") + "\n"
    names = (
      try Self.name(files, "alipay-app-certificate.crt"),
      try Self.name(files, "alipay-certificate.crt"), try Self.name(files, "alipay-root.crt")
    )
    appID = try merchant.value("alipay.app_id")
    sellerID = try merchant.value("alipay.seller_id")
    appKey = try files.publicKey("alipay-app-public.pem")
    signer = try files.key("alipay-key.pem")
    stranger = try files.key("unionpay-stranger-key.pem")
  }

  /// MD5 over the issuer, its last part first, and the serial number in decimal digits.
  private static func name(_ files: KeyFiles, _ file: String) throws(KeysError) -> String {
    let certificate: Certificate
    do {
      let text = try files.text(file)
      let end = "-----END CERTIFICATE-----"
      let first = text.range(of: end).map { String(text[..<$0.upperBound]) } ?? text
      certificate = try Certificate(pemEncoded: first)
    } catch let error as KeysError {
      throw error
    } catch {
      throw .broken(file)
    }
    let issuer = certificate.issuer.reversed().flatMap { $0 }.map { part in
      let letters = part.type == .RDNAttributeType.commonName ? "CN" : "C"
      return "\(letters)=\(String(part.value) ?? "")"
    }
    let text = issuer.joined(separator: ",") + decimal(certificate.serialNumber.bytes)
    return hex(Array(Insecure.MD5.hash(data: Data(text.utf8))))
  }
}

/// UnionPay's keys, and what it knows of the merchant's.
struct UnionPayKeys: Sendable {
  let merID: String
  /// The merchant's, whose serial number is the `certId` of requests.
  let merchant: NamedCertificate
  let merchantKey: _RSA.Signing.PublicKey
  let signer: _RSA.Signing.PrivateKey
  let signing: NamedCertificate
  let expiredSigning: NamedCertificate
  let stranger: _RSA.Signing.PrivateKey
  let strangerCertificate: NamedCertificate

  init(_ files: KeyFiles) throws(KeysError) {
    merID = try MerchantValues(files).value("unionpay.mer_id")
    merchant = try NamedCertificate(files, "unionpay-merchant-certificate.pem")
    merchantKey = try files.key("unionpay-merchant.pem").publicKey
    signer = try files.key("unionpay-signing-key.pem")
    signing = try NamedCertificate(files, "unionpay-signing.pem")
    expiredSigning = try NamedCertificate(files, "unionpay-signing-expired.pem")
    stranger = try files.key("unionpay-stranger-key.pem")
    strangerCertificate = try NamedCertificate(files, "unionpay-stranger.pem")
  }
}

/// PayPal's keys, and what it knows of the app's.
struct PayPalKeys: Sendable {
  let clientID: String
  let clientSecret: String
  let webhookID: String
  let merchantID: String
  let signer: _RSA.Signing.PrivateKey
  /// The leaf and the certificate above it, as they are served.
  let chain: String
  let expiredChain: String
  let stranger: _RSA.Signing.PrivateKey
  let strangerCertificate: String

  init(_ files: KeyFiles) throws(KeysError) {
    let merchant = try MerchantValues(files)
    clientID = try merchant.value("paypal.client_id")
    webhookID = try merchant.value("paypal.webhook_id")
    merchantID = try merchant.value("paypal.merchant_id")
    clientSecret = try files.text("paypal-client.key")
    signer = try files.key("paypal-key.pem")
    let middle = try files.text("paypal-middle.pem")
    chain = try files.text("paypal-certificate.pem") + "\n" + middle + "\n"
    expiredChain = try files.text("paypal-expired.pem") + "\n" + middle + "\n"
    stranger = try files.key("unionpay-stranger-key.pem")
    strangerCertificate = try files.text("paypal-stranger.pem") + "\n"
  }
}

/// A certificate as text, with the number that messages name it by.
struct NamedCertificate: Sendable {
  let pem: String
  /// Capital hexadecimal digits.
  let serial: String
  /// The same number as decimal digits.
  let decimalSerial: String
  /// As RFC 3339 moments.
  let validity: (from: String, until: String)

  init(_ files: KeyFiles, _ name: String) throws(KeysError) {
    pem = try files.text(name) + "\n"
    let certificate: Certificate
    do {
      certificate = try Certificate(pemEncoded: pem)
    } catch {
      throw .broken(name)
    }
    serial = hex(certificate.serialNumber.bytes).uppercased()
    decimalSerial = decimal(certificate.serialNumber.bytes)
    validity = (
      beijingMoment(Int64(certificate.notValidBefore.timeIntervalSince1970)),
      beijingMoment(Int64(certificate.notValidAfter.timeIntervalSince1970))
    )
  }
}

/// A big-endian number in decimal digits.
private func decimal(_ bytes: some Collection<UInt8>) -> String {
  var digits: [Int] = [0]
  for byte in bytes {
    var carry = Int(byte)
    for index in digits.indices {
      let value = digits[index] * 256 + carry
      digits[index] = value % 10
      carry = value / 10
    }
    while carry > 0 {
      digits.append(carry % 10)
      carry /= 10
    }
  }
  return digits.reversed().map(String.init).joined()
}

/// The lines of `merchant.txt`.
struct MerchantValues {
  private let values: [String: String]

  init(_ files: KeyFiles) throws(KeysError) {
    values = try files.merchant()
  }

  func value(_ name: String) throws(KeysError) -> String {
    guard let value = values[name] else { throw .missingValue(name) }
    return value
  }
}

/// RSA PKCS#1 v1.5 with SHA-256, which four of the providers use.
package enum Signing {
  /// A signature in base64.
  package static func sign(
    _ bytes: some Sequence<UInt8>,
    with key: _RSA.Signing.PrivateKey
  ) throws -> String {
    let signature = try key.signature(for: Data(bytes), padding: .insecurePKCS1v1_5)
    return signature.rawRepresentation.base64EncodedString()
  }

  /// Whether a signature in base64 fits.
  package static func fits(
    _ signature: String,
    _ bytes: some Sequence<UInt8>,
    key: _RSA.Signing.PublicKey
  ) -> Bool {
    guard let raw = Data(base64Encoded: signature) else { return false }
    return key.isValidSignature(
      .init(rawRepresentation: raw),
      for: Data(bytes),
      padding: .insecurePKCS1v1_5
    )
  }
}
