import Foundation
import Shop
import Transport

/// Signed calls to Alipay's gateway; an answer that Alipay did not sign is not believed.
extension AlipayAdapter {
  /// The parameters of a call with their signature, in the order that they are sent.
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

  /// A content as it is sent: the same to the byte however often it is written.
  func json(_ content: some Encodable) throws(ProviderError) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(content), as: UTF8.self)
    } catch {
      throw .refused("the request cannot be written as JSON")
    }
  }

  /// What comes of a call that was understood.
  enum Outcome<Document> {
    case success(Document)
    /// Alipay's own code for why not, such as `ACQ.TRADE_NOT_EXIST`.
    case failure(code: String, words: String)
  }

  /// Calls a method; numbers of our own name orders and refunds, so that a repeat is harmless.
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
      // What the gateway refuses itself is not signed: nobody lets go of an order for it.
      let words = answer.state.map { "\($0.code), \($0.name), \($0.words)" } ?? "nothing of its own"
      throw .untrusted(
        ProviderError.line("Alipay's answer has no signature that fits; it says \(words)")
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

  /// An answer as it came; nothing in it is believed yet.
  struct Answer {
    /// The bytes of the member that the signature is over, as they came and not as a reader makes
    /// of them.
    let value: [UInt8]
    let signature: String?
    /// In certificate mode: whose key signed.
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
    // The gateway reads the character set from the address before it reads the body.
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

/// Whether a call worked, in every answer.
private struct AlipayStateDocument: Decodable {
  let code: String
  let message: String?
  let subCode: String?
  let subMessage: String?

  /// Nil when it is no answer of that form.
  init?(_ value: [UInt8]) {
    do {
      self = try WebhookBody.decode(Self.self, from: value)
    } catch {
      return nil
    }
  }

  /// The most particular name of what is wrong.
  var name: String { subCode ?? code }
  var words: String { subMessage ?? message ?? "" }

  /// Whether the same call may work later, and money may have moved: everything that is the
  /// system's trouble, a limit, or a balance that a refund is more than, and not the request's.
  ///
  /// https://opendocs.alipay.com/common/02km9f
  var isPassing: Bool {
    let isSystems = name.hasPrefix("aop.") || name.hasPrefix("isp.")
    let isLimit =
      code == "40005" || name.hasSuffix("_RATE_LIMIT")
      || name == "ACQ.SELLER_BALANCE_NOT_ENOUGH"
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
