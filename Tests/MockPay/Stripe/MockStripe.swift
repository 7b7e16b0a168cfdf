import Hummingbird

/// Stripe: Checkout sessions.
struct MockStripe: MockProvider {
  func addRoutes(to group: RouterGroup<BasicRequestContext>, mock: SharedState) {
    StripeRoutes(mock: mock).add(to: group)
  }

  var hasDisputes: Bool { true }

  func payment(for sale: Sale, at now: Int64, in mock: inout MockState) -> Payment {
    var payment = Payment(id: mock.nextID("pi"), amount: sale.amount, paidAt: now)
    payment.stripe = StripeNumbers(charge: mock.nextID("ch"), dispute: mock.nextID("dp"))
    return payment
  }

  func refundID(in mock: inout MockState) -> String { mock.nextID("re") }

  func departure(from sale: Sale, at now: Int64, in mock: MockState) -> Departure {
    let address = sale.returnURL?.replacing("{CHECKOUT_SESSION_ID}", with: sale.id)
    return address.map(Departure.redirect) ?? .stay
  }

  func tell(_ news: News, of sale: Sale, at now: Int64, in mock: inout MockState) {
    guard let request = mock.stripe.requests[sale.id] else { return }
    let isLive = mock.place.isLive
    note(news, of: sale, at: now, in: &mock)
    let send = { (kind: String, object: any Encodable, mock: inout MockState) -> Void in
      post(kind, object, at: now, in: &mock)
    }
    switch news {
    case .paid(let payment):
      let intent = PaymentIntentDocument(payment, of: sale, request)
      send("payment_intent.\(intent.status)", intent, &mock)
      let session = SessionDocument(sale, request, payment: payment, isLive: isLive, url: nil)
      // A delayed payment completes its session unpaid, and succeeds later.
      let isLater = mock.stripe.delayed.remove(payment.id) != nil
      if payment.isUnfinished { mock.stripe.delayed.insert(payment.id) }
      let kind = isLater ? "async_payment_succeeded" : "completed"
      send("checkout.session.\(kind)", session, &mock)
    case .failed(let payment):
      let intent = PaymentIntentDocument(payment, of: sale, request, isPaid: false)
      send("payment_intent.payment_failed", intent, &mock)
    case .ended:
      let session = SessionDocument(sale, request, isLive: isLive, url: nil)
      send("checkout.session.expired", session, &mock)
    case .refunded(let payment, let refund):
      send("refund.created", RefundDocument(refund, of: payment, sale, request), &mock)
      let charge = ChargeDocument(payment, of: sale, request, isLive: isLive)
      send("charge.refunded", charge, &mock)
    case .refundFailed(let payment, let refund):
      send("refund.failed", RefundDocument(refund, of: payment, sale, request), &mock)
    case .disputed(let payment):
      let kind = payment.dispute == .open ? "created" : "closed"
      let document = DisputeDocument(payment, of: sale, isLive: isLive)
      send("charge.dispute.\(kind)", document, &mock)
    }
  }

  private func post(
    _ kind: String,
    _ object: any Encodable,
    at now: Int64,
    in mock: inout MockState
  ) {
    let id = mock.nextID("evt")
    // What a shop need not listen to stays true, so that the event that counts is the false one.
    let counts = !kind.hasPrefix("payment_intent.")
    let tampering = counts ? mock.takeTampering(of: .stripe) : nil
    let document = EventDocument(
      id: id,
      created: now,
      livemode: mock.place.isLive,
      type: kind,
      data: .init(object: AnyDocument(object))
    )
    let body = StripeTampering(tampering).change(encode(document))
    let url = mock.place.worker + "/webhooks/stripe"
    let secret = mock.keys.stripe.webhookSecret
    mock.post(id: id, from: .stripe, kind: kind, content: body, at: now) { moment in
      let signing = StripeTampering(tampering)
      let signature = SignatureHeader(
        body: body,
        secret: signing.secret(secret),
        time: signing.time(moment)
      )
      return Outgoing(
        url: url,
        headers: [
          "Stripe-Signature": signature.text,
          "Content-Type": "application/json; charset=utf-8",
          "User-Agent": "Stripe/1.0 (pretend)",
        ],
        body: tampering == .body ? body + [32] : body
      )
    }
  }

