import Crypto
import Foundation
import Shop
import Transport

/// Signed calls to WeChat Pay; a successful answer without WeChat Pay's signature is not trusted.
///
/// Nothing promises that refusals are signed: WeChat Pay's own libraries (wechatpay-go core/client,
/// wechatpay-java AbstractHttpClient, wechatpay-apache-httpclient SignatureExec) verify only
/// successful answers. So a refusal without a signature is trusted as far as TLS proves it, where
/// it makes nobody richer; one with a wrong signature is not trusted at all.
extension WeChatPayAdapter {
  /// The content of a successful answer.
  struct Answer {
    let status: Int
    let body: [UInt8]
  }

  /// The result of a call that WeChat Pay understood.
  enum Outcome {
    case success(Answer)
    /// WeChat Pay's own code for the reason, such as `ORDER_NOT_EXIST`.
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
    // Our own numbers name every order and refund, so that a repeat is harmless.
    let response = try request.answer(isRepeatable: true)
    guard (200..<300).contains(response.status) else {
      return try failure(response, call)
    }
    try check(response, call)
    return .success(Answer(status: response.status, body: response.body))
  }

  /// The `Authorization` header, which proves who calls.
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
        try learnsKey(name, call)
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

  /// Whether the key could be learned.
  ///
  /// That no list holds it refuses nothing: what was asked may have been done.
  private func learnsKey(_ name: String, _ call: Call) throws(ProviderError) -> Bool {
    do throws(ProviderError) {
      return try learnKey(name, call)
    } catch {
      guard case .refused = error else { throw error }
      return false
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

  /// Codes after which the same request may be made again, once time or a person has mended the
  /// cause.
  ///
  /// Limits and WeChat Pay's own trouble. Every other 4xx is final, including 403 with
  /// `USER_ACCOUNT_ABNORMAL` or `NO_AUTH` (wechatpay-go, refunddomestic).
  private static let passing = [
    "SYSTEM_ERROR", "FREQUENCY_LIMITED", "FREQUENCY_LIMIT_EXCEED", "RATELIMIT_EXCEEDED",
    "BIZERR_NEED_RETRY",
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

/// The `Wechatpay-…` headers of a webhook or an answer, and what they sign.
///
/// https://pay.weixin.qq.com/doc/v3/merchant/4013053249
struct WeChatPaySignature {
  /// The name of the key: a platform certificate's serial or a public key's ID.
  let serial: String
  private let timestamp: String
  private let nonce: String
  private let signature: String
  private let seconds: Int64

  /// The only kind of signature that is accepted; a missing header means this kind.
  private static let type = "WECHATPAY2-SHA256-RSA2048"

  init(_ message: WebhookRequest) throws(WebhookRefusal) {
    serial = try message.soleHeader("wechatpay-serial")
    timestamp = try message.soleHeader("wechatpay-timestamp")
    nonce = try message.soleHeader("wechatpay-nonce")
    signature = try message.soleHeader("wechatpay-signature")
    let types = message.headers.filter { $0.name.lowercased() == "wechatpay-signature-type" }
    guard types.isEmpty || types.map(\.value) == [Self.type] else { throw .authentication }
    guard WebhookBody.isIdentifier(serial), WebhookBody.isIdentifier(nonce) else {
      throw .authentication
    }
    seconds = try Freshness.seconds(timestamp)
  }

  /// Refuses a body whose signature is not fresh, then one that the named key did not sign.
  ///
  /// In this order an old message causes no search for a certificate.
  func check(_ body: [UInt8], keys: WeChatPayKeys, at now: Timestamp) throws(WebhookRefusal) {
    try Freshness.check(seconds, at: now)
    let key = try keys.key(serial, at: now)
    let signed = Array("\(timestamp)\n\(nonce)\n".utf8) + body + [10]
    guard key.verifies(base64: signature, over: signed) else { throw .authentication }
  }
}

/// Opens what WeChat Pay encrypts with the merchant's APIv3 key: AES-256-GCM.
struct WeChatPaySeal: Sendable {
  private let key: SymmetricKey

  /// Takes the APIv3 key: 32 characters of ASCII, whose bytes are the key.
  init?(_ secret: Secret) {
    let bytes = Array(secret.text.utf8)
    guard bytes.count == 32, bytes.allSatisfy({ $0 < 128 }) else { return nil }
    key = SymmetricKey(data: bytes)
  }

  private static let algorithm = "AEAD_AES_256_GCM"

  /// The decrypted bytes of a resource; refused when it was not encrypted with this key.
  func open(_ resource: WeChatPaySealedDocument) throws(WebhookRefusal) -> [UInt8] {
    let nonce = Array(resource.nonce.utf8)
    guard resource.algorithm == Self.algorithm, nonce.count == 12,
      let sealed = Data(base64Encoded: resource.ciphertext), sealed.count >= 16
    else { throw .malformed }
    do {
      let box = try AES.GCM.SealedBox(
        nonce: AES.GCM.Nonce(data: nonce),
        ciphertext: sealed.dropLast(16),
        tag: sealed.suffix(16)
      )
      let known = Data((resource.associatedData ?? "").utf8)
      return Array(try AES.GCM.open(box, using: key, authenticating: known))
    } catch {
      throw .malformed
    }
  }
}

/// An encrypted resource, in webhooks and in the list of certificates.
struct WeChatPaySealedDocument: Decodable {
  let algorithm: String
  let ciphertext: String
  /// May be missing or empty.
  let associatedData: String?
  let nonce: String

  enum CodingKeys: String, CodingKey {
    case algorithm, ciphertext, nonce
    case associatedData = "associated_data"
  }
}

/// WeChat Pay's form of an error.
struct WeChatPayErrorDocument: Decodable {
  let code: String
  let message: String?
}
