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
    _ content: some Encodable,
    _ more: [(String, String)],
    _ call: Call
  ) throws(ProviderError) -> [(name: String, value: String)] {
    var fields: [(String, String)] = [
      ("app_id", appID), ("method", method), ("format", "JSON"), ("charset", "utf-8"),
      ("sign_type", "RSA2"), ("timestamp", call.now.beijingText), ("version", "1.0"),
      ("biz_content", try json(content)),
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

  private func json(_ content: some Encodable) throws(ProviderError) -> String {
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
    reading type: Document.Type,
    _ call: Call
  ) throws(ProviderError) -> Outcome<Document> {
    var form = FormBody()
    for field in try parameters(method, content, [], call) { form.add(field.name, field.value) }
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
    return try read(response.body, member: member, type)
  }

  /// The signature is over the answer's bytes as they came, not over what a reader makes of them.
  private func read<Document: Decodable>(
    _ body: [UInt8],
    member: String,
    _ type: Document.Type
  ) throws(ProviderError) -> Outcome<Document> {
    guard let raw = JSONMember.value(of: member, in: body).map(Array.init) else {
      // What the gateway itself refuses is not signed: nobody lets go of an order for it.
      let words = JSONMember.value(of: "error_response", in: body).map(Array.init) ?? []
      throw .untrusted(
        ProviderError.line("Alipay's gateway: \(String(decoding: words, as: UTF8.self))")
      )
    }
    guard let signature = JSONMember.text(of: "sign", in: body), isSigned(raw, signature) else {
      throw .untrusted("Alipay's answer has no signature that fits")
    }
    let state: AlipayStateDocument
    do {
      state = try WebhookBody.decode(AlipayStateDocument.self, from: raw)
    } catch {
      throw .untrusted("Alipay's answer cannot be read")
    }
    guard state.code == "10000" else {
      let words = ProviderError.line("Alipay answered \(state.code), \(state.name), \(state.words)")
      if state.isPassing { throw .temporary(words) }
      return .failure(code: state.name, words: words)
    }
    do {
      return .success(try WebhookBody.decode(type, from: raw))
    } catch {
      throw .untrusted("Alipay's answer has not what was asked for")
    }
  }
}

/// Whether a call worked, in every answer.
private struct AlipayStateDocument: Decodable {
  let code: String
  let message: String?
  let subCode: String?
  let subMessage: String?

  /// The most particular name of what is wrong.
  var name: String { subCode ?? code }
  var words: String { subMessage ?? message ?? "" }

  /// Whether the same call may work later, and money may have moved: everything that is the
  /// system's trouble and not the request's.
  var isPassing: Bool {
    let isSystems = name.hasPrefix("aop.") || name.hasPrefix("isp.")
    return code == "20000" || name == "ACQ.SYSTEM_ERROR"
      || (isSystems && !name.hasSuffix("bill_not_exist"))
  }

  enum CodingKeys: String, CodingKey {
    case code
    case message = "msg"
    case subCode = "sub_code"
    case subMessage = "sub_msg"
  }
}
