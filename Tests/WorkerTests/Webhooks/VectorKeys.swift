import Foundation
import Payments
import Shop

/// A merchant's keys in `webhooks.keys.json`, for any provider.
struct VectorKeys: Decodable, Sendable {
  private let values: [String: Value]

  /// A value of a key profile.
  private enum Value: Decodable, Sendable {
    case flag(Bool)
    case text(String)
    case texts([String])
    case map([String: String])
    case keys([PlatformKey])

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      self =
        try Self.attempt { .flag(try value.decode(Bool.self)) }
        ?? Self.attempt { .text(try value.decode(String.self)) }
        ?? Self.attempt { .texts(try value.decode([String].self)) }
        ?? Self.attempt { .map(try value.decode([String: String].self)) }
        ?? .keys(value.decode([PlatformKey].self))
    }

    private static func attempt(_ read: () throws -> Value) -> Value? {
      do { return try read() } catch { return nil }
    }
  }

  struct PlatformKey: Decodable, Sendable {
    let serial: String
    let certificatePEM: String?
    let publicKeyPEM: String?

    enum CodingKeys: String, CodingKey {
      case serial
      case certificatePEM = "certificate_pem"
      case publicKeyPEM = "public_key_pem"
    }
  }

  init(from decoder: any Decoder) throws {
    values = try decoder.singleValueContainer().decode([String: Value].self)
  }

  func text(_ name: String) -> String? {
    if case .text(let text) = values[name] { text } else { nil }
  }

  func texts(_ name: String) -> [String] {
    if case .texts(let texts) = values[name] { texts } else { [] }
  }

  func map(_ name: String) -> [String: String] {
    if case .map(let map) = values[name] { map } else { [:] }
  }

  private func flag(_ name: String) -> Bool {
    if case .flag(let flag) = values[name] { flag } else { true }
  }

  private var platformKeys: [PlatformKey] {
    if case .keys(let keys) = values["platform_keys"] { keys } else { [] }
  }

  /// The section of `worker.yaml` of such a merchant.
  func section(of provider: Provider) throws -> SettingsSection {
    let merchant = try unwrapped(Secret(pem: try Self.file("merchant")))
    switch provider {
    case .stripe:
      return SettingsSection(
        values: ["live": [String(flag("livemode"))]],
        secrets: [
          "secret_key": try secrets(["rk_not_a_key_of_any_mode"]),
          "webhook_secrets": try secrets(texts("webhook_secrets")),
        ]
      )
    case .standard:
      return SettingsSection(
        values: [
          "public_keys": texts("public_keys"),
          "event_paid": [map("map")["paid"] ?? "payment.succeeded"],
          "event_refunded": [map("map")["refunded"] ?? "payment.refunded"],
        ],
        secrets: ["secrets": try secrets(texts("secrets"))]
      )
    case .wechatpay:
      return SettingsSection(
        values: [
          "mchid": one("mchid"), "appid": one("appid"),
          "merchant_serial": ["5157F09EFDC096DE15EBE81A47057A7232F1B8E1"],
          "public_key_id": platformKeys.filter { $0.publicKeyPEM != nil }.map(\.serial),
        ],
        secrets: [
          "merchant_key": [merchant], "apiv3_key": try secrets(one("apiv3_key")),
        ],
        files: [
          "platform_certificate": platformKeys.compactMap(\.certificatePEM),
          "public_key": platformKeys.compactMap(\.publicKeyPEM),
        ]
      )
    case .alipay:
      return SettingsSection(
        values: ["app_id": one("app_id"), "seller_id": one("seller_id")],
        secrets: ["app_key": [merchant]],
        files: [
          "alipay_public_key": one("alipay_public_key"),
          "alipay_certificate": one("alipay_cert_pem"),
        ]
      )
    case .unionpay, .paypal, .epay, .manual: return try furtherSection(of: provider, merchant)
    }
  }

  private func furtherSection(
    of provider: Provider,
    _ merchant: Secret
  ) throws -> SettingsSection {
    switch provider {
    case .unionpay:
      return SettingsSection(
        values: ["live": ["true"], "mer_id": one("mer_id")],
        secrets: ["merchant_key": [merchant]],
        files: [
          "merchant_certificate": [try Self.file("merchant-certificate")],
          "root_certificate": one("root_cert_pem"), "middle_certificate": one("middle_cert_pem"),
        ]
      )
    case .paypal:
      return SettingsSection(
        values: [
          "live": ["true"], "client_id": ["client-of-the-vectors"],
          "webhook_ids": texts("webhook_ids"), "merchant_id": one("merchant_id"),
        ],
        secrets: ["client_secret": try secrets(["a1b2c3d4e5f6a7b8c9d0"])],
        files: ["authorities": one("root_cert_pem") + one("intermediate_cert_pem")]
      )
    case .epay:
      return SettingsSection(
        values: [
          "pid": one("pid"), "understood": ["true"], "gateway_url": ["https://pay.epay.example"],
        ],
        secrets: ["key": try secrets(one("key"))]
      )
    case .stripe, .standard, .wechatpay, .alipay, .manual: return SettingsSection()
    }
  }

  private func one(_ name: String) -> [String] { text(name).map { [$0] } ?? [] }

  private func secrets(_ texts: [String]) throws -> [Secret] {
    try texts.map { try unwrapped(Secret($0)) }
  }

  private static func file(_ name: String) throws -> String {
    let path = try unwrapped(Bundle.module.path(forResource: "Vectors/\(name)", ofType: "pem"))
    return try String(contentsOfFile: path, encoding: .utf8)
  }
}
