package import Shop
import Transport

extension StripeAdapter {
  /// Asks for the session, by its ID or by that of its payment; one that is open after the
  /// checkout's end is closed, so that nobody can pay it.
  package func query(
    _ question: Payment.Question,
    _ call: Call
  ) throws(ProviderError) -> Payment.Finding {
    guard let session = try session(of: question) else { return .open }
    let isOver = question.expiresAt.map { $0 <= call.now } ?? false
    guard isOver, session.status == "open" else { return try finding(of: session) }
    if let closed = try close(session) { return try finding(of: closed) }
    // A buyer paid at that very moment.
    return try self.session(of: question).map(finding) ?? .open
  }

  /// Expires an open session; nil when it is open no longer.
  ///
  /// https://docs.stripe.com/api/checkout/sessions/expire
  private func close(
    _ session: StripeSessionDocument
  ) throws(ProviderError) -> StripeSessionDocument? {
    guard Self.isID(session.id) else { return nil }
    let response = try api.post(
      "/v1/checkout/sessions/\(session.id)/expire",
      FormBody(),
      idempotencyKey: "expire-\(session.id)"
    )
    guard response.status != 400 else { return nil }
    return try api.read(StripeSessionDocument.self, from: response)
  }

  private func finding(
    of session: StripeSessionDocument
  ) throws(ProviderError) -> Payment.Finding {
    let reading = StripeReading(mismatch: session.livemode == isLive ? nil : .mode)
    let isPaid =
      session.paymentStatus == "paid"
      || (session.paymentStatus == "no_payment_required" && session.status == "complete")
    guard isPaid else { return unpaid(session) }
    guard let paid = reading.paid(session) else {
      throw .untrusted("Stripe answered with a paid session that has no amount")
    }
    // Events of another mode do not touch our orders; only their "paid" is shown to a person.
    let later = reading.mismatch == nil ? try later(session, reading) : []
    return Payment.Finding(facts: [paid] + later, isFinal: true)
  }

  /// Reads a session without money: one that ran out brought nothing, and a complete one waits for
  /// a delayed payment method until its payment fails.
  ///
  /// https://docs.stripe.com/payments/checkout/fulfill-orders (delayed payment methods),
  /// https://docs.stripe.com/payments/paymentintents/lifecycle
  private func unpaid(_ session: StripeSessionDocument) -> Payment.Finding {
    guard session.status == "complete" else {
      return session.status == "expired" ? Payment.Finding(facts: [], isFinal: true) : .open
    }
    let status = session.paymentIntent?.object?.status
    if ["requires_payment_method", "canceled"].contains(status) {
      return Payment.Finding(facts: [], isFinal: true)
    }
    let reason = ProviderError.line("unpaid, \(status ?? "payment unknown")").cut(toBytes: 100)
    return Payment.Finding(
      facts: [],
      isFinal: false,
      underWay: Payment.UnderWay(reason: reason, mostDays: Self.mostDays)
    )
  }

  /// How long the slowest delayed methods take, such as direct debits and vouchers.
  private static let mostDays: Int64 = 30

  /// Refunds and disputes of the money.
  private func later(
    _ session: StripeSessionDocument,
    _ reading: StripeReading
  ) throws(ProviderError) -> [PaymentFact] {
    guard let intent = session.paymentIntent, let charge = intent.object?.latestCharge?.object
    else { return [] }
    let key = reading.key(session)
    var facts: [PaymentFact] = []
    if charge.amountRefunded != 0 {
      guard let fact = reading.refunded(charge, of: key) else {
        throw .untrusted("Stripe answered with a refund that has no amount")
      }
      facts.append(fact)
      facts += try refunds(of: intent.id).filter(\.isKnown).compactMap { reading.told($0, of: key) }
    }
    if charge.isDisputed == true { facts += try disputes(of: intent.id, key) }
    return facts
  }

  /// A payment's disputes, each with its ID; if Stripe says there is one and lists none, an open
  /// one.
  private func disputes(
    of intent: String,
    _ key: Payment.Key
  ) throws(ProviderError) -> [PaymentFact] {
    let unlisted = [PaymentFact.disputed(key, .open)]
    var query = FormBody()
    query.add("payment_intent", intent)
    query.add("limit", "100")
    let response = try api.get("/v1/disputes", query)
    guard response.status != 404 else { return unlisted }
    let list = try api.read(StripeListDocument<StripeDisputeDocument>.self, from: response)
    guard !list.data.isEmpty else { return unlisted }
    return list.data.map { dispute in
      .disputed(key, StripeReading.outcome(dispute) ?? .open, id: dispute.id)
    }
  }

  /// The session with its payment and charge; nil where Stripe does not know it, or cannot be
  /// asked.
  func session(of question: Payment.Question) throws(ProviderError) -> StripeSessionDocument? {
    guard let id = try sessionID(of: question) else { return nil }
    var query = FormBody()
    query.add("expand[]", "payment_intent.latest_charge")
    let response = try api.get("/v1/checkout/sessions/\(id)", query)
    return response.status == 404 ? nil : try api.read(StripeSessionDocument.self, from: response)
  }

  private func sessionID(of question: Payment.Question) throws(ProviderError) -> String? {
    let ids = [question.sessionID, question.paymentID].compactMap { $0 }.filter(Self.isID)
    // A session without a payment is named by its own ID.
    if let id = ids.first(where: { $0.hasPrefix("cs_") }) { return id }
    guard let intent = ids.first else { return nil }
    var query = FormBody()
    query.add("payment_intent", intent)
    query.add("limit", "1")
    let response = try api.get("/v1/checkout/sessions", query)
    guard response.status != 404 else { return nil }
    let list = try api.read(StripeListDocument<StripeIdentifiedDocument>.self, from: response)
    return list.data.map(\.id).first(where: Self.isID)
  }

  /// Whether it may be used in the path of a request.
  static func isID(_ text: String) -> Bool {
    WebhookBody.isIdentifier(text)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "_"): true
        default: false
        }
      }
  }
}
