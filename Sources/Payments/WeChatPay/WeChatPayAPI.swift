import Foundation
import Shop
import Transport

/// Signed calls to WeChat Pay; an answer of success that WeChat Pay did not sign is not believed.
///
/// Nothing promises that refusals are signed: WeChat Pay's own libraries (wechatpay-go core/client,
/// wechatpay-java AbstractHttpClient, wechatpay-apache-httpclient SignatureExec) verify answers of
/// success alone. So a refusal without a signature counts for what TLS makes of it, where it makes
/// nobody richer, and one with a signature that does not fit for nothing.
extension WeChatPayAdapter {
  /// What was answered with success.
  struct Answer {
    let status: Int
    let body: [UInt8]
  }

  /// What comes of a call that was understood.
  enum Outcome {
    case success(Answer)
    /// WeChat Pay's own code for why not, such as `ORDER_NOT_EXIST`.
    case failure(status: Int, code: String, words: String)
  }

  /// Calls `target` (path and query) with a JSON body or none.
  func send(
    _ method: HTTPRequest.Method,
    _ target: String,
    _ body: [UInt8] = [],
    _ call: Call
  ) throws(ProviderError) -> Outcome {
    var request = HTTPRequest(method, address.text + target)
    request.headers = [
      ("Authorization", try authorization(method, target, body, call)),
      ("Accept", "application/json"),
    ]
    if !body.isEmpty {
      request.headers.append(("Content-Type", "application/json"))
      request.body = .bytes(body)
    }
    if let id = keys.preferredID { request.headers.append(("Wechatpay-Serial", id)) }
    request.allowsPlainLoopback = address.isMock
    // Numbers of our own name every order and refund, so that a repeat is the same.
    let response = try request.answer(isRepeatable: true)
    guard (200..<300).contains(response.status) else {
      return try failure(response, call)
    }
    try check(response, call)
    return .success(Answer(status: response.status, body: response.body))
  }

  /// The text that proves who asks.
  ///
  /// https://pay.weixin.qq.com/doc/v3/merchant/4012365336
  func authorization(
    _ method: HTTPRequest.Method,
    _ target: String,
    _ body: [UInt8],
    _ call: Call
  ) throws(ProviderError) -> String {
    let (nonce, seconds) = (call.nonce(), call.now.seconds)
    let head = "\(method.rawValue)\n\(target)\n\(seconds)\n\(nonce)\n"
    let signature = try merchant.key.base64Signature(over: Array(head.utf8) + body + [10])
    return """
      WECHATPAY2-SHA256-RSA2048 mchid="\(merchant.mchid)",nonce_str="\(nonce)",\
      timestamp="\(seconds)",serial_no="\(merchant.serial)",signature="\(signature)"
      """
  }

  private func check(_ response: HTTPResponse, _ call: Call) throws(ProviderError) {
    let message = WebhookRequest(headers: response.headers, body: response.body)
    do {
      try WeChatPaySignature(message).check(response.body, keys: keys, at: call.now)
      return
    } catch {
      guard case .unknownKey(let name) = error, mayLearnKey(name, from: nil, at: call.now),
        try learnKey(name, call)
      else {
        throw .untrusted("WeChat Pay's answer has no signature that fits: \(error)")
      }
    }
    do {
      try WeChatPaySignature(message).check(response.body, keys: keys, at: call.now)
    } catch {
      throw .untrusted("WeChat Pay's answer has no signature that fits: \(error)")
    }
  }

  private func failure(
    _ response: HTTPResponse,
    _ call: Call
  ) throws(ProviderError) -> Outcome {
    let document: WeChatPayErrorDocument
    do {
      document = try WebhookBody.decode(WeChatPayErrorDocument.self, from: response.body)
    } catch {
      throw .temporary(
        "WeChat Pay answered \(response.status) without an error that can be read",
        afterSeconds: response.retryAfterSeconds
      )
    }
    let words = ProviderError.line(
      "WeChat Pay answered \(response.status), \(document.code), \(document.message ?? "")"
    )
    if response.status >= 500 || [401, 429].contains(response.status)
      || Self.passing.contains(document.code)
    {
      throw .temporary(words, afterSeconds: response.retryAfterSeconds)
    }
    if response.header("Wechatpay-Signature") == nil {
      keys.noteUnsignedRefusal(at: call.now)
    } else {
      try check(response, call)
    }
    return .failure(status: response.status, code: document.code, words: words)
  }

  /// What time or a person mends, after which the same request may be made again.
  ///
  /// Limits, WeChat Pay's own trouble, and a balance that a refund is more than. Everything else of
  /// 4xx, 403 with `USER_ACCOUNT_ABNORMAL` or `NO_AUTH` too, is an answer (wechatpay-go,
  /// refunddomestic).
  private static let passing = [
    "SYSTEM_ERROR", "FREQUENCY_LIMITED", "FREQUENCY_LIMIT_EXCEED", "RATELIMIT_EXCEEDED",
    "NOT_ENOUGH", "BIZERR_NEED_RETRY",
  ]

  /// Reads an answer that must be a success.
  func read<Document: Decodable>(
    _ type: Document.Type,
    from outcome: Outcome
  ) throws(ProviderError) -> Document {
    switch outcome {
    case .failure(_, _, let words): throw .refused(words)
    case .success(let answer):
      do {
        return try WebhookBody.decode(type, from: answer.body)
      } catch {
        throw .temporary("WeChat Pay answered \(answer.status) with something else than asked")
      }
    }
  }

  /// A request as JSON, its members in a fixed order so that a repeat has the same bytes.
  func json(_ document: some Encodable) throws(ProviderError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(document))
    } catch {
      throw .refused("the request cannot be written as JSON")
    }
  }
}

extension String {
  /// As it stands in a URL's query: everything but RFC 3986's unreserved characters as `%XX`.
  var queryEncoded: String { FormBody.encode(self) }
}
