/// What the shop asks of PayPal.
extension MockState {
  /// How long a buyer may take, and how long a token is good, in seconds.
  private static let orderSeconds: Int64 = 6 * 3600
  private static let tokenSeconds: Int64 = 9 * 3600

  /// A new access token, and for how many seconds it is good.
  package mutating func paypalToken(at now: Int64) -> (text: String, seconds: Int64) {
    let token = "A21AA" + Chance.text(92)
    paypal.tokens[token] = now + Self.tokenSeconds
    return (token, Self.tokenSeconds)
  }

  /// Refuses who has no token that is good now.
  package func paypalAuthorize(_ header: String?, at now: Int64) throws(PayPalError) {
    guard controls.follows(.paypalAuthorization) else { return }
    guard let header, header.hasPrefix("Bearer "),
      let end = paypal.tokens[String(header.dropFirst(7))], now < end
    else { throw .unauthorized }
  }

  /// Opens an order, or finds the one that the same request made before.
  package mutating func paypalOpen(
    _ request: OrderRequestDocument,
    requestID: String?,
    at now: Int64
  ) throws(PayPalError) -> Sale {
    let isNamed = requestID.map { (1...108).contains($0.count) } ?? false
    guard isNamed || !controls.follows(.paypalRequestIDs) else {
      throw .invalid("PayPal-Request-Id", "PAYPAL_REQUEST_ID_REQUIRED")
    }
    let requestID = requestID ?? nextCapitals(17)
    if let id = paypal.madeByRequest["order " + requestID] { return try paypalOrder(id) }
    guard request.intent == "CAPTURE" else { throw .invalid("/intent") }
    guard let unit = request.purchase_units?.first, request.purchase_units?.count == 1 else {
      throw .invalid("/purchase_units")
    }
    guard let context = request.payment_source?.paypal?.experience_context,
      let returnURL = context.return_url, let cancelURL = context.cancel_url
    else {
      throw .invalid("/payment_source/paypal/experience_context", "MISSING_REQUIRED_PARAMETER")
    }
    try check(unit)
    let field = "/purchase_units/@reference_id=='default'/amount"
    guard let amount = unit.amount else { throw .invalid(field, "MISSING_REQUIRED_PARAMETER") }
    var sale = Sale(
      id: nextCapitals(17),
      provider: .paypal,
      orderNumber: unit.custom_id ?? unit.invoice_id ?? "",
      lines: [
        .init(
          name: unit.description ?? "PayPal",
          unitAmount: try amount.checked(field, controls),
          quantity: 1
        )
      ],
      currency: amount.currency_code,
      createdAt: now,
      expiresAt: now + Self.orderSeconds
    )
    sale.email = request.payment_source?.paypal?.email_address
    sale.returnURL = returnURL
    sale.cancelURL = cancelURL
    sale.paypal.payer = nextCapitals(13)
    sale.paypal.referenceID = unit.reference_id
    sale.paypal.description = unit.description
    sale.paypal.customID = unit.custom_id
    sale.paypal.invoiceID = unit.invoice_id
    add(sale)
    paypal.madeByRequest["order " + requestID] = sale.id
    return sale
  }

  private func check(_ unit: OrderRequestDocument.Unit) throws(PayPalError) {
    let texts = [
      ("custom_id", unit.custom_id, 255), ("invoice_id", unit.invoice_id, 127),
      ("description", unit.description, 127),
    ]
    for (name, text, longest) in texts {
      guard let text, !(1...longest).contains(text.utf8.count), controls.follows(.paypalLengths)
      else { continue }
      throw .invalid("/purchase_units/@reference_id=='default'/\(name)", "INVALID_STRING_LENGTH")
    }
    // An invoice that was paid cannot be paid again.
    let isPaid = sales(of: .paypal).contains { sale in
      sale.state == .paid && sale.paypal.invoiceID == unit.invoice_id
    }
    guard unit.invoice_id == nil || !isPaid else { throw .impossible("DUPLICATE_INVOICE_ID") }
  }

  /// Finds an order; one that nobody approved in time is gone.
  package func paypalOrder(_ id: String) throws(PayPalError) -> Sale {
    guard let sale = sales[id], sale.provider == .paypal, sale.state != .ended else {
      throw .notFound
    }
    return sale
  }

  /// Refuses a request ID that came with another body before.
  package mutating func paypalTake(
    _ body: [UInt8],
    for path: String,
    requestID: String?
  ) throws(PayPalError) {
    guard let requestID, controls.follows(.paypalRequestBodies) else { return }
    let known = paypal.bodies[requestID]
    let sent = Array(path.utf8) + [0] + body
    guard known == nil || known == sent else {
      throw .impossible("DUPLICATE_REQUEST_ID", "PayPal-Request-Id")
    }
    paypal.bodies[requestID] = sent
  }