  /// Enters what moved into the balance.
  private func note(_ news: News, of sale: Sale, at now: Int64, in mock: inout MockState) {
    let entry: (type: String, category: String, amount: Int64, fee: Int64, source: String)
    switch news {
    case .paid(let payment):
      guard !payment.isUnfinished else { return }
      // 2.9 % and 30 of the smallest unit, rounded down.
      let fee = payment.amount * 29 / 1000 + 30
      let charge = payment.stripe.charge
      entry = ("charge", "charge", payment.amount, fee, charge)
    case .refunded(_, let refund):
      entry = ("refund", "refund", -refund.amount, 0, refund.id)
    case .refundFailed(_, let refund):
      entry = ("refund_failure", "refund_failure", refund.amount, 0, refund.id)
    case .disputed(let payment) where payment.dispute == .open:
      let source = payment.stripe.dispute
      entry = ("adjustment", "dispute", -payment.amount, 1500, source)
    case .disputed(let payment) where payment.dispute == .won:
      let source = payment.stripe.dispute
      entry = ("adjustment", "dispute_reversal", payment.amount, 0, source)
    case .disputed, .failed, .ended: return
    }
    mock.stripe.balance.append(
      BalanceEntry(
        id: mock.nextID("txn"),
        type: entry.type,
        category: entry.category,
        amount: entry.amount,
        fee: entry.fee,
        currency: sale.currency.lowercased(),
        createdAt: now,
        source: entry.source
      )
    )
  }
}

/// How an event is made false.
private struct StripeTampering {
  let tampering: Tampering?

  init(_ tampering: Tampering?) {
    self.tampering = tampering
  }

  func secret(_ secret: String) -> String {
    tampering == .signature || tampering == .stranger ? secret + "x" : secret
  }

  func time(_ moment: Int64) -> Int64 {
    tampering == .stale || tampering == .expired ? moment - 600 : moment
  }

  /// Changes what the event says before it is signed.
  func change(_ body: [UInt8]) -> [UInt8] {
    var text = String(decoding: body, as: UTF8.self)
    switch tampering {
    case .amount:
      text = text.replacing(/"amount_total" : (\d+)/) {
        "\"amount_total\" : \((Int64($0.output.1) ?? 1) - 1)"
      }
    case .currency: text = text.replacing(/"currency" : "\w+"/) { _ in "\"currency\" : \"thb\"" }
    case .account:
      text = text.replacing("\"livemode\" : false", with: "\"livemode\" : true")
    case .order:
      text = text.replacing(/"order_id" : "\w+"/) { _ in "\"order_id\" : \"ZZZZ0000ZZZZ0000ZZZZ\"" }
    default: break
    }
    return Array(text.utf8)
  }
}

/// Stripe's numbers of a payment beside its own.
package struct StripeNumbers: Equatable, Sendable {
  var charge = ""
  var dispute = ""
}

/// What Stripe remembers besides the sales.
package struct StripeRecords: Sendable {
  struct Kept<Answer: Sendable>: Sendable {
    let fields: FormFields
    let answer: Answer
  }

  /// What each session was asked for, by its ID.
  var requests: [String: SessionRequest] = [:]
  /// The session or the refund that an idempotency key made.
  var answersByKey: [String: Kept<String>] = [:]
  /// What an idempotency key was refused with, and when, in Unix seconds.
  var refusals: [String: (refusal: StripeError, at: Int64)] = [:]
  /// What the shop wrote on its refunds, by their IDs.
  var refundMetadata: [String: [String: String]] = [:]
  /// Where events are to go, the oldest first.
  var endpoints: [StripeEndpoint] = []
  /// Payments whose session is complete and unpaid.
  var delayed: Set<String> = []
  /// Every movement of money, the oldest first.
  var balance: [BalanceEntry] = []
}

/// One movement of money.
struct BalanceEntry: Sendable {
  let id: String
  /// `charge`, `refund` or `adjustment`.
  let type: String
  let category: String
  /// In minor units; negative when it leaves.
  let amount: Int64
  let fee: Int64
  let currency: String
  let createdAt: Int64
  /// The charge, refund or dispute.
  let source: String
}
