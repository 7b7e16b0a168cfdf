import Crypto
import CryptoExtras
import Foundation
import Payments
import Shop
import Testing

/// Alipay's side, signing as its documentation describes: one key for the whole run.
struct PretendAlipay: Sendable {
  static let shared = Result { try PretendAlipay() }

  private let key: _RSA.Signing.PrivateKey
  private let appKey: _RSA.Signing.PrivateKey

  private init() throws {
    key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    appKey = try _RSA.Signing.PrivateKey(keySize: .bits2048)
  }

  func adapter(
    gateway: String = "https://openapi.alipay.com/gateway.do",
    files: [String: [String]] = [:],
    values: [String: [String]] = [:]
  ) throws -> AlipayAdapter {
    try AlipayAdapter(
      SettingsSection(
        values: ["app_id": ["app"], "seller_id": ["seller"], "gateway_url": [gateway]]
          .merging(values) { $1 },
        secrets: ["app_key": [try #require(Secret(pem: appKey.pemRepresentation))]],
        files: ["alipay_public_key": [key.publicKey.pemRepresentation]].merging(files) { $1 }
      )
    )
  }

  func signature(_ text: String) throws -> String {
    let digest = SHA256.hash(data: Data(text.utf8))
    return try key.signature(for: digest, padding: .insecurePKCS1v1_5).rawRepresentation
      .base64EncodedString()
  }

  /// An answer of the gateway; `signed` is what the signature covers when it is not the value.
  func answer(_ method: String, _ value: String, signed: String? = nil) throws -> String {
    let name = method.replacing(".", with: "_") + "_response"
    return #"{"\#(name)":\#(value),"sign":"\#(try signature(signed ?? value))"}"#
  }

  /// A notification with these fields, signed.
  func notice(_ fields: [String: String]) throws -> WebhookRequest {
    let text = fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      .joined(separator: "&")
    let all = fields.merging(["sign": try signature(text), "sign_type": "RSA2"]) { $1 }
    let body = all.map { name, value in
      let plain = CharacterSet.alphanumerics
      return "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: plain) ?? "")"
    }.joined(separator: "&")
    return WebhookRequest(headers: [], body: Array(body.utf8))
  }
}
