package import Shop
import Transport

extension PayPalAdapter {
  /// Asks for the order, or for the capture where that is what is known.
  package func query(
    _ question: Payment.Question,
    _ call: Call
  ) throws(ProviderError) -> Payment.Finding {
    if let id = question.sessionID, let order = try order(id, call) {
      return try captured(order, question, call)
    }
    if let id = question.paymentID, let capture = try capture(id, call) {
      return try finding(of: capture, call)
    }
    // An order that nobody approved is gone after some hours, and no money can come for it. Right
    // after it was made, PayPal may only not have it everywhere yet.
    let isOld = question.openedAt.map { call.now.seconds - $0.seconds > Self.orderSeconds }
    return Payment.Finding(facts: [], isFinal: question.sessionID != nil && isOld == true)
  }

  private static let orderSeconds: Int64 = 6 * 3_600

  func order(_ id: String, _ call: Call) throws(ProviderError) -> PayPalOrderDocument? {
    try find(PayPalOrderDocument.self, "/v2/checkout/orders/", id, call)
  }

  func capture(_ id: String, _ call: Call) throws(ProviderError) -> PayPalCaptureDocument? {
    try find(PayPalCaptureDocument.self, "/v2/payments/captures/", id, call)
  }

  /// Nil where PayPal knows no such thing, or could not.
  private func find<Document: Decodable>(
    _ type: Document.Type,
    _ path: String,
    _ id: String,
    _ call: Call
  ) throws(ProviderError) -> Document? {
    guard PayPalID.isPlain(id) else { return nil }
    let response = try api.get(path + id, call)
    return response.status == 404 ? nil : try api.read(type, from: response)
  }

  /// The order after its money was taken, if its buyer has approved it; otherwise as it is.
  ///
  /// PayPal answers a repeated request ID as it did the first time: after a No the next attempt is
  /// a request of its own.
  private func captured(
    _ order: PayPalOrderDocument,
    _ question: Payment.Question,
    _ call: Call
  ) throws(ProviderError) -> Payment.Finding {
    let attempt = question.declines
    guard order.status == "APPROVED", isOurs(order, question), attempt < Self.mostAttempts else {
      return try finding(of: order)
    }
    let path = "/v2/checkout/orders/\(order.id)/capture"
    let nothing: [String: String] = [:]
    let name = attempt == 0 ? "capture-\(order.id)" : "capture-\(order.id)-\(attempt)"
    let response = try api.post(path, nothing, id: name, call)
    guard response.status == 422 else {
      return try finding(of: api.read(PayPalOrderDocument.self, from: response))
    }
    let issues = try api.read(PayPalErrorDocument.self, from: response.asSuccess).issues
    let words = "\(api.failure(response))"
    switch PayPalCaptureIssue(issues) {
    case .taken: return try finding(of: self.order(order.id, call) ?? order)
    case .passing: throw .temporary(words)
    case .final: return Payment.Finding(facts: [], isFinal: true)
    case .buyers: return declined(attempt, isBuyers: true, words)
    case .shops: return declined(attempt, isBuyers: false, words)
    }
  }

  /// After so many attempts an order is asked about and no more captured: PayPal's own limit is not
  /// published.
  private static let mostAttempts = 20

  private func declined(_ attempt: Int, isBuyers: Bool, _ words: String) -> Payment.Finding {
    let decline = Payment.Decline(attempt: attempt, isBuyers: isBuyers, words: words)
    return Payment.Finding(facts: [], isFinal: false, decline: decline)
  }

  /// Another program may use the same app at PayPal: its orders are not ours to capture.
  private func isOurs(_ order: PayPalOrderDocument, _ question: Payment.Question) -> Bool {
    guard let reference = order.purchaseUnits?.first?.customID.flatMap(Reference.init) else {
      return false
    }
    return question.reference == nil || question.reference == reference
  }
}

extension HTTPResponse {
  /// The same, to be read as the answer that it also is.
  fileprivate var asSuccess: HTTPResponse {
    HTTPResponse(status: 200, headers: headers, body: body)
  }
}
