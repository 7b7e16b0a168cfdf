/// What Stripe's API does.
extension MockState {
  /// Opens a session, or finds the one that the same idempotency key opened before.
  package mutating func openSession(
    _ fields: FormFields,
    key: String?,
    at now: Int64
  ) throws(StripeError) -> Sale {
    if let kept = try kept(key, fields) { return try session(kept) }
    let request = try SessionRequest(fields, now: now, controls: controls)
    let id = nextID(place.isLive ? "cs_live" : "cs_test")
    var sale = Sale(
      id: id,
      provider: .stripe,
      orderNumber: request.metadata["order_id"] ?? "",
      lines: request.items,
      currency: request.currency,
      createdAt: now,
      expiresAt: request.expiresAt
    )
    sale.email = request.email
    sale.returnURL = request.successURL
    sale.cancelURL = request.cancelURL
    add(sale)
    stripe.requests[id] = request
    if let key { stripe.answersByKey[key] = .init(fields: fields, answer: id) }
    return sale
  }

  /// Ends an open session without money, because the shop says so.
  package mutating func expireSession(_ id: String, at now: Int64) throws(StripeError) {
    guard try session(id).state == .open else {
      throw .invalid("only open sessions can be expired", parameter: "id")
    }
    do {
      try end(id, at: now)
    } catch {
      throw .invalid(error.description, parameter: "id")
    }
  }

  /// Gives money back, or finds what the same idempotency key gave back; returns the refund's ID
  /// and what the answer shall expand.
  package mutating func refundPayment(
    _ fields: FormFields,
    key: String?,
    at now: Int64
  ) throws(StripeError) -> (String, Set<String>) {
    var rest = fields
    let payment = try rest.require("payment_intent")
    let amount = rest.has("amount") ? try rest.requireCount("amount") : nil
    let reason = rest.take("reason")
    let reasons = ["duplicate", "fraudulent", "requested_by_customer"]
    if let reason, !reasons.contains(reason) {
      throw .invalid("Invalid reason: must be one of \(reasons)", parameter: "reason")
    }
    let metadata = try rest.takeMap("metadata", controls)
    var expanded: Set<String> = []
    while let value = rest.take("expand[\(expanded.count)]") { expanded.insert(value) }
    if let value = rest.take("expand[]") { expanded.insert(value) }
    if let name = rest.firstName { throw .unknown(name) }
    if let kept = try kept(key, fields) { return (kept, expanded) }
    if let key, let kept = stripe.refusals[key], now - kept.at < Self.keySeconds,
      controls.follows(.stripeRepeats)
    {
      throw kept.refusal
    }
    let id = MockStripe().refundID(in: &self)
    do {
      try refund(payment, id: id, amount: amount, reason: reason, at: now)
    } catch {
      let refusal = Self.refusal(of: payment, error)
      if let key { stripe.refusals[key] = (refusal, now) }
      throw refusal
    }
    stripe.refundMetadata[id] = metadata
    if let key { stripe.answersByKey[key] = .init(fields: fields, answer: id) }
    return (id, expanded)
  }

  /// A session as the API shows it.
  func sessionDocument(
    _ id: String,
    expanding expanded: Set<String>
  ) throws(StripeError) -> SessionDocument {
    let sale = try session(id)
    guard let request = stripe.requests[id] else { throw .noSuch("checkout.session", id) }
    let isLive = place.isLive
    var document = SessionDocument(
      sale,
      request,
      isLive: isLive,
      url: "\(place.origin)/pay/\(id)"
    )
    let wanted = expanded.contains { $0.hasPrefix("payment_intent") }
    guard wanted, let payment = sale.payments.first else { return document }
    var intent = PaymentIntentDocument(payment, of: sale, request)
    if expanded.contains("payment_intent.latest_charge") {
      let charge = ChargeDocument(payment, of: sale, request, isLive: isLive)
      intent.latest_charge.object = AnyDocument(charge)
    }
    document.payment_intent = Nullable(Expandable(id: payment.id, object: AnyDocument(intent)))
    return document
  }

  /// A refund as the API shows it.
  func refundDocument(
    _ id: String,
    expanding expanded: Set<String>
  ) throws(StripeError) -> RefundDocument {
    guard let (sale, payment, refund) = find(refundOf: .stripe, where: { $0.id == id }),
      let request = stripe.requests[sale.id]
    else { throw .noSuch("refund", id) }
    var document = RefundDocument(refund, of: payment, sale, request)
    if let own = stripe.refundMetadata[id] { document.metadata = own }
    if expanded.contains("charge") {
      let charge = ChargeDocument(payment, of: sale, request, isLive: place.isLive)
      document.charge.object = AnyDocument(charge)
    }
    return document
  }

  private func session(_ id: String) throws(StripeError) -> Sale {
    guard let sale = sales[id], sale.provider == .stripe else {
      throw .noSuch("checkout.session", id)
    }
    return sale
  }

  private func kept(_ key: String?, _ fields: FormFields) throws(StripeError) -> String? {
    guard let key, let kept = stripe.answersByKey[key] else { return nil }
    guard kept.fields == fields || !controls.follows(.stripeIdempotency) else {
      throw .otherParameters
    }
    return kept.answer
  }

  /// How long Stripe remembers an idempotency key.
  private static let keySeconds: Int64 = 86_400

  private static func refusal(of payment: String, _ error: SaleError) -> StripeError {
    switch error {
    case .refundTooLarge(let asked, let left) where left > 0:
      .invalid("Refund amount (\(asked)) is greater than \(left)", parameter: "amount")
    case .refundTooLarge: .alreadyRefunded
    case .balanceTooSmall: .balance
    default: .noSuch("payment_intent", payment)
    }
  }
}
