import Foundation
import Shop
import Synchronization
import Transport

/// The address and the app with which PayPal's API is called.
struct PayPalAPI: Sendable {
  let address: ProviderAddress
  let clientID: String
  let clientSecret: Secret
  private let token = PayPalToken()

  init(address: ProviderAddress, clientID: String, clientSecret: Secret) {
    self.address = address
    self.clientID = clientID
    self.clientSecret = clientSecret
  }

  func get(_ path: String, _ call: Call) throws(ProviderError) -> HTTPResponse {
    try authorized(request(.get, path), call)
  }

  /// Posts JSON under an ID of ours: PayPal acts once per ID, and repeats its answer.
  func post(
    _ path: String,
    _ document: some Encodable,
    id: String,
    _ call: Call
  ) throws(ProviderError) -> HTTPResponse {
    var request = request(.post, path)
    request.headers += [
      ("Content-Type", "application/json"), ("PayPal-Request-Id", id),
      ("Prefer", "return=representation"),
    ]
    let encoder = JSONEncoder()
    // A repeat has the same bytes.
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      request.body = .bytes(Array(try encoder.encode(document)))
    } catch {
      throw .refused("the request to PayPal cannot be written as JSON")
    }
    return try authorized(request, call)
  }

  /// The content of a successful answer.
  func read<Document: Decodable>(
    _ type: Document.Type,
    from response: HTTPResponse
  ) throws(ProviderError) -> Document {
    guard (200..<300).contains(response.status) else { throw failure(response) }
    do {
      return try JSONDecoder().decode(type, from: Data(response.body))
    } catch {
      throw .temporary("PayPal answered \(response.status) with nothing that can be read")
    }
  }

  /// PayPal's status and words as an error, without a key.
  func failure(_ response: HTTPResponse) -> ProviderError {
    var words = ["PayPal answered \(response.status)"]
    do {
      let data = Data(response.body)
      words += try JSONDecoder().decode(PayPalErrorDocument.self, from: data).words
    } catch {
      words.append("without an error that can be read")
    }
    let line = ProviderError.line(
      words.joined(separator: ", ").replacing(clientSecret.text, with: "<redacted>")
    )
    return switch response.status {
    // A person can mend keys and settings, after which the same request succeeds.
    case 300..<400, 401, 403, 409, 429, 500...:
      .temporary(line, afterSeconds: response.retryAfterSeconds)
    default: .refused(line)
    }
  }

  private func request(_ method: HTTPRequest.Method, _ path: String) -> HTTPRequest {
    var request = HTTPRequest(method, "\(address)\(path)")
    request.headers = [("Accept", "application/json")]
    request.allowsPlainLoopback = address.isMock
    // A page of a report has up to 500 transactions.
    request.limits.responseBytes = 8 * 1_048_576
    return request
  }

  /// Sends it with a token; with a new one if PayPal has withdrawn the old one early.
  private func authorized(
    _ request: HTTPRequest,
    _ call: Call
  ) throws(ProviderError) -> HTTPResponse {
    let token = try bearer(call)
    let response = try send(request, token)
    guard response.status == 401 else { return response }
    self.token.forget(token)
    return try send(request, bearer(call))
  }

  private func send(_ request: HTTPRequest, _ token: Secret) throws(ProviderError) -> HTTPResponse {
    var request = request
    request.headers.append(("Authorization", "Bearer \(token.text)"))
    return try request.answer(isRepeatable: true)
  }

  private func bearer(_ call: Call) throws(ProviderError) -> Secret {
    if let token = token.current(at: call.now) { return token }
    var request = request(.post, "/v1/oauth2/token")
    let pair = Data("\(clientID):\(clientSecret.text)".utf8).base64EncodedString()
    request.headers += [
      ("Authorization", "Basic \(pair)"), ("Content-Type", "application/x-www-form-urlencoded"),
    ]
    request.body = .bytes(Array("grant_type=client_credentials".utf8))
    let response = try request.answer(isRepeatable: true)
    let document = try read(PayPalTokenDocument.self, from: response)
    guard let secret = Secret(document.accessToken) else {
      throw .temporary("PayPal answered with a token that cannot be used")
    }
    token.keep(secret, forSeconds: document.expiresIn, at: call.now)
    return secret
  }
}

/// The current access token of PayPal's API; shared by all calls.
final class PayPalToken: Sendable {
  private struct Kept {
    let secret: Secret
    let goodUntil: Timestamp
  }

  private let kept = Mutex<Kept?>(nil)
  /// Long enough that no token expires during a call.
  private static let marginSeconds: Int64 = 120

  /// The token, while it is valid.
  func current(at now: Timestamp) -> Secret? {
    kept.withLock { kept in kept.flatMap { now < $0.goodUntil ? $0.secret : nil } }
  }

  func keep(_ secret: Secret, forSeconds lifetime: Int64, at now: Timestamp) {
    let lifetime = min(max(lifetime, 0), 86_400)
    let goodUntil = now.advanced(seconds: lifetime - Self.marginSeconds)
    kept.withLock { $0 = Kept(secret: secret, goodUntil: goodUntil) }
  }

  /// Drops a token that PayPal refuses, unless another has replaced it.
  func forget(_ secret: Secret) {
    kept.withLock { kept in
      if kept?.secret == secret { kept = nil }
    }
  }
}

/// PayPal's errors in both forms: of its API, and of its token endpoint.
struct PayPalErrorDocument: Decodable {
  let name: String?
  let message: String?
  let details: [DetailDocument]?
  /// The ID that PayPal's support asks for.
  let debugID: String?
  let error: String?
  let errorDescription: String?

  enum CodingKeys: String, CodingKey {
    case name
    case message
    case details
    case debugID = "debug_id"
    case error
    case errorDescription = "error_description"
  }

  struct DetailDocument: Decodable {
    let issue: String?
    let description: String?
  }

  /// The codes of its details, such as `ORDER_ALREADY_CAPTURED`.
  var issues: [String] { (details ?? []).compactMap(\.issue) }

  var words: [String] {
    let details = (details ?? []).flatMap { [$0.issue, $0.description] }
    let debug = debugID.map { "debug ID \($0)" }
    return ([name, message] + details + [error, errorDescription, debug]).compactMap { $0 }
  }
}

/// An access token and how many seconds it is good for.
struct PayPalTokenDocument: Decodable {
  let accessToken: String
  let expiresIn: Int64

  enum CodingKeys: String, CodingKey {
    case accessToken = "access_token"
    case expiresIn = "expires_in"
  }
}
