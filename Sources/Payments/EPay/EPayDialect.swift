import Crypto
import Foundation
import Shop

/// What an aggregator speaks: how messages are signed, and where it is called.
///
/// 彩虹易支付's own documents describe `v1` and `v2`; others copied the first and left parts out.
enum EPayDialect: Sendable {
  /// MD5 with a shared key, `submit.php` and `api.php`.
  ///
  /// `asksBySignature` where a question is signed and does not show the key.
  case v1(key: Secret, asksBySignature: Bool)
  /// RSA with SHA-256 and keys of both sides, `/api/pay/…`, a time in each request.
  case v2(own: RSAPrivateKey, platforms: [RSAPublicKey])

  /// As `sign_type` names it.
  var signType: String {
    switch self {
    case .v1: "MD5"
    case .v2: "RSA"
    }
  }

  /// The fields with what makes them a request: a time where one is wanted, and the signature.
  func signed(_ fields: [FormField], at now: Timestamp) throws(ProviderError) -> [FormField] {
    switch self {
    case .v1(let key, _):
      let signature = EPaySignature(Self.form(fields), key: key).text
      return fields + [FormField("sign", signature), FormField("sign_type", signType)]
    case .v2(let own, _):
      let all = fields + [FormField("timestamp", String(now.seconds))]
      let signature = try own.base64Signature(over: EPaySignature.signedBytes(of: Self.form(all)))
      return all + [FormField("sign", signature), FormField("sign_type", signType)]
    }
  }

  /// Whether the other side signed these fields.
  func isSigned(_ form: SignedForm) -> Bool {
    guard form.text("sign_type") == signType, let signature = form.text("sign") else {
      return false
    }
    switch self {
    case .v1(let key, _): return EPaySignature(form, key: key).matches(signature)
    case .v2(_, let platforms):
      let bytes = EPaySignature.signedBytes(of: form)
      return platforms.contains { $0.verifies(base64: signature, over: bytes) }
    }
  }

  private static func form(_ fields: [FormField]) -> SignedForm {
    do {
      return try SignedForm(
        decoded: fields.map { .init(name: Array($0.name.utf8), value: Array($0.value.utf8)) }
      )
    } catch {
      preconditionFailure("a request to EPay names a field twice")
    }
  }
}
