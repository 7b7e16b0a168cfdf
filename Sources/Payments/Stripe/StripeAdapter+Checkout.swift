import Foundation
import Shop
import Transport

extension StripeAdapter {
  /// Opens a Checkout Session for a checkout; the same one however often it is asked.
  package func start(
    _ request: StartRequest,
    _ call: Call
  ) throws(ProviderError) -> StartedCheckout {
    let checkout = request.checkout
    var message = HTTPRequest(.post, "\(api.address)/v1/checkout/sessions")
    message.headers = [
      ("Authorization", "Bearer \(api.key.text)"),
      ("Content-Type", "application/x-www-form-urlencoded"),
      ("Stripe-Version", StripeAPI.version),
      ("Idempotency-Key", checkout.reference.text),
    ]
    message.body = .bytes(form(request).bytes)
    message.allowsPlainLoopback = api.address.isMock
    return try read(message.answer(isRepeatable: true), for: checkout)
  }

  /// Over half an hour, Stripe's shortest, and ends before our own checkout does.
  private static let sessionSeconds: Int64 = 31 * 60

  /// Made from the checkout alone, so that a repeat under the same idempotency key is the same.
  private func form(_ request: StartRequest) -> FormBody {
    let checkout = request.checkout
    let line = checkout.line
    var form = FormBody()
    form.add("mode", "payment")
    form.add("line_items[0][price_data][currency]", checkout.amount.currency.code.lowercased())
    form.add("line_items[0][price_data][unit_amount]", String(line.unitPrice.minorUnits))
    form.add("line_items[0][price_data][product_data][name]", String(line.title.prefix(250)))
    form.add("line_items[0][quantity]", String(line.quantity))
    form.add("success_url", request.returnURL)
    form.add("cancel_url", request.cancelURL)
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

  private func read(
    _ response: HTTPResponse,
    for checkout: Checkout
  ) throws(ProviderError) -> StartedCheckout {
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
    guard WebhookBody.isIdentifier(document.id), api.address.leads(to: document.url)
    else {
      throw .refused("Stripe answered with a session that has no https address")
    }
    return StartedCheckout(sessionID: document.id, step: .redirect(url: document.url))
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
    return ProviderError.line(text)
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
