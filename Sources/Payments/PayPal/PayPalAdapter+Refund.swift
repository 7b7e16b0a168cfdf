import Shop
import Transport

extension PayPalAdapter {
  /// `note_to_payer` of payments v2 has 1 to 255 characters.
  private static let longestNote = 255

  /// Refunds money of a capture; PayPal answers a repeat with what came of the first request, be it
  /// the state of the refund or a refusal.
  package func refund(
    _ request: RefundRequest,
    _ call: Call
  ) throws(ProviderError) -> RefundAnswer {
    guard let amount = PayPalAmountDocument(request.amount) else {
      throw .refused("PayPal gives back whole units of \(request.amount.currency) alone")
    }
    let captureID = try captureID(of: request.question, call)
    let document = PayPalNewRefundDocument(
      amount: amount,
      customID: request.question.reference?.text,
      note: request.reason.cut(toBytes: Self.longestNote)
    )
    let path = "/v2/payments/captures/\(captureID)/refund"
    let response = try api.post(path, document, id: request.attemptID, call)
    if response.status == 422 {
      let words = "\(api.failure(response))"
      let issues = try api.read(PayPalErrorDocument.self, from: response.asSuccess).issues
      if issues.contains("PREVIOUS_REQUEST_IN_PROGRESS") { throw .temporary(words) }
      if issues == ["REFUND_FAILED_INSUFFICIENT_FUNDS"] { return .short(words, usesUpID: true) }
    }
    let made = try api.read(PayPalRefundDocument.self, from: response)
    switch made.status {
    case "COMPLETED": break
    case "PENDING": return .pending
    case "FAILED", "CANCELLED":
      guard PayPalID.isPlain(made.id) else {
        throw .untrusted("PayPal answered with a refund that has no ID")
      }
      let key = Payment.Key(paymentID: captureID, reference: request.question.reference)
      return .failed(
        .refundFailed(key, refundID: made.id),
        "PayPal's refund \(made.id) is \(made.status ?? ""); look at it there, then ask again"
      )
    default: throw .untrusted("PayPal answered with a refund in a state that is not known")
    }
    guard PayPalID.isPlain(made.id), made.amount.map({ $0.money == request.amount }) ?? true else {
      throw .untrusted("PayPal answered with a refund of another amount than it was asked for")
    }
    let key = Payment.Key(paymentID: captureID, reference: request.question.reference)
    return .done(.refunded(key, Refund.Confirmed(id: made.id, amount: request.amount)))
  }

  /// The known capture, or that of the known order.
  private func captureID(
    of question: Payment.Question,
    _ call: Call
  ) throws(ProviderError) -> String {
    if let id = question.paymentID, PayPalID.isPlain(id) { return id }
    var captures: [PayPalCaptureDocument] = []
    if let id = question.sessionID, let order = try order(id, call) {
      captures = (order.purchaseUnits ?? []).flatMap { $0.payments?.captures ?? [] }
    }
    let paid = captures.first { ["COMPLETED", "PARTIALLY_REFUNDED"].contains($0.status) }
    guard let id = paid?.id, PayPalID.isPlain(id) else {
      throw .refused("PayPal has taken no money that could be given back")
    }
    return id
  }
}

/// The refund that PayPal is asked for.
struct PayPalNewRefundDocument: Encodable {
  let amount: PayPalAmountDocument
  let customID: String?
  /// The buyer reads this text.
  let note: String

  enum CodingKeys: String, CodingKey {
    case amount
    case customID = "custom_id"
    case note = "note_to_payer"
  }
}
