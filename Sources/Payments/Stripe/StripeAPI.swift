import Foundation
package import Shop
import Transport

/// The address and the account with which Stripe's API is called.
package struct StripeAPI: Sendable {
  /// `sk_…` or a restricted key.
  package let key: Secret
  /// `https://api.stripe.com`, or the mock.
  package let address: ProviderAddress
  /// With Stripe Connect, the account that every call is about.
  var account: String?

  package init(key: Secret, address: ProviderAddress) {
    self.key = key
    self.address = address
  }

  /// The API version that requests and tests are written for; read its changes before raising it.
  static let version = "2026-10-28.endive"

  /// Gets an object or a list.
  func get(_ path: String, _ query: FormBody = FormBody()) throws(ProviderError) -> HTTPResponse {
    let text = String(decoding: query.bytes, as: UTF8.self)
    return try request(.get, text.isEmpty ? path : "\(path)?\(text)").answer(isRepeatable: true)
  }

  /// Posts a form; Stripe acts once per idempotency key within a day.
  func post(
    _ path: String,
    _ form: FormBody,
    idempotencyKey: String
  ) throws(ProviderError) -> HTTPResponse {
    var request = request(.post, path)
    request.headers += [
      ("Content-Type", "application/x-www-form-urlencoded"), ("Idempotency-Key", idempotencyKey),
    ]
    request.body = .bytes(form.bytes)
    return try request.answer(isRepeatable: true)
  }

  private func request(_ method: HTTPRequest.Method, _ path: String) -> HTTPRequest {
    var request = HTTPRequest(method, "\(address)\(path)")
    request.headers = [
      ("Authorization", "Bearer \(key.text)"), ("Stripe-Version", Self.version),
    ]
    if let account { request.headers.append(("Stripe-Account", account)) }
    request.allowsPlainLoopback = address.isMock
    // A page holds 100 objects with others inside; a single one takes some KiB.
    if method == .get { request.limits.responseBytes = 8 * 1_048_576 }
    return request
  }
}

/// How an answer is read.
extension StripeAPI {
  /// The content of a successful answer; no complaint shows `secret`.
  func read<Document: Decodable>(
    _ type: Document.Type,
    from response: HTTPResponse,
    without secret: String? = nil
  ) throws(ProviderError) -> Document {
    switch response.status {
    case 200..<300: break
    // A person can mend keys and settings, after which the same request succeeds.
    case 300..<400, 401, 403, 409, 429, 500...:
      throw .temporary(
        complaint(response, without: secret),
        afterSeconds: response.retryAfterSeconds
      )
    default: throw .refused(complaint(response, without: secret))
    }
    do {
      return try JSONDecoder().decode(type, from: Data(response.body))
    } catch {
      throw .temporary("Stripe answered \(response.status) with nothing that can be read")
    }
  }

  /// Stripe's words where the balance is too small for the request; nil otherwise.
  ///
  /// It repeats them for a day under the same idempotency key, and checks again after that:
  /// https://docs.stripe.com/error-codes
  func short(_ response: HTTPResponse) -> String? {
    guard (400..<500).contains(response.status) else { return nil }
    let words = complaint(response, without: nil)
    let codes = ["balance_insufficient", "insufficient_funds"]
    return codes.contains { words.contains(", \($0),") } ? words : nil
  }

  /// Stripe's status, code and words, without the key and without `secret`.
  private func complaint(_ response: HTTPResponse, without secret: String?) -> String {
    var words = ["Stripe answered \(response.status)"]
    do {
      let document = try JSONDecoder().decode(
        StripeErrorDocument.self,
        from: Data(response.body)
      )
      let error = document.error
      words += [error.type, error.code, error.param, error.message].compactMap { $0 }
    } catch {
      words.append("without an error that can be read")
    }
    var text = words.joined(separator: ", ").replacing(key.text, with: "<redacted>")
    if let secret { text = text.replacing(secret, with: "<address>") }
    return ProviderError.line(text)
  }
}

/// Stripe's form of an error.
private struct StripeErrorDocument: Decodable {
  let error: DetailDocument

  struct DetailDocument: Decodable {
    let type: String?
    let code: String?
    let param: String?
    let message: String?
  }
}
