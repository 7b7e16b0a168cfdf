/// What the pretend provider remembers: sessions, idempotency keys, events.
///
/// A plain value that is given the time, so that tests need neither a server nor a clock.
package struct Desk: Sendable {
  private struct Kept {
    let fields: FormFields
    let session: String
  }

  private(set) var sessions: [String: CheckoutSession] = [:]
  /// In the order they were opened.
  private(set) var sessionIDs: [String] = []
  package internal(set) var outbox: Outbox
  private var answersByKey: [String: Kept] = [:]
  private var lastNumber = 0
  private let isLive: Bool
  /// Keeps the IDs of two runs apart, for a worker that outlives this process.
  private let run: String

  /// An empty desk.
  ///
  /// The moment it opened, in Unix seconds, becomes a part of every ID.
  package init(isLive: Bool, openedAt: Int64, timeScale: Int64) {
    self.isLive = isLive
    run = String(openedAt, radix: 36)
    outbox = Outbox(timeScale: timeScale)
  }

  /// Opens a session, or finds the one that the same idempotency key opened before.
  package mutating func open(
    _ fields: FormFields,
    key: String?,
    at now: Int64
  ) throws(StripeError) -> CheckoutSession {
    if let key, let kept = answersByKey[key] {
      guard kept.fields == fields else { throw .otherParameters }
      return try session(kept.session)
    }
    let request = try SessionRequest(fields, now: now)
    let id = nextID(isLive ? "cs_live" : "cs_test")
    let session = CheckoutSession(id: id, request: request, createdAt: now)
    sessions[id] = session
    sessionIDs.append(id)
    if let key { answersByKey[key] = Kept(fields: fields, session: id) }
    return session
  }

  /// Finds a session by its ID.
  package func session(_ id: String) throws(StripeError) -> CheckoutSession {
    guard let session = sessions[id] else { throw .noSuch("checkout.session", id) }
    return session
  }

  /// Finds the sessions that a payment belongs to: one or none.
  func sessions(payment: String) -> [CheckoutSession] {
    sessions.values.filter { session in session.payments.contains { $0.id == payment } }
  }

  /// Takes the whole sum; a second call plays a buyer who paid twice.
  package mutating func pay(_ id: String, at now: Int64) throws(StripeError) {
    var session = try session(id)
    guard session.status != .expired else {
      throw .invalid("the session has expired", parameter: "id")
    }
    let payment = Payment(
      id: nextID("pi"),
      chargeID: nextID("ch"),
      disputeID: nextID("dp"),
      amount: session.request.total
    )
    session.status = .complete
    session.payments.append(payment)
    sessions[id] = session
    send("payment_intent.succeeded", PaymentIntentDocument(payment, of: session), at: now)
    let document = SessionDocument(session, payment: payment, isLive: isLive, url: nil)
    send("checkout.session.completed", document, at: now)
  }

  /// Plays a card that was refused; the session stays open.
  package mutating func fail(_ id: String, at now: Int64) throws(StripeError) {
    let session = try session(id)
    guard session.status == .open else {
      throw .invalid("the session is not open", parameter: "id")
    }
    let failed = Payment(
      id: nextID("pi"),
      chargeID: nextID("ch"),
      disputeID: nextID("dp"),
      amount: 0
    )
    send("payment_intent.payment_failed", PaymentIntentDocument(failed, of: session), at: now)
  }

  /// Ends an open session without money.
  package mutating func expire(_ id: String, at now: Int64) throws(StripeError) {
    let session = try session(id)
    guard session.status == .open else {
      throw .invalid("only open sessions can be expired", parameter: "id")
    }
    end(session, at: now)
  }

  /// Ends every open session whose time is over.
  package mutating func expireDue(at now: Int64) {
    for session in sessions.values
    where session.status == .open && session.request.expiresAt <= now {
      end(session, at: now)
    }
  }

  private mutating func end(_ session: CheckoutSession, at now: Int64) {
    var session = session
    session.status = .expired
    sessions[session.id] = session
    let document = SessionDocument(session, isLive: isLive, url: nil)
    send("checkout.session.expired", document, at: now)
  }

  /// Gives back a part of a payment, in minor units; nil for all that is left.
  package mutating func refund(
    _ payment: String,
    amount: Int64?,
    at now: Int64
  ) throws(StripeError) {
    try change(payment) { (payment: inout Payment) throws(StripeError) in
      let left = payment.amount - payment.refunded
      let part = amount ?? left
      guard part >= 1, part <= left else {
        throw .invalid("Refund amount (\(part)) is greater than \(left)", parameter: "amount")
      }
      payment.refunded += part
    }
    let (session, changed) = try find(payment)
    let document = ChargeDocument(changed, of: session, isLive: isLive)
    send("charge.refunded", document, at: now)
  }

  /// Opens a dispute or closes the open one.
  package mutating func dispute(
    _ payment: String,
    _ dispute: Payment.Dispute,
    at now: Int64
  ) throws(StripeError) {
    try change(payment) { (payment: inout Payment) throws(StripeError) in
      guard payment.dispute == (dispute == .open ? nil : .open) else {
        throw .invalid("the dispute cannot become \(dispute.rawValue) now")
      }
      payment.dispute = dispute
    }
    let (session, changed) = try find(payment)
    let document = DisputeDocument(changed, of: session, isLive: isLive)
    send("charge.dispute.\(dispute == .open ? "created" : "closed")", document, at: now)
  }

  private func find(_ payment: String) throws(StripeError) -> (CheckoutSession, Payment) {
    for session in sessions.values {
      if let found = session.payments.first(where: { $0.id == payment }) {
        return (session, found)
      }
    }
    throw .noSuch("payment_intent", payment)
  }

  private mutating func change(
    _ payment: String,
    _ body: (inout Payment) throws(StripeError) -> Void
  ) throws(StripeError) {
    var (session, changed) = try find(payment)
    try body(&changed)
    session.payments = session.payments.map { $0.id == payment ? changed : $0 }
    sessions[session.id] = session
  }

  private mutating func send(_ kind: String, _ object: some Encodable, at now: Int64) {
    let id = nextID("evt")
    let document = EventDocument(
      id: id,
      created: now,
      livemode: isLive,
      type: kind,
      data: .init(object: object)
    )
    outbox.add(Event(id: id, kind: kind, body: encode(document), dueAt: now * 1000))
  }

  private mutating func nextID(_ prefix: String) -> String {
    lastNumber += 1
    let digits = String(lastNumber)
    return "\(prefix)_\(run)\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits)"
  }
}
