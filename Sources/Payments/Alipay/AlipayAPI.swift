import Foundation
import Shop
import Transport

/// Signed calls to Alipay's gateway; an answer without Alipay's signature is not trusted.
extension AlipayAdapter {
  /// The parameters of a call with their signature, in the order of sending.
  ///
  /// https://opendocs.alipay.com/common/02kf5q
  func parameters(
    _ method: String,
    _ content: String,
    _ more: [(String, String)],
    _ call: Call
  ) throws(ProviderError) -> [(name: String, value: String)] {
    var fields: [(String, String)] = [
      ("app_id", appID), ("method", method), ("format", "JSON"), ("charset", "utf-8"),
      ("sign_type", "RSA2"), ("timestamp", call.now.beijingText), ("version", "1.0"),
      ("biz_content", content),
    ]
    if let names = certificateNames {
      fields += [("app_cert_sn", names.app), ("alipay_root_cert_sn", names.root)]
    }
    fields += more
    let signed = fields.filter { !$0.1.isEmpty }
      .sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
    let text = signed.map { "\($0)=\($1)" }.joined(separator: "&")
    let signature = try appKey.base64Signature(over: Array(text.utf8))
    return (signed + [("sign", signature)]).map { (name: $0, value: $1) }
  }

  /// The content of a call as JSON, with the same bytes each time.
  func json(_ content: some Encodable) throws(ProviderError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(content), as: UTF8.self)
    } catch {
      throw .refused("the request cannot be written as JSON")
    }
  }

  /// The result of a call that Alipay understood.
  enum Outcome<Document> {
    case success(Document)
    /// Alipay's own code for the reason, such as `ACQ.TRADE_NOT_EXIST`.
    case failure(code: String, words: String)
  }

  /// Calls a method; our own numbers name orders and refunds, so that a repeat is harmless.
  func send<Document: Decodable>(
    _ method: String,
    _ content: some Encodable,
    _ more: [(String, String)] = [],
    reading type: Document.Type,
    _ call: Call
  ) throws(ProviderError) -> Outcome<Document> {
    let answer = try answer(method, content, more, call)
    if let name = answer.certificateName { try learnCertificate(name, call) }
    guard let signature = answer.signature, isSigned(answer.value, signature, at: call.now) else {
      // Refusals of the gateway itself are not signed: no order is released because of one.
      let words = answer.state.map { "\($0.code), \($0.name), \($0.words)" } ?? "nothing of its own"
      let doubt = answer.certificateName.flatMap(certificates.doubt).map { "; " + $0 } ?? ""
      throw .untrusted(
        ProviderError.line("Alipay's answer has no signature that fits\(doubt); it says \(words)")
      )
    }
    guard let state = answer.state else { throw .untrusted("Alipay's answer cannot be read") }
    guard state.code == "10000" else {
      let words = ProviderError.line("Alipay answered \(state.code), \(state.name), \(state.words)")
      if state.isPassing { throw .temporary(words) }
      return .failure(code: state.name, words: words)
    }
    do {
      return .success(try WebhookBody.decode(type, from: answer.value))
    } catch {
      throw .untrusted("Alipay's answer has not what was asked for")
    }
  }

  /// An answer as it arrived; nothing in it is trusted yet.
  struct Answer {
    /// The bytes of the member that the signature covers, as they arrived and not as a parser
    /// writes them.
    let value: [UInt8]
    let signature: String?
    /// In certificate mode, the name of the certificate whose key signed.
    let certificateName: String?
    fileprivate let state: AlipayStateDocument?
  }

  func answer(
    _ method: String,
    _ content: some Encodable,
    _ more: [(String, String)],
    _ call: Call
  ) throws(ProviderError) -> Answer {
    var form = FormBody()
    for field in try parameters(method, json(content), more, call) {
      form.add(field.name, field.value)
    }
    // The gateway takes the character set from the address, before it reads the body.
    var request = HTTPRequest(.post, "\(gateway)?charset=utf-8")
    request.headers = [
      ("Content-Type", "application/x-www-form-urlencoded;charset=utf-8"),
      ("Accept", "application/json"),
    ]
    request.body = .bytes(form.bytes)
    request.allowsPlainLoopback = gateway.isMock
    let response = try request.answer(isRepeatable: true)
    guard response.status == 200 else {
      throw .temporary("Alipay's gateway answered \(response.status)")
    }
    let member = method.replacing(".", with: "_") + "_response"
    let body = response.body
    guard let value = JSONMember.value(of: member, in: body).map(Array.init) else {
      let words = JSONMember.value(of: "error_response", in: body).map(Array.init) ?? []
      throw .untrusted(
        ProviderError.line("Alipay's gateway: \(String(decoding: words, as: UTF8.self))")
      )
    }
    return Answer(
      value: value,
      signature: JSONMember.text(of: "sign", in: body),
      certificateName: JSONMember.text(of: "alipay_cert_sn", in: body),
      state: AlipayStateDocument(value)
    )
  }
}

