import Payments
import Shop
import Testing

/// Asking Stripe about money, and refunding it, against canned answers of a real server.
@Suite(.timeLimit(.minutes(20)))
struct StripeMoneyTests {
  static let call = Call(now: now) { "nonce" }
  private let reference = Reference("CSZTL2EYAMJZ00010001")
  private var key: Payment.Key { Payment.Key(paymentID: "pi_1", reference: reference) }

  static func adapter(_ server: CannedServer, account: String? = nil) throws -> StripeAdapter {
    StripeAdapter(
      secrets: [],
      isLive: false,
      account: account,
      api: StripeAPI(key: try secret("sk_test_secret"), address: try server.address())
    )
  }

  private func server(_ name: String, _ answers: (Int, String)...) throws -> CannedServer {
    try CannedServer(name, answers.map { .init($0.0, $0.1) })
  }

  private func cny(_ units: Int64) throws -> Money {
    Money(minorUnits: units, currency: try #require(Currency("CNY")))
  }

  private func session(
    _ status: String = "complete",
    _ payment: String = "paid",
    charge: String = #"{"id":"ch_1","amount_refunded":0,"currency":"cny","disputed":false}"#,
    intent: String = "succeeded",
    isLive: Bool = false
  ) -> String {
    """
    {"id":"cs_test_1","status":"\(status)","payment_status":"\(payment)","amount_total":4850,\
    "currency":"cny","livemode":\(isLive),"metadata":{"order_id":"CSZTL2EYAMJZ00010001"},\
    "payment_intent":{"id":"pi_1","status":"\(intent)","latest_charge":\(charge)}}
    """
  }

  private func query(
    _ server: CannedServer,
    session: String? = "cs_test_1",
    payment: String? = nil,
    expiresAt: Timestamp? = nil
  ) throws -> Result<Payment.Finding, ProviderError> {
    let question = Payment.Question(
      reference: reference,
      sessionID: session,
      paymentID: payment,
      expiresAt: expiresAt
    )
    let adapter = try Self.adapter(server)
    return Result { () throws(ProviderError) in try adapter.query(question, Self.call) }
  }

  private func paid(_ mismatch: HoldReason? = nil) throws -> PaymentFact {
    .paid(PaidFact(key: key, amount: try cny(4_850), mismatch: mismatch))
  }

  @Test func `finds a payment by its session`() throws {
    let server = try server("st-session", (200, session()))
    #expect(try query(server).get() == Payment.Finding(facts: [try paid()], isFinal: true))
    let sent = try #require(try server.sent().first)
    #expect(sent.line.hasPrefix("GET /v1/checkout/sessions/cs_test_1?"))
    #expect(sent.fields() == ["expand[]=payment_intent.latest_charge"])
    #expect(sent.headers["Authorization"] == "Bearer sk_test_secret")
    #expect(sent.headers["Stripe-Account"] == nil)
  }

  @Test func `finds a payment by its own ID`() throws {
    let list = #"{"object":"list","data":[{"id":"cs_test_1"}],"has_more":false}"#
    let server = try server("st-intent", (200, list), (200, session()))
    #expect(try query(server, session: nil, payment: "pi_1").get().facts == [try paid()])
    #expect(try server.sent().first?.fields() == ["payment_intent=pi_1", "limit=1"])
    // A payment that Checkout did not make.
    let none = try self.server("st-none", (200, #"{"data":[]}"#))
    #expect(try query(none, session: nil, payment: "pi_2").get() == .open)
    // A free session is named by its own ID.
    let free = try self.server("st-free", (200, session()))
    #expect(try query(free, session: nil, payment: "cs_test_1").get().facts == [try paid()])
  }

  @Test func `speaks for the connected account`() throws {
    let server = try server("st-account", (200, session()))
    let adapter = try Self.adapter(server, account: "acct_1")
    let question = Payment.Question(reference: reference, sessionID: "cs_test_1")
    #expect(throws: Never.self) { try adapter.query(question, Self.call) }
    #expect(try server.sent().first?.headers["Stripe-Account"] == "acct_1")
  }

  @Test func `tells what waits, what ended and what nobody knows`() throws {
    #expect(try query(server("st-open", (200, session("open", "unpaid")))).get() == .open)
    let over = Payment.Finding(facts: [], isFinal: true)
    #expect(try query(server("st-expired", (200, session("expired", "unpaid")))).get() == over)
    #expect(try query(server("st-unknown", (404, "{}"))).get() == .open)
    let silent = try server("st-silent", (500, "{}"))
    #expect(try query(silent, session: nil).get() == .open)
    #expect(try query(silent, session: "cs_1/../x").get() == .open)
    #expect(try silent.sent().isEmpty)
    guard case .failure(.temporary) = try query(silent) else {
      Issue.record("expected a temporary failure")
      return
    }
  }

  /// docs.stripe.com/payments/checkout/fulfill-orders: a delayed method completes its session
  /// unpaid; docs.stripe.com/payments/paymentintents/lifecycle: what failed wants another method.
  @Test(
    arguments: [
      ("processing", true), ("requires_action", true), ("requires_payment_method", false),
      ("canceled", false),
    ]
  )
  func `a delayed payment is under way until it fails`(intent: String, isUnderWay: Bool) throws {
    let name = "st-delayed-\(intent.replacing("_", with: "-"))"
    let unpaid = session("complete", "unpaid", charge: "null", intent: intent)
    let finding = try query(server(name, (200, unpaid))).get()
    let underWay = Payment.UnderWay(reason: "unpaid, \(intent)", mostDays: 30)
    #expect(finding.underWay == (isUnderWay ? underWay : nil))
    #expect(finding.facts.isEmpty && finding.isFinal == !isUnderWay)
  }

  @Test func `finds what was given back and what a bank took up`() throws {
    let charge = #"{"id":"ch_1","amount_refunded":1000,"currency":"cny","disputed":true}"#
    let refunded = PaymentFact.refunded(key, Refund.Confirmed(id: nil, amount: try cny(1_000)))
    let failed = PaymentFact.refundFailed(key, refundID: "re_1", amount: try cny(1_000))
    let part = PaymentFact.refunded(
      key,
      Refund.Confirmed(id: "re_1", amount: try cny(1_000), total: try cny(1_000))
    )
    let standings: [(String, (Int, String), [PaymentFact])] = [
      ("st-dispute-none", (404, "{}"), [.disputed(key, .open)]),
      ("st-dispute-empty", (200, #"{"data":[]}"#), [.disputed(key, .open)]),
      (
        "st-dispute-open", (200, #"{"data":[{"id":"du_1","status":"needs_response"}]}"#),
        [.disputed(key, .open, id: "du_1")]
      ),
      (
        "st-dispute-won", (200, #"{"data":[{"id":"du_1","status":"won"}]}"#),
        [.disputed(key, .won, id: "du_1")]
      ),
      (
        "st-dispute-again",
        (200, #"{"data":[{"id":"du_2","status":"lost"},{"id":"du_1","status":"won"}]}"#),
        [.disputed(key, .lost, id: "du_2"), .disputed(key, .won, id: "du_1")]
      ),
    ]
    for (name, answer, disputes) in standings {
      let list = #"{"data":[\#(refund("pending")),\#(refund("failed")),\#(refund("succeeded"))]}"#
      let server = try server(name, (200, session(charge: charge)), (200, list), answer)
      let facts = [try paid(), refunded, part, failed, part] + disputes
      #expect(try query(server).get() == Payment.Finding(facts: facts, isFinal: true))
      #expect(try server.sent().last?.path == "/v1/disputes?payment_intent=pi_1&limit=100")
    }
  }

  @Test func `closes a session that is open after the checkout's end`() throws {
    let open = session("open", "unpaid")
    let over = Payment.Finding(facts: [], isFinal: true)
    let server = try server("st-close", (200, open), (200, session("expired", "unpaid")))
    #expect(try query(server, expiresAt: Self.call.now).get() == over)
    let sent = try server.sent()
    #expect(sent.last?.line.hasPrefix("POST /v1/checkout/sessions/cs_test_1/expire") == true)
    #expect(sent.last?.headers["Idempotency-Key"] == "expire-cs_test_1")
    // Before its end nobody closes it.
    let early = try self.server("st-close-early", (200, open))
    let later = Self.call.now.advanced(seconds: 1)
    #expect(try query(early, expiresAt: later).get() == .open)
    #expect(try early.sent().count == 1)
    // Stripe refuses it where a buyer pays at that very moment.
    let paidThen = try self.server("st-close-paid", (200, open), (400, "{}"), (200, session()))
    #expect(try query(paidThen, expiresAt: Self.call.now).get().facts == [try paid()])
    // A delayed payment is under way: nothing to close.
    let delayed = try self.server("st-close-delayed", (200, session("complete", "unpaid")))
    #expect(try query(delayed, expiresAt: Self.call.now).get().underWay != nil)
    #expect(try delayed.sent().count == 1)
  }

  @Test func `shows money of the other mode, and nothing else of it`() throws {
    let charge = #"{"id":"ch_1","amount_refunded":1000,"currency":"cny","disputed":true}"#
    let live = try server("st-live", (200, session(charge: charge, isLive: true)))
    #expect(try query(live).get() == Payment.Finding(facts: [try paid(.mode)], isFinal: true))
    let over = try server("st-live-expired", (200, session("expired", "unpaid", isLive: true)))
    #expect(try query(over).get() == Payment.Finding(facts: [], isFinal: true))
  }

  private func refund(
    _ status: String,
    _ id: String = "REFUND0001",
    total: Int64 = 1_000
  ) -> String {
    """
    {"id":"re_1","status":"\(status)","amount":1000,"currency":"cny","payment_intent":"pi_1",\
    "metadata":{"refund_id":"\(id)"},\
    "charge":{"id":"ch_1","amount_refunded":\(total),"currency":"cny"}}
    """
  }

  private func giveBack(
    _ server: CannedServer,
    payment: String? = "pi_1",
    shortages: Int = 0
  ) throws -> Result<RefundAnswer, ProviderError> {
    let request = RefundRequest(
      id: "REFUND0001",
      question: Payment.Question(reference: reference, sessionID: "cs_test_1", paymentID: payment),
      amount: try cny(1_000),
      paid: try cny(4_850),
      reason: "one of two",
      notifyURL: "https://pay.example/webhooks/stripe",
      shortages: shortages
    )
    let adapter = try Self.adapter(server)
    return Result { () throws(ProviderError) in try adapter.refund(request, Self.call) }
  }

  private func done(_ total: Int64) throws -> RefundAnswer {
    let refund = Refund.Confirmed(id: "re_1", amount: try cny(1_000), total: try cny(total))
    return .done(.refunded(key, refund))
  }

  @Test func `gives money back under our own ID`() throws {
    let others = #"{"data":[\#(refund("succeeded", "REFUND0000"))]}"#
    let server = try server("st-refund", (200, others), (200, refund("succeeded", total: 3_000)))
    #expect(try giveBack(server) == .success(try done(3_000)))
    let sent = try server.sent()
    #expect(sent[0].path.hasPrefix("/v1/refunds?"))
    #expect(sent[0].fields() == ["payment_intent=pi_1", "limit=100", "expand[]=data.charge"])
    #expect(sent[1].line == "POST /v1/refunds")
    #expect(sent[1].headers["Idempotency-Key"] == "REFUND0001")
    #expect(
      sent[1].fields() == [
        "payment_intent=pi_1", "amount=1000", "metadata[order_id]=CSZTL2EYAMJZ00010001",
        "metadata[refund_id]=REFUND0001", "metadata[reason]=one of two", "expand[]=charge",
      ]
    )
  }

  @Test func `gives nothing more when it is asked again`() throws {
    let before = #"{"data":[\#(refund("succeeded", total: 1_500))]}"#
    let server = try server("st-again", (200, before))
    #expect(try giveBack(server) == .success(try done(1_500)))
    #expect(try server.sent().map(\.method) == ["GET"])
    let pending = try self.server("st-pending", (200, #"{"data":[\#(refund("pending"))]}"#))
    #expect(try giveBack(pending) == .success(.pending))
    let failed = try self.server("st-failed", (200, #"{"data":[\#(refund("failed"))]}"#))
    let fact = PaymentFact.refundFailed(key, refundID: "re_1", amount: try cny(1_000))
    guard case .success(.failed(fact, _)) = try giveBack(failed) else {
      Issue.record("expected a refund that failed")
      return
    }
  }

  @Test func `a balance that is too small is an answer: nothing went back`() throws {
    let none = #"{"data":[]}"#
    for code in ["balance_insufficient", "insufficient_funds"] {
      let error = """
        {"error":{"type":"invalid_request_error","code":"\(code)","message":"Insufficient funds"}}
        """
      let server = try server("st-short-\(code.count)", (200, none), (400, error))
      let answer = try giveBack(server)
      // Stripe repeats the refusal under the same key for a day.
      guard case .success(.short(let words, usesUpID: true)) = answer else {
        Issue.record("\(code): expected a balance that is too small, found \(answer)")
        continue
      }
      #expect(words.contains(code))
    }
    let next = try server("st-short-next", (200, none), (200, refund("succeeded")))
    #expect(try giveBack(next, shortages: 1) == .success(try done(1_000)))
    let sent = try next.sent()[1]
    #expect(sent.headers["Idempotency-Key"] == "REFUND0001-1")
    #expect(sent.fields().contains("metadata[refund_id]=REFUND0001"))
    // Stripe accepts the refund and waits for the balance: it keeps its key.
    let waiting = refund("pending")
      .replacing(
        #""status":"pending""#,
        with: #""status":"pending","pending_reason":"insufficient_funds""#
      )
    let server = try server("st-short-pending", (200, #"{"data":[\#(waiting)]}"#))
    guard case .success(.short(_, usesUpID: false)) = try giveBack(server) else {
      Issue.record("expected a balance that is too small")
      return
    }
    let other =
      #"{"error":{"type":"invalid_request_error","code":"charge_disputed","message":"x"}}"#
    let refused = try self.server("st-short-other", (200, none), (400, other))
    guard case .failure(.refused) = try giveBack(refused) else {
      Issue.record("expected a refusal")
      return
    }
  }

  @Test func `finds the payment by its session`() throws {
    let none = #"{"data":[]}"#
    let server = try server(
      "st-refund-session",
      (200, session()),
      (200, none),
      (200, refund("succeeded"))
    )
    #expect(try giveBack(server, payment: nil) == .success(try done(1_000)))
    let unpaid = try self.server("st-refund-none", (404, "{}"))
    guard case .failure(.refused) = try giveBack(unpaid, payment: nil) else {
      Issue.record("expected a refusal")
      return
    }
  }
}
