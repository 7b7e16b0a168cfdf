import Crypto
import CryptoExtras
import Foundation
import cardstock_mockpay

/// Requests of a shop to EPay, signed as its documents say and not by the code under test.
enum EPaySample {
  static func order(_ changes: [String: String] = [:]) throws -> [String: String] {
    var fields = try base().merging(changes) { $1 }
    let key = try SampleKeys.files().text("epay.key")
    let digest = Insecure.MD5.hash(data: Data((text(fields) + key).utf8))
    fields["sign"] = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    fields["sign_type"] = "MD5"
    return fields
  }

  static func secondOrder(at time: Int64) throws -> [String: String] {
    var fields = try base()
    fields["timestamp"] = String(time)
    let signature = try _RSA.Signing.PrivateKey(
      pemRepresentation: SampleKeys.files().text("epay-merchant.pem")
    ).signature(
      for: SHA256.hash(data: Data(text(fields).utf8)),
      padding: .insecurePKCS1v1_5
    )
    fields["sign"] = signature.rawRepresentation.base64EncodedString()
    fields["sign_type"] = "RSA"
    return fields
  }

  private static func base() throws -> [String: String] {
    let merchant = try SampleKeys.files().text("merchant.txt")
    let line = merchant.split(separator: "\n").first { $0.hasPrefix("epay.pid=") } ?? ""
    let pid = String(line.dropFirst(9))
    return [
      "pid": pid, "type": "wxpay", "out_trade_no": "E1B2C3D4E5F6G7H8J9K0",
      "notify_url": "http://127.0.0.1:8090/webhooks/epay", "name": "STEAM-50", "money": "48.50",
    ]
  }

  private static func text(_ fields: [String: String]) -> String {
    fields.keys.sorted().map { "\($0)=\(fields[$0] ?? "")" }.joined(separator: "&")
  }
}
