package import CryptoExtras

/// The signatures of WeChat Pay's API v3, of requests and of everything that comes back.
package enum WeChatSignature {
  static let scheme = "WECHATPAY2-SHA256-RSA2048"
  /// How far a request's time may be from now, in seconds.
  static let tolerance: Int64 = 300

  /// What a merchant signs: each part ends its line, the body too.
  package static func requestText(
    method: String,
    target: String,
    timestamp: String,
    nonce: String,
    body: [UInt8]
  ) -> [UInt8] {
    Array("\(method)\n\(target)\n\(timestamp)\n\(nonce)\n".utf8) + body + [10]
  }

  /// What WeChat Pay signs.
  package static func answerText(timestamp: String, nonce: String, body: [UInt8]) -> [UInt8] {
    Array("\(timestamp)\n\(nonce)\n".utf8) + body + [10]
  }

  /// Says what is wrong with the `Authorization` header of a request; nil if nothing.
  package static func fault(
    in authorization: String?,
    method: String,
    target: String,
    body: [UInt8],
    mchid: String,
    serial: String,
    key: _RSA.Signing.PublicKey,
    at now: Int64
  ) -> String? {
    guard let authorization, authorization.hasPrefix(scheme + " ") else {
      return "Authorization: expected \(scheme) …"
    }
    guard let fields = fields(authorization.dropFirst(scheme.count + 1)) else {
      return "Authorization: expected name=\"value\" separated by commas"
    }
    guard let timestamp = fields["timestamp"], let nonce = fields["nonce_str"],
      let signature = fields["signature"], let sender = fields["mchid"],
      let number = fields["serial_no"], fields.count == 5
    else { return "Authorization: expected mchid, nonce_str, signature, timestamp, serial_no" }
    guard sender == mchid else { return "mchid: expected \(mchid), found \(sender)" }
    guard number == serial else { return "serial_no: expected \(serial), found \(number)" }
    guard (1...32).contains(nonce.count) else { return "nonce_str: expected 1 to 32 characters" }
    guard let moment = Int64(timestamp), (moment - now).magnitude <= tolerance else {
      return "timestamp: expected within 5 minutes of \(now), found \(timestamp)"
    }
    let text = requestText(
      method: method,
      target: target,
      timestamp: timestamp,
      nonce: nonce,
      body: body
    )
    guard Signing.fits(signature, text, key: key) else {
      return "the signature does not fit \(method) \(target) with a body of \(body.count) bytes"
    }
    return nil
  }

  private static func fields(_ text: Substring) -> [String: String]? {
    var fields: [String: String] = [:]
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard halves.count == 2, halves[1].count >= 2, halves[1].hasPrefix("\""),
        halves[1].hasSuffix("\"")
      else { return nil }
      let value = String(halves[1].dropFirst().dropLast())
      let name = String(halves[0].drop { $0 == " " })
      guard fields.updateValue(value, forKey: name) == nil else { return nil }
    }
    return fields
  }
}