/// Whether a call succeeded; part of every answer.
private struct AlipayStateDocument: Decodable {
  let code: String
  let message: String?
  let subCode: String?
  let subMessage: String?

  /// Nil when the answer has no such form.
  init?(_ value: [UInt8]) {
    do {
      self = try WebhookBody.decode(Self.self, from: value)
    } catch {
      return nil
    }
  }

  /// The most specific code of the failure.
  var name: String { subCode ?? code }
  var words: String { subMessage ?? message ?? "" }

  /// Whether the same call may succeed later, and money may have moved: true for limits and for
  /// trouble of Alipay's system, false for faults of the request.
  ///
  /// https://opendocs.alipay.com/common/02km9f
  var isPassing: Bool {
    let isSystems = name.hasPrefix("aop.") || name.hasPrefix("isp.")
    let isLimit = code == "40005" || name.hasSuffix("_RATE_LIMIT")
    return code == "20000" || name.hasSuffix("SYSTEM_ERROR") || isLimit
      || (isSystems && !AlipayAdapter.isNoBill(name))
  }

  enum CodingKeys: String, CodingKey {
    case code
    case message = "msg"
    case subCode = "sub_code"
    case subMessage = "sub_msg"
  }
}

/// Members of a JSON object as the bytes that arrived, for signatures over parts of a text.
enum JSONMember {
  /// The bytes of a top-level member's value; nil when the object has no such member.
  static func value(of name: String, in object: [UInt8]) -> ArraySlice<UInt8>? {
    var place = object.startIndex
    skipSpace(object, &place)
    guard byte(object, place) == UInt8(ascii: "{") else { return nil }
    place += 1
    while true {
      skipSpace(object, &place)
      guard byte(object, place) == UInt8(ascii: "\""), let key = take(object, &place) else {
        return nil
      }
      skipSpace(object, &place)
      guard byte(object, place) == UInt8(ascii: ":") else { return nil }
      place += 1
      skipSpace(object, &place)
      guard let value = take(object, &place) else { return nil }
      if key.dropFirst().dropLast().elementsEqual(name.utf8) { return value }
      skipSpace(object, &place)
      guard byte(object, place) == UInt8(ascii: ",") else { return nil }
      place += 1
    }
  }

  /// The text of a top-level member that is a string.
  static func text(of name: String, in object: [UInt8]) -> String? {
    guard let raw = value(of: name, in: object), raw.first == UInt8(ascii: "\"") else { return nil }
    do {
      return try JSONDecoder().decode(String.self, from: Data(raw))
    } catch {
      return nil
    }
  }

  private static func byte(_ bytes: [UInt8], _ place: Int) -> UInt8? {
    bytes.indices.contains(place) ? bytes[place] : nil
  }

  private static func skipSpace(_ bytes: [UInt8], _ place: inout Int) {
    while let byte = byte(bytes, place), [32, 9, 10, 13].contains(byte) { place += 1 }
  }

  /// Takes one value: up to the end of a string, the closing bracket, or a delimiter.
  private static func take(_ bytes: [UInt8], _ place: inout Int) -> ArraySlice<UInt8>? {
    let start = place
    var depth = 0
    var isInString = false
    while let byte = byte(bytes, place) {
      if isInString {
        if byte == UInt8(ascii: "\\") { place += 1 }
        if byte == UInt8(ascii: "\"") { isInString = false }
      } else {
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ","):
          // A bare word ends where the object continues.
          if depth == 0 { return place > start ? bytes[start..<place] : nil }
          if byte != UInt8(ascii: ",") { depth -= 1 }
        default: break
        }
      }
      place += 1
      let isClosed = depth == 0 && !isInString
      if isClosed, [UInt8(ascii: "\""), 125, 93].contains(byte) { return bytes[start..<place] }
    }
    return nil
  }
}

/// An amount in yuan: text in Alipay's documentation, a bare number in its examples.
struct AlipayAmountDocument: Decodable {
  /// The amount as written: `48.50`, `88`.
  let text: String

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    do {
      text = try value.decode(String.self)
    } catch DecodingError.typeMismatch {
      // Exact: the decimal is read from the digits, not from a binary fraction.
      text = "\(try value.decode(Decimal.self))"
    }
  }
}
