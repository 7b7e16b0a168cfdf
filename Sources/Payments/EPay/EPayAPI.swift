import Crypto
import Foundation
import Shop
import Text
import Transport

extension EPayAdapter {
  /// Sends fields and reads the answer; nil where it is a refusal, which may be unsigned.
  ///
  /// Nothing is ever settled by a refusal.
  func ask(
    _ method: HTTPRequest.Method,
    _ path: String,
    _ fields: [FormField],
    _ what: String,
    isRepeatable: Bool = true
  ) throws(ProviderError) -> EPayOrderDocument? {
    var form = FormBody()
    for field in fields { form.add(field.name, field.value) }
    let text = String(decoding: form.bytes, as: UTF8.self)
    var request = HTTPRequest(method, "\(gateway)/\(path)\(method == .get ? "?\(text)" : "")")
    if method == .post {
      request.headers = [("Content-Type", "application/x-www-form-urlencoded")]
      request.body = .bytes(form.bytes)
    }
    request.allowsPlainLoopback = gateway.isMock
    let response = try request.answer(isRepeatable: isRepeatable)
    switch response.status {
    case 200: break
    case 429, 500...: throw .temporary("EPay answered \(response.status)")
    default: throw .refused("EPay answered \(response.status)")
    }
    return try believed(response.body, what)
  }

  private func believed(
    _ body: [UInt8],
    _ what: String
  ) throws(ProviderError) -> EPayOrderDocument? {
    let order: EPayOrderDocument
    do {
      order = try JSONDecoder().decode(EPayOrderDocument.self, from: Data(body))
    } catch {
      throw .untrusted("EPay's answer \(what) cannot be read")
    }
    switch dialect {
    // Any other code, of which there is no list, means that the buyer has not been there yet.
    case .v1: return order["code"] == "1" ? order : nil
    case .v2:
      guard order["code"] == "0" else { return nil }
      guard let form = order.form, dialect.isSigned(form) else {
        throw .untrusted("EPay has not signed its answer \(what)")
      }
      return order
    }
  }

  static func yuan(_ text: String) -> Money? {
    guard let currency = Currency("CNY") else { return nil }
    do {
      return try Money(parsing: text, currency: currency)
    } catch {
      return nil
    }
  }
}

/// The interface of an aggregator: how messages are signed, and where it is called.
///
/// 彩虹易支付 documents `v1` and `v2`; others copied the first and left parts out.
enum EPayDialect: Sendable {
  /// MD5 with a shared key, `submit.php` and `api.php`.
  ///
  /// With `asksBySignature` a question is signed, so that it does not show the key.
  case v1(key: Secret, asksBySignature: Bool)
  /// RSA with SHA-256 and keys of both sides, `/api/pay/…`, a time in each request.
  case v2(own: RSAPrivateKey, platforms: [RSAPublicKey])

  /// The value of `sign_type`.
  var signType: String {
    switch self {
    case .v1: "MD5"
    case .v2: "RSA"
    }
  }

  /// The fields with a time where one is required, and the signature.
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

  /// Whether the aggregator signed these fields.
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

/// The MD5 of the sorted fields followed by the key, in lower-case hexadecimal.
struct EPaySignature {
  private let digest: Insecure.MD5Digest

  init(_ form: SignedForm, key: Secret) {
    digest = Insecure.MD5.hash(data: Self.signedBytes(of: form) + Array(key.text.utf8))
  }

  /// The bytes that both kinds of signature cover.
  static func signedBytes(of form: SignedForm) -> [UInt8] {
    form.signedBytes(leavingOut: ["sign", "sign_type"], droppingEmpty: true)
  }

  var text: String {
    digest.hex
  }

  /// Whether the text is this signature; compared in constant time.
  func matches(_ text: String) -> Bool {
    let isSmall = !text.utf8.contains { (65...70).contains($0) }
    guard isSmall, text.utf8.count == 32, let bytes = [UInt8](hex: text.utf8) else { return false }
    return digest == Data(bytes)
  }
}

/// The fields of an answer, as texts or numbers, since installations differ.
struct EPayOrderDocument: Decodable {
  private let fields: [String: String]

  subscript(_ name: String) -> String? { fields[name] }

  /// The fields as they are signed; nil where a name is empty.
  var form: SignedForm? {
    do {
      return try SignedForm(
        decoded: fields.map { .init(name: Array($0.key.utf8), value: Array($0.value.utf8)) }
      )
    } catch {
      return nil
    }
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.singleValueContainer().decode([String: WordDocument].self)
    fields = values.compactMapValues(\.text)
  }

  /// A text or a number; anything else is not signed.
  private struct WordDocument: Decodable {
    let text: String?

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      do {
        text = try value.decode(String.self)
      } catch {
        do {
          text = "\(try value.decode(Decimal.self))"
        } catch {
          text = nil
        }
      }
    }
  }
}
