package import Shop
import Transport

extension PayPalAdapter {
  /// Asks for the order, or for the capture where only that is known.
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
    // An order that nobody approved is deleted after some hours, and no money can come for it. A
    // new order may not have reached all of PayPal's servers.
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

  /// Nil where PayPal does not know the object, or its ID cannot exist.
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

  /// The order after its money was taken, if its buyer has approved it; otherwise unchanged.
  ///
  /// PayPal repeats its answer to a repeated request ID, so the attempt after a refusal has a new
  /// ID. Where a declined order stays `APPROVED`, which PayPal does not document, the same card is
  /// not tried at every question.
  private func captured(
    _ order: PayPalOrderDocument,
    _ question: Payment.Question,
    _ call: Call
  ) throws(ProviderError) -> Payment.Finding {
    let attempt = question.declines
    guard order.status == "APPROVED", isOurs(order, question), attempt < Self.mostAttempts,
      !question.awaitsApproval
    else {
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
    case .buyers:
      let isApproved = try self.order(order.id, call)?.status == "APPROVED"
      return declined(attempt, isBuyers: true, awaitsApproval: isApproved, words)
    case .shops: return declined(attempt, isBuyers: false, words)
    }
  }

  /// After this many attempts an order is only asked about: PayPal does not publish its own limit.
  private static let mostAttempts = 20

  private func declined(
    _ attempt: Int,
    isBuyers: Bool,
    awaitsApproval: Bool = false,
    _ words: String
  ) -> Payment.Finding {
    let decline = Payment.Decline(
      attempt: attempt,
      isBuyers: isBuyers,
      awaitsApproval: awaitsApproval,
      words: words
    )
    return Payment.Finding(facts: [], isFinal: false, decline: decline)
  }

  /// Whether the order is ours: another program may use the same app, and its orders are not
  /// captured.
  private func isOurs(_ order: PayPalOrderDocument, _ question: Payment.Question) -> Bool {
    guard let reference = order.purchaseUnits?.first?.customID.flatMap(Reference.init) else {
      return false
    }
    return question.reference == nil || question.reference == reference
  }
}

extension HTTPResponse {
  /// The answer with status 200, to read the content of a refusal.
  var asSuccess: HTTPResponse {
    HTTPResponse(status: 200, headers: headers, body: body)
  }
}

extension PayPalAdapter {
  private var reading: PayPalReading { PayPalReading(merchantID: merchantID) }

  /// The finding from an order with its captures and refunds.
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
    let captures = (order.purchaseUnits ?? []).flatMap { $0.payments?.captures ?? [] }
    return Payment.Finding(
      facts: facts,
      isFinal: isPaid || order.isOver,
      underWay: captures.lazy.compactMap(PayPalPending.underWay).first
    )
  }

  /// The finding from a capture; only its order lists refunds.
  func finding(
    of capture: PayPalCaptureDocument,
    _ call: Call
  ) throws(ProviderError) -> Payment.Finding {
    if let id = capture.orderID, let order = try order(id, call) {
      let finding = try finding(of: order)
      if finding.facts.contains(where: \.isPaid) || finding.underWay != nil { return finding }
    }
    let facts = try facts(of: capture, in: nil, refunds: [])
    return Payment.Finding(
      facts: facts,
      isFinal: facts.contains(where: \.isPaid),
      underWay: PayPalPending.underWay(capture)
    )
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
    // A refund under way may still fail, but it stops the order.
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
    // Refunded without a listed refund: a whole refund is known as a total, a partial one is not.
    guard capture.status == "REFUNDED", let amount = capture.amount?.money else {
      throw .temporary("PayPal says that a capture was refunded in part and lists no refund")
    }
    return facts + [.refunded(key, Refund.Confirmed(id: nil, amount: amount))]
  }
}

/// Captures that PayPal has made and not finished: the buyer's money is there, and not the shop's.
///
/// `capture_status_details.reason` of
/// https://github.com/paypal/paypal-rest-api-specifications, openapi/checkout_orders_v2.json, 2.13.
enum PayPalPending {
  /// What nobody accepts goes back after 30 days; cheques take about a week.
  private static let mostDays: Int64 = 30

  /// Nil for a capture that is not pending.
  static func underWay(_ capture: PayPalCaptureDocument) -> Payment.UnderWay? {
    guard capture.status == "PENDING" else { return nil }
    let told = capture.statusDetails?.reason ?? ""
    let reason = told.isEmpty ? "PENDING" : told
    return Payment.UnderWay(
      reason: ProviderError.line(reason).cut(toBytes: 100),
      remedy: remedy(reason),
      mostDays: mostDays
    )
  }

  private static func remedy(_ reason: String) -> String? {
    switch reason {
    case "RECEIVING_PREFERENCE_MANDATES_MANUAL_ACTION", "INTERNATIONAL_WITHDRAWAL":
      "accept it at PayPal (Activity), and have PayPal take such payments by itself (Account "
        + "Settings, Payment preferences)"
    case "UNILATERAL": "confirm the account's email address at PayPal"
    case "VERIFICATION_REQUIRED": "verify the account at PayPal"
    default: nil
    }
  }
}

/// What PayPal's refusal of a capture means.
///
/// The issues of `orders.capture-422` and of the table "Orders v2 errors", as far as an order of
/// one purchase unit that is paid from a PayPal wallet can meet them; by
/// https://github.com/paypal/paypal-rest-api-specifications, openapi/checkout_orders_v2.json, 2.13.
enum PayPalCaptureIssue: Equatable {
  /// The money was taken before: the order shows it.
  case taken
  /// PayPal has not finished: the same is asked again.
  case passing
  /// Another card or payment method may work: the buyer goes back to PayPal's page.
  case buyers
  /// Nothing can be paid with this order any more.
  case final
  /// A person must mend settings or limits of the shop's account.
  case shops

  /// The worst of the listed issues; an unknown one counts as the shop's.
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
          // The shop's own fraud filters refused this buyer or this card.
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
