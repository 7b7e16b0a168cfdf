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

extension PayPalAdapter {
  private var reading: PayPalReading { PayPalReading(merchantID: merchantID) }

  /// What an order with its captures and refunds comes to.
  func finding(of order: PayPalOrderDocument) throws(ProviderError) -> Payment.Finding {
    var facts: [PaymentFact] = []
    for unit in order.purchaseUnits ?? [] {
      let captures = unit.payments?.captures ?? []
      for capture in captures {
        let refunds = (unit.payments?.refunds ?? []).filter { refund in
          refund.captureID.map { $0 == capture.id } ?? (captures.count == 1)
        }
        facts += try self.facts(
          of: capture,
          in: unit,
          payer: order.payer?.payerID,
          refunds: refunds
        )
      }
    }
    let isPaid = facts.contains(where: \.isPaid)
    return Payment.Finding(facts: facts, isFinal: isPaid || order.status == "VOIDED")
  }

  /// What a capture comes to; refunds are listed with its order alone.
  func finding(
    of capture: PayPalCaptureDocument,
    _ call: Call
  ) throws(ProviderError) -> Payment.Finding {
    if let id = capture.orderID, let order = try order(id, call) {
      let finding = try finding(of: order)
      if finding.facts.contains(where: \.isPaid) { return finding }
    }
    let facts = try facts(of: capture, in: nil, refunds: [])
    return Payment.Finding(facts: facts, isFinal: facts.contains(where: \.isPaid))
  }

  private func facts(
    of capture: PayPalCaptureDocument,
    in unit: PayPalOrderDocument.UnitDocument?,
    payer: String? = nil,
    refunds: [PayPalRefundDocument]
  ) throws(ProviderError) -> [PaymentFact] {
    let key = reading.key(capture, in: unit)
    switch capture.status {
    case "COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED": break
    case "DECLINED", "FAILED": return [.failed(key)]
    default: return []
    }
    guard PayPalID.isPlain(capture.id), let paid = reading.paid(capture, in: unit, payer: payer)
    else {
      throw .untrusted("PayPal answered with a capture that has no amount")
    }
    var facts = [paid]
    // One that is under way may still fail, and stops the order all the same.
    for refund in refunds where refund.status != nil {
      let isOver = ["FAILED", "CANCELLED"].contains(refund.status)
      let told =
        isOver ? .refundFailed(key, refundID: refund.id) : reading.refunded(refund, of: key)
      guard PayPalID.isPlain(refund.id), let told else {
        throw .untrusted("PayPal answered with a refund that has no amount")
      }
      facts.append(told)
    }
    guard refunds.isEmpty, capture.status != "COMPLETED" else { return facts }
    // Given back, and not one refund listed: all of it can be told as a total, a part of it cannot.
    guard capture.status == "REFUNDED", let amount = capture.amount?.money else {
      throw .temporary("PayPal says that a capture was refunded in part and lists no refund")
    }
    return facts + [.refunded(key, Refund.Confirmed(id: nil, amount: amount))]
  }
}

/// What PayPal's No to a capture means.
///
/// The issues of `orders.capture-422` and of the table "Orders v2 errors", as far as an order of
/// one purchase unit that is paid from a PayPal wallet can meet them; by
/// https://github.com/paypal/paypal-rest-api-specifications, openapi/checkout_orders_v2.json, 2.13.
enum PayPalCaptureIssue: Equatable {
  /// The money was taken before: the order tells.
  case taken
  /// PayPal is not done yet: the same is asked again.
  case passing
  /// Another card or another way to pay may do: the buyer goes back to PayPal's page.
  case buyers
  /// Nothing can be paid with this order any more.
  case final
  /// Settings or limits of the shop's account: a person must mend it.
  case shops

  /// The worst of what an answer lists; what is not known here is the shop's to look at.
  init(_ issues: [String]) {
    let known = issues.map { Self.table[$0] ?? .shops }
    let order: [PayPalCaptureIssue] = [.taken, .passing, .final, .shops, .buyers]
    self = order.first { known.contains($0) } ?? .shops
  }

  private static let table: [String: PayPalCaptureIssue] = {
    let rows: [(PayPalCaptureIssue, [String])] = [
      (.taken, ["ORDER_ALREADY_CAPTURED", "ORDER_COMPLETED_OR_VOIDED"]),
      (
        .passing,
        ["ORDER_COMPLETION_IN_PROGRESS", "PREVIOUS_REQUEST_IN_PROGRESS", "AUTO_CAPTURE_ENABLED"]
      ),
      (.final, ["MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED", "ORDER_EXPIRED"]),
      (
        .buyers,
        [
          "INSTRUMENT_DECLINED", "PAYER_ACTION_REQUIRED", "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING",
          "ORDER_NOT_APPROVED", "PAYER_CANNOT_PAY", "PAYER_ACCOUNT_LOCKED_OR_CLOSED",
          "PAYER_ACCOUNT_RESTRICTED", "PAYMENT_DENIED", "TRANSACTION_REFUSED",
          "TRANSACTION_LIMIT_EXCEEDED", "COMPLIANCE_VIOLATION", "CONTINGENCY_NOT_SUCCESSFUL",
          "CARD_BRAND_NOT_SUPPORTED", "CARD_COUNTRY_NOT_SUPPORTED", "CARD_DATA_NOT_FOUND",
          "CARD_EXPIRED", "REFERENCED_CARD_EXPIRED", "DECLINED_DUE_TO_RELATED_TXN",
          "DOMESTIC_TRANSACTION_REQUIRED", "AGREEMENT_ALREADY_CANCELLED",
          "BILLING_AGREEMENT_NOT_FOUND", "BILLING_AGREEMENT_ID_MISMATCH", "TOKEN_ID_NOT_FOUND",
          "BANK_VERIFICATION_REQUIRED", "PAYMENT_SOURCE_NOT_SUPPORTED",
          "PREFERRED_PAYMENT_SOURCE_MISMATCH", "SHIPPING_ADDRESS_INVALID",
          // The shop's filters for fraud, about this buyer or this card.
          "PAYEE_BLOCKED_TRANSACTION", "TRANSACTION_BLOCKED_BY_PAYEE",
        ]
      ),
      (
        .shops,
        [
          "PAYEE_ACCOUNT_RESTRICTED", "PAYEE_ACCOUNT_LOCKED_OR_CLOSED", "PAYEE_ACCOUNT_INVALID",
          "TRANSACTION_RECEIVING_LIMIT_EXCEEDED", "AUTH_CAPTURE_NOT_ENABLED",
          "DUPLICATE_INVOICE_ID", "PAYEE_FX_RATE_ID_EXPIRED", "NOT_ENABLED_FOR_CARD_PROCESSING",
          "NOT_ENABLED_FOR_BANK_PROCESSING", "PAYEE_NOT_ENABLED_FOR_CARD_PROCESSING",
          "PAYEE_NOT_ENABLED_FOR_BANK_PROCESSING", "SETUP_ERROR_FOR_BANK",
        ]
      ),
    ]
    return Dictionary(
      uniqueKeysWithValues: rows.flatMap { meaning, names in names.map { ($0, meaning) } }
    )
  }()
}