  /// The buyer approves with a card that their bank will not charge.
  package mutating func paypalApproveDeclined(_ id: String, at now: Int64) throws(SaleError) {
    try change(id) { $0.paypal.isCardDeclined = true }
    try pay(id, at: now)
  }

  /// Captures of one order at most.
  private static let mostAttempts = 10

  /// Takes the money of an approved order; a request is answered again as it was the first time.
  package mutating func paypalCapture(
    _ id: String,
    requestID: String?,
    at now: Int64
  ) throws(PayPalError) -> Sale {
    let sale = try paypalOrder(id)
    if let requestID, paypal.madeByRequest["capture " + requestID] == id { return sale }
    if let requestID, let refusal = paypal.refusals["\(id) \(requestID)"],
      controls.follows(.paypalRepeats)
    {
      throw refusal
    }
    switch sale.state {
    case .open, .ended: throw .impossible("ORDER_NOT_APPROVED")
    case .paid: throw .impossible("ORDER_ALREADY_CAPTURED")
    case .approved: break
    }
    let attempt = paypal.attempts[id, default: 0] + 1
    paypal.attempts[id] = attempt
    guard attempt <= Self.mostAttempts || !controls.follows(.paypalAttempts) else {
      throw .impossible("MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED")
    }
    if sale.paypal.isCardDeclined { throw decline(sale, requestID) }
    do {
      try collect(id, at: now)
    } catch {
      throw .notFound
    }
    if let requestID { paypal.madeByRequest["capture " + requestID] = id }
    return try paypalOrder(id)
  }

  /// The buyer has to approve again, with another card.
  private mutating func decline(_ sale: Sale, _ requestID: String?) -> PayPalError {
    var open = sale
    open.state = .open
    open.paypal.isCardDeclined = false
    replace(open)
    let refusal = PayPalError.impossible("INSTRUMENT_DECLINED")
    if let requestID { paypal.refusals["\(sale.id) \(requestID)"] = refusal }
    return refusal
  }

  /// Finds a capture with its order.
  package func paypalCaptured(_ id: String) throws(PayPalError) -> (Sale, Payment) {
    do {
      let found = try find(payment: id)
      guard found.0.provider == .paypal else { throw SaleError.noPayment(id) }
      return found
    } catch {
      throw .notFound
    }
  }

  /// Gives money back; the same request again gives nothing more.
  package mutating func paypalRefund(
    of capture: String,
    _ request: RefundRequestDocument?,
    requestID: String?,
    at now: Int64
  ) throws(PayPalError) -> Refund {
    let (sale, payment) = try paypalCaptured(capture)
    let key = requestID.map { "refund " + $0 }
    if let key, let id = paypal.madeByRequest[key],
      let refund = payment.refunds.first(where: { $0.id == id })
    {
      return refund
    }
    if let key, let refusal = paypal.refusals[key], controls.follows(.paypalRepeats) {
      throw refusal
    }
    do throws(PayPalError) {
      let id = try paypalGiveBack(request, of: capture, sale, payment, at: now)
      if let key { paypal.madeByRequest[key] = id }
      guard let made = try paypalCaptured(capture).1.refunds.first(where: { $0.id == id }) else {
        throw PayPalError.notFound
      }
      return made
    } catch {
      if let key { paypal.refusals[key] = error }
      throw error
    }
  }

  private mutating func paypalGiveBack(
    _ request: RefundRequestDocument?,
    of capture: String,
    _ sale: Sale,
    _ payment: Payment,
    at now: Int64
  ) throws(PayPalError) -> String {
    if let note = request?.note_to_payer, !(1...255).contains(note.utf8.count),
      controls.follows(.paypalLengths)
    {
      throw .invalid("/note_to_payer", "INVALID_STRING_LENGTH")
    }
    guard payment.left > 0 else { throw .impossible("CAPTURE_FULLY_REFUNDED") }
    var amount: Int64?
    if let wanted = request?.amount {
      guard wanted.currency_code == sale.currency else {
        throw .impossible("REFUND_CURRENCY_MISMATCH", "/amount/currency_code")
      }
      amount = try wanted.checked("/amount", controls)
    }
    guard amount ?? 0 <= payment.left else { throw .impossible("REFUND_AMOUNT_EXCEEDED") }
    let id = nextCapitals(17)
    do {
      try refund(capture, id: id, amount: amount, reason: request?.note_to_payer, at: now)
      return id
    } catch .balanceTooSmall {
      throw .impossible("REFUND_FAILED_INSUFFICIENT_FUNDS")
    } catch {
      throw .impossible("REFUND_FAILED")
    }
  }
}
