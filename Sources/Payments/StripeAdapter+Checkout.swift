import Foundation
package import Shop
import Transport

extension StripeAdapter {
  /// Opens a Checkout Session for a checkout; the same one however often it is asked.
  ///
  /// Synchronous: up to 20 s, and once more when the network fails. Blocks its thread.
  package func startCheckout(
    _ checkout: Checkout,
    successURL: String,
    cancelURL: String
  ) throws(CheckoutError) -> StartedCheckout {
    var request = HTTPRequest(.post, "\(api.url)/v1/checkout/sessions")
    request.headers = [
      ("Authorization", "Bearer \(api.key.text)"),
      ("Content-Type", "application/x-www-form-urlencoded"),
      ("Stripe-Version", StripeAPI.version),
      ("Idempotency-Key", checkout.reference.text),
    ]
    request.body = .bytes(form(checkout, successURL: successURL, cancelURL: cancelURL).bytes)
    request.allowsPlainLoopback = api.isMock
    return try read(response(to: request), for: checkout)
  }

  /// Over half an hour, Stripe's shortest, and ends before our own checkout does.
  private static let sessionSeconds: Int64 = 31 * 60

  /// Made from the checkout alone, so that a repeat under the same idempotency key is the same.
  private func form(_ checkout: Checkout, successURL: String, cancelURL: String) -> FormBody {
    let line = checkout.line
    var form = FormBody()
    form.add("mode", "payment")
    form.add("line_items[0][price_data][currency]", checkout.amount.currency.code.lowercased())
    form.add("line_items[0][price_data][unit_amount]", String(line.unitPrice.minorUnits))
    form.add("line_items[0][price_data][product_data][name]", String(line.title.prefix(250)))
    form.add("line_items[0][quantity]", String(line.quantity))
    form.add("success_url", successURL)
    form.add("cancel_url", cancelURL)
    form.add("client_reference_id", checkout.reference.text)
    form.add("metadata[order_id]", checkout.reference.text)
    form.add("metadata[sku]", line.sku.text)
    // Refunds and disputes speak of the payment, which does not inherit the session's metadata.
    form.add("payment_intent_data[metadata][order_id]", checkout.reference.text)
    form.add("customer_email", checkout.email.text)
    form.add(
      "expires_at",
      String(checkout.createdAt.advanced(seconds: Self.sessionSeconds).seconds)
    )
    form.add("locale", checkout.language == .chinese ? "zh" : "en")
    return form
  }

  /// Tries twice: the idempotency key makes the second try safe.
  private func response(to request: HTTPRequest) throws(CheckoutError) -> HTTPResponse {
    do {
      return try HTTPClient.send(request)
    } catch {
      guard error.isWorthRepeating else { throw .refused(error.description) }
    }
    do {
      return try HTTPClient.send(request)
    } catch {
      throw error.isWorthRepeating ? .temporary(error.description) : .refused(error.description)
    }
  }

  private func read(
    _ response: HTTPResponse,
    for checkout: Checkout
  ) throws(CheckoutError) -> StartedCheckout {
    switch response.status {
    case 200..<300: break
    case 409, 429, 500...: throw .temporary(complaint(response, about: checkout))
    default: throw .refused(complaint(response, about: checkout))
    }
    let document: StripeStartedDocument
    do {
      document = try JSONDecoder().decode(
        StripeStartedDocument.self,
        from: Data(response.body)
      )
    } catch {
      throw .temporary("Stripe answered \(response.status) with no session in it")
    }
    guard WebhookBody.isIdentifier(document.id), isPayAddress(document.url) else {
      throw .refused("Stripe answered with a session that has no https address")
    }
    return StartedCheckout(sessionID: document.id, url: document.url)
  }

  /// The buyer is sent there: `https`, or the mock's own loopback.
  private func isPayAddress(_ url: String) -> Bool {
    let isPlain = url.utf8.count <= 8_192 && url.utf8.allSatisfy { (33...126).contains($0) }
    let isLoopback = ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { prefix in
      url.hasPrefix(prefix) && [":", "/"].contains(url.dropFirst(prefix.count).first)
    }
    return isPlain && ((url.hasPrefix("https://") && url.count > 8) || (api.isMock && isLoopback))
  }

  /// Stripe's status, code and words, without the buyer's address or the key.
  private func complaint(_ response: HTTPResponse, about checkout: Checkout) -> String {
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
    let text = words.joined(separator: ", ")
      .replacing(checkout.email.text, with: "<address>")
      .replacing(api.key.text, with: "<redacted>")
    return String(
      decoding: text.utf8.prefix(400).map { (32...126).contains($0) ? $0 : UInt8(ascii: "?") },
      as: UTF8.self
    )
  }
}

/// What we need of a created session.
private struct StripeStartedDocument: Decodable {
  let id: String
  let url: String
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

extension TransportError {
  /// The network's fault, not the request's or the settings'.
  fileprivate var isWorthRepeating: Bool {
    switch self {
    case .unreachable, .timedOut, .interrupted: true
    case .refused, .untrusted, .tooLarge: false
    }
  }
}
