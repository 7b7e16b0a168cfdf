package import CryptoExtras

/// Alipay's signatures: RSA2 over sorted names and values.
package enum AlipaySignature {
  /// What a request signs: everything that is not empty, `sign_type` too.
  package static func requestText(_ fields: [String: String]) -> [UInt8] {
    text(fields.filter { $0.key != "sign" && !$0.value.isEmpty })
  }

  /// What a notification or a return signs: everything but the signature and its type.
  package static func noticeText(_ fields: [String: String]) -> [UInt8] {
    text(fields.filter { $0.key != "sign" && $0.key != "sign_type" })
  }

  /// Adds the signature and its type to a notification or a return.
  package static func signed(
    _ fields: [String: String],
    with key: _RSA.Signing.PrivateKey
  ) throws -> [String: String] {
    var signed = fields
    signed["sign"] = try Signing.sign(noticeText(fields), with: key)
    signed["sign_type"] = "RSA2"
    return signed
  }

  private static func text(_ fields: [String: String]) -> [UInt8] {
    let names = fields.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return Array(names.map { "\($0)=\(fields[$0] ?? "")" }.joined(separator: "&").utf8)
  }
}
