import Crypto
import CryptoExtras
import Foundation

/// EPay's two kinds of signature over sorted names and values.
///
/// Source: 彩虹易支付 开发文档, 签名算法: empty values, `sign` and `sign_type` are left out, the rest is
/// sorted by name; `v1` puts the key behind it and takes the MD5, `v2` signs with SHA256WithRSA.
package enum EPaySeal {
  /// What is signed: `name=value` joined with `&`.
  package static func text(_ fields: [String: String]) -> [UInt8] {
    let signed = fields.filter { !["sign", "sign_type"].contains($0.key) && !$0.value.isEmpty }
    return Array(
      signed.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { "\($0.key)=\($0.value)" }.joined(separator: "&").utf8
    )
  }

  /// The first interface's signature, in lower-case hexadecimal.
  package static func md5(_ fields: [String: String], key: String) -> String {
    hex(Insecure.MD5.hash(data: Data(text(fields) + Array(key.utf8))))
  }
}

/// EPay's keys, and what it knows of the shop's.
struct EPayKeys: Sendable {
  let pid: String
  let key: String
  let platform: _RSA.Signing.PrivateKey
  let shop: _RSA.Signing.PublicKey

  init(_ files: KeyFiles) throws(KeysError) {
    pid = try MerchantValues(files).value("epay.pid")
    key = try files.text("epay.key")
    platform = try files.key("epay-platform-key.pem")
    shop = try files.key("epay-merchant.pem").publicKey
  }

  /// The fields with their signature, in the dialect in which the order was placed.
  func signed(_ fields: [String: String], isSecond: Bool) throws -> [String: String] {
    var signed = fields
    signed["sign"] =
      isSecond
      ? try Signing.sign(EPaySeal.text(fields), with: platform) : EPaySeal.md5(fields, key: key)
    signed["sign_type"] = isSecond ? "RSA" : "MD5"
    return signed
  }
}
