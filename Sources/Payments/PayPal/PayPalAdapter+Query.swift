package import Shop
import Transport

extension PayPalAdapter {
  /// Asks for the order, or for the capture where that is what is known.
  package func query(
    _ question: PaymentQuestion,
    _ call: Call
  ) throws(ProviderError) -> PaymentFinding {
    if let id = question.sessionID, let order = try order(id, call) {
      return try finding(of: captured(order, question, call))
    }
    if let id = question.paymentID, let capture = try capture(id, call) {
      return try finding(of: capture, call)
    }
    // An order that nobody approved is gone after some hours, and no money can come for it. Right
    // after it was made, PayPal may only not have it everywhere yet.
    let isOld = question.openedAt.map { call.now.seconds - $0.seconds > Self.orderSeconds }
    return PaymentFinding(facts: [], isFinal: question.sessionID != nil && isOld == true)
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
  private func captured(
    _ order: PayPalOrderDocument,
    _ question: PaymentQuestion,
    _ call: Call
  ) throws(ProviderError) -> PayPalOrderDocument {
    guard order.status == "APPROVED", isOurs(order, question) else { return order }
    let path = "/v2/checkout/orders/\(order.id)/capture"
    let nothing: [String: String] = [:]
    let response = try api.post(path, nothing, id: "capture-\(order.id)", call)
    guard response.status == 422 else {
      return try api.read(PayPalOrderDocument.self, from: response)
    }
    let issues = try api.read(PayPalErrorDocument.self, from: response.asSuccess).issues
    if issues.contains("ORDER_ALREADY_CAPTURED") { return try self.order(order.id, call) ?? order }
    // The buyer's card was declined, or they have to go through PayPal's page once more.
    let isBuyers = issues.contains { Self.buyersIssues.contains($0) }
    guard isBuyers else { throw api.failure(response) }
    return order
  }

  private static let buyersIssues: Set<String> = [
    "INSTRUMENT_DECLINED", "ORDER_NOT_APPROVED", "PAYER_ACTION_REQUIRED", "PAYER_CANNOT_PAY",
    "TRANSACTION_REFUSED",
  ]

  /// Another program may use the same app at PayPal: its orders are not ours to capture.
  private func isOurs(_ order: PayPalOrderDocument, _ question: PaymentQuestion) -> Bool {
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
