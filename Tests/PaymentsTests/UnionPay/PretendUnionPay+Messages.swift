import Crypto
import CryptoExtras
import Foundation
import Payments
import Testing

extension PretendUnionPay {
  /// A purchase's notification, without certificate and signature.
  static let paid = [
    "accessType": "0", "bizType": "000201", "currencyCode": "156", "encoding": "UTF-8",
    "merId": merchantID, "orderId": "CSZTL2EYAMJZ00010001", "queryId": "972585085201412455803",
    "respCode": "00", "respMsg": "成功[0000000]", "settleAmt": "9700", "settleCurrencyCode": "156",
    "settleDate": "1118", "signMethod": "01", "traceNo": "455803", "traceTime": "1118190640",
    "txnAmt": "9700", "txnSubType": "01", "txnTime": "20261118190640", "txnType": "01",
    "version": "5.1.0", "payCardType": "",
  ]

  /// A refund's notification, whose order number is its own.
  static let refunded = paid.merging([
    "txnType": "04", "txnSubType": "00", "orderId": "RF839EJLCWG36T00", "txnAmt": "1500",
    "queryId": "978856395898153578042", "origQryId": "972585085201412455803",
  ]) { $1 }

  /// Everything but the signature and empty values, as UnionPay's documentation describes it.
  private static func text(_ fields: [String: String]) -> String {
    fields.filter { $0.key != "signature" && !$0.value.isEmpty }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { "\($0.key)=\($0.value)" }.joined(separator: "&")
  }

  private static func digits(_ text: Data) -> Data {
    let digits = SHA256.hash(data: text).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return Data(digits.joined().utf8)
  }

  /// The fields with certificate and signature; `charset` encodes their text.
  func signed(
    _ fields: [String: String],
    _ certificate: String? = nil,
    charset: (String) -> Data = { Data($0.utf8) }
  ) throws -> [String: String] {
    var fields = fields
    fields["signPubKeyCert"] = try certificate ?? self.certificate()
    let signature = try key.signature(
      for: SHA256.hash(data: Self.digits(charset(Self.text(fields)))),
      padding: .insecurePKCS1v1_5
    )
    fields["signature"] = signature.rawRepresentation.base64EncodedString()
    return fields
  }

  /// Whether the merchant's signature is right.
  func isMerchants(_ fields: [String: String]) -> Bool {
    guard let signature = Data(base64Encoded: fields["signature"] ?? "") else { return false }
    return merchantKey.publicKey.isValidSignature(
      _RSA.Signing.RSASignature(rawRepresentation: signature),
      for: SHA256.hash(data: Self.digits(Data(Self.text(fields).utf8))),
      padding: .insecurePKCS1v1_5
    )
  }

  static func form(_ fields: [String: String]) -> String {
    let plain = CharacterSet(
      charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._* "
    )
    return fields.map { name, value in
      let escaped = value.addingPercentEncoding(withAllowedCharacters: plain) ?? "?"
      return "\(name)=\(escaped.replacing(" ", with: "+"))"
    }.joined(separator: "&")
  }

  static func request(_ body: String) -> WebhookRequest {
    WebhookRequest(
      headers: [("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")],
      body: Array(body.utf8),
      query: "a=b"
    )
  }

  /// An answer as the gateway writes it: without escapes, with nested values.
  func answer(
    _ changes: [String: String],
    to fields: [String: String] = paid
  ) throws -> CannedServer.Answer {
    let all = fields.merging(["reserved": "{cardNumberLock=1&customerCity=[021&1]}"]) { $1 }
      .merging(changes) { $1 }
    let text = try signed(all).filter { !$0.value.isEmpty }
      .map { "\($0.key)=\($0.value)" }.joined(separator: "&")
    return CannedServer.Answer(200, text)
  }
}

extension CannedServer.Request {
  /// The fields of the form that was sent.
  var form: [String: String] {
    var fields: [String: String] = [:]
    for pair in body.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1).map { $0.removingPercentEncoding ?? "?" }
      fields[parts[0]] = parts.count == 2 ? parts[1] : ""
    }
    return fields
  }
}
