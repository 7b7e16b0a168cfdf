import Crypto
import CryptoExtras
import Foundation
import Payments
import Shop
import SwiftASN1
import Testing
import X509

/// WeChat Pay's side: the keys that sign its answers, and its list of certificates.
struct PretendWeChatPay: Sendable {
  static let shared = Result { try PretendWeChatPay() }
  private static let apiv3 = "0123456789abcdef0123456789abcdef"

  /// The key that has an ID instead of a certificate.
  let publicKey: Signer
  let certificate: Signer
  let successor: Signer
  /// Signs like the others, with an expired certificate.
  let expired: Signer
  private let merchantKey: _RSA.Signing.PrivateKey

  struct Signer: Sendable {
    let name: String
    let key: _RSA.Signing.PrivateKey
    /// The certificate in PEM, or the bare public key.
    let pem: String
  }

  private init() throws {
    merchantKey = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    let pem = key.publicKey.pemRepresentation
    publicKey = Signer(name: "PUB_KEY_ID_0116000000012025010100", key: key, pem: pem)
    certificate = try Self.signer(0x5A, until: 86_400)
    successor = try Self.signer(0x5B, until: 86_400 * 365)
    expired = try Self.signer(0x5C, until: -1)
  }

  private static func signer(_ byte: UInt8, until end: Int64) throws -> Signer {
    let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    let name = try DistinguishedName { CommonName("Tenpay.com sign") }
    let certificate = try Certificate(
      version: .v3,
      serialNumber: Certificate.SerialNumber(bytes: [UInt8](repeating: byte, count: 20)),
      publicKey: Certificate.PublicKey(key.publicKey),
      notValidBefore: PretendUnionPay.date(-86_400),
      notValidAfter: PretendUnionPay.date(end),
      issuer: name,
      subject: name,
      signatureAlgorithm: .sha256WithRSAEncryption,
      extensions: Certificate.Extensions(),
      issuerPrivateKey: Certificate.PrivateKey(key)
    )
    return Signer(
      name: String(repeating: String(byte, radix: 16, uppercase: true), count: 20),
      key: key,
      pem: try certificate.serializeAsPEM().pemString
    )
  }

  /// The adapter of a merchant that knows these signers.
  func adapter(
    at address: String,
    knowing signers: [Signer],
    more: [String: [String]] = [:],
    official: Bool = false
  ) throws -> WeChatPayAdapter {
    let isKey = { (signer: Signer) in signer.name == publicKey.name }
    return try WeChatPayAdapter(
      SettingsSection(
        values: [
          "mchid": ["1900000001"], "appid": ["wx1"], "merchant_serial": ["5d"],
          "public_key_id": signers.filter(isKey).map(\.name), "api_url": [address],
        ].merging(more) { _, new in new },
        secrets: [
          "merchant_key": [try #require(Secret(pem: merchantKey.pemRepresentation))],
          "apiv3_key": [try secret(Self.apiv3)],
          "official_account_secret": official ? [try secret("account-secret")] : [],
        ],
        files: [
          "public_key": signers.filter(isKey).map(\.pem),
          "platform_certificate": signers.filter { !isKey($0) }.map(\.pem),
        ]
      )
    )
  }

  /// The headers that `signer` adds to a body.
  private func headers(_ body: String, by signer: Signer) throws -> [String: String] {
    let digest = SHA256.hash(data: Data("\(now.seconds)\nnonce\n\(body)\n".utf8))
    let signature = try signer.key.signature(for: digest, padding: .insecurePKCS1v1_5)
    return [
      "Wechatpay-Serial": signer.name, "Wechatpay-Timestamp": String(now.seconds),
      "Wechatpay-Nonce": "nonce",
      "Wechatpay-Signature": signature.rawRepresentation.base64EncodedString(),
    ]
  }

  /// An answer that `signer` signs; `signed` is what the signature covers when it is not the body.
  func answer(
    _ status: Int,
    _ body: String,
    by signer: Signer,
    signed: String? = nil
  ) throws -> CannedServer.Answer {
    CannedServer.Answer(status, body, try headers(signed ?? body, by: signer))
  }

  func webhook(_ body: String, by signer: Signer) throws -> WebhookRequest {
    let headers = try headers(body, by: signer).map { ($0.key, $0.value) }
    return WebhookRequest(headers: headers, body: Array(body.utf8))
  }

  /// The list of certificates, each sealed with `key`, which is the merchant's by default.
  func list(_ signers: [Signer], sealedWith key: String = apiv3) throws -> String {
    let items = try signers.map { signer in
      let sealed = try AES.GCM.seal(
        Data(signer.pem.utf8),
        using: SymmetricKey(data: Data(key.utf8)),
        nonce: AES.GCM.Nonce(data: Data("abcdefghijkl".utf8)),
        authenticating: Data("certificate".utf8)
      )
      let text = (sealed.ciphertext + sealed.tag).base64EncodedString()
      return """
        {"serial_no":"\(signer.name)","encrypt_certificate":{"algorithm":"AEAD_AES_256_GCM",\
        "nonce":"abcdefghijkl","associated_data":"certificate","ciphertext":"\(text)"}}
        """
    }
    return #"{"data":[\#(items.joined(separator: ","))]}"#
  }

  /// Whether the merchant signed this text; the signature is in base64.
  func isMerchants(_ text: String, signed signature: String) throws -> Bool {
    let signature = _RSA.Signing.RSASignature(
      rawRepresentation: try #require(Data(base64Encoded: signature))
    )
    let digest = SHA256.hash(data: Data(text.utf8))
    return merchantKey.publicKey.isValidSignature(
      signature,
      for: digest,
      padding: .insecurePKCS1v1_5
    )
  }

  /// Whether the merchant's `Authorization` covers this request.
  func isMerchants(_ request: CannedServer.Request) throws -> Bool {
    let header = try #require(request.headers["Authorization"])
    let parts = header.split(separator: #"""#).map(String.init)
    let value = { (name: String) in
      parts.firstIndex { $0.hasSuffix(name + "=") }.map { parts[$0 + 1] } ?? ""
    }
    let signed = """
      \(request.method)\n\(request.path)\n\(value("timestamp"))\n\(value("nonce_str"))\n\
      \(request.body)\n
      """
    let signature = _RSA.Signing.RSASignature(
      rawRepresentation: try #require(Data(base64Encoded: value("signature")))
    )
    let digest = SHA256.hash(data: Data(signed.utf8))
    return value("mchid") == "1900000001" && value("serial_no") == "5D"
      && merchantKey.publicKey.isValidSignature(signature, for: digest, padding: .insecurePKCS1v1_5)
  }
}
