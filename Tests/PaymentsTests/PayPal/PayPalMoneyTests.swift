import Foundation
import Payments
import Shop
import Testing

/// Asking PayPal about money, and refunding it.
@Suite(.timeLimit(.minutes(20)))
struct PayPalMoneyTests {
  private let reference = Reference("CSZTL2EYAMJZ00010001")
  private var key: Payment.Key { Payment.Key(paymentID: "CAP1", reference: reference) }

  private func usd(_ units: Int64) throws -> Money {
    Money(minorUnits: units, currency: try #require(Currency("USD")))
  }

  private func capture(
    _ status: String = "COMPLETED",
    of order: String = "ORDER1",
    because reason: String = "OTHER"
  ) -> String {
    """
    {"id":"CAP1","status":"\(status)","status_details":{"reason":"\(reason)"},\
    "amount":{"currency_code":"USD","value":"48.50"},\
    "custom_id":"CSZTL2EYAMJZ00010001","supplementary_data":{"related_ids":{"order_id":"\(order)"}}}
    """
  }

  private func refund(_ id: String, _ value: String, _ status: String = "COMPLETED") -> String {
    """
    {"id":"\(id)","status":"\(status)","amount":{"currency_code":"USD","value":"\(value)"},\
    "links":[{"rel":"up","href":"https://api.paypal.com/v2/payments/captures/CAP1"}]}
    """
  }

  private func order(
    _ status: String,
    captures: [String] = [],
    refunds: [String] = [],
    customID: String = "CSZTL2EYAMJZ00010001",
    payee: String = "ESSMA871DS75E"
  ) -> String {
    """
    {"id":"ORDER1","status":"\(status)","purchase_units":[{"custom_id":"\(customID)",\
    "payee":{"merchant_id":"\(payee)"},"payments":{"captures":[\(captures.joined(separator: ","))],\
    "refunds":[\(refunds.joined(separator: ","))]}}]}
    """
  }

  private func query(
    _ server: CannedServer,
    session: String? = "ORDER1",
    payment: String? = nil,
    openedAt: Timestamp? = nil
  ) throws -> Result<Payment.Finding, ProviderError> {
    let question = Payment.Question(
      reference: reference,
      sessionID: session,
      paymentID: payment,
      openedAt: openedAt
    )
    let adapter = try PayPalCallTests.adapter(server)
    return Result { () throws(ProviderError) in try adapter.query(question, PayPalCallTests.call) }
  }

  private func server(_ name: String, _ answers: (Int, String)...) throws -> CannedServer {
    try CannedServer(name, [PayPalCallTests.token] + answers.map { .init($0.0, $0.1) })
  }

  private func paid(_ mismatch: HoldReason? = nil) throws -> PaymentFact {
    .paid(PaidFact(key: key, amount: try usd(4_850), mismatch: mismatch))
  }

  @Test func `takes the money of an order that its buyer has approved`() throws {
    let server = try server(
      "pp-approved",
      (200, order("APPROVED")),
      (201, order("COMPLETED", captures: [capture()]))
    )
    #expect(try query(server).get() == Payment.Finding(facts: [try paid()], isFinal: true))
    let sent = try server.sent()
    #expect(
      sent.map(\.line).dropFirst() == [
        "GET /v2/checkout/orders/ORDER1", "POST /v2/checkout/orders/ORDER1/capture",
      ]
    )
    #expect(sent[2].headers["PayPal-Request-Id"] == "capture-ORDER1")
  }

  @Test(arguments: ["OTHERSHOPS1234567890", "theirs", ""])
  func `leaves an order alone that is not ours`(customID: String) throws {
    let name = "pp-theirs-\(customID.count)"
    let server = try server(name, (200, order("APPROVED", customID: customID)))
    #expect(try query(server).get() == .open)
    #expect(try server.sent().count == 2)
  }

  @Test func `reads the order again when somebody else was quicker`() throws {
    let issue = #"{"name":"UNPROCESSABLE_ENTITY","details":[{"issue":"ORDER_ALREADY_CAPTURED"}]}"#
    let server = try server(
      "pp-quicker",
      (200, order("APPROVED")),
      (422, issue),
      (200, order("COMPLETED", captures: [capture()]))
    )
    #expect(try query(server).get().facts == [try paid()])
  }

  @Test(arguments: ["CREATED", "PAYER_ACTION_REQUIRED", "SAVED"])
  func `finds nothing while nobody has paid`(status: String) throws {
    let name = "pp-\(status.lowercased().replacing("_", with: "-"))"
    #expect(try query(server(name, (200, order(status)))).get() == .open)
  }

  @Test func `stops asking for what is void or gone`() throws {
    let over = Payment.Finding(facts: [], isFinal: true)
    #expect(try query(server("pp-void", (200, order("VOIDED")))).get() == over)
    let gone = #"{"name":"RESOURCE_NOT_FOUND"}"#
    let old = now.advanced(seconds: -6 * 3_600 - 1)
    #expect(try query(server("pp-gone", (404, gone)), openedAt: old).get() == over)
    #expect(try query(server("pp-fresh", (404, gone)), openedAt: now).get() == .open)
    let lost = try server("pp-lost", (404, gone))
    #expect(try query(lost, session: nil, payment: "CAP9").get() == .open)
  }

  @Test func `asks nothing when it knows nothing that can be asked`() throws {
    let server = try server("pp-nothing")
    #expect(try query(server, session: nil).get() == .open)
    #expect(try query(server, session: "../x", payment: "a?b").get() == .open)
    #expect(try server.sent().isEmpty)
  }

  @Test func `marks money that went to another account`() throws {
    let other = order("COMPLETED", captures: [capture()], payee: "GP50W1M0B64WM")
    #expect(try query(server("pp-payee", (200, other))).get().facts == [try paid(.account)])
  }

  @Test func `lists refunds by their own IDs`() throws {
    let whole = order(
      "COMPLETED",
      captures: [capture("PARTIALLY_REFUNDED")],
      refunds: [
        refund("R1", "10.00"), refund("R2", "0.50"), refund("R3", "1.00", "PENDING"),
        refund("R4", "2.00", "FAILED"),
      ]
    )
    let expected = Payment.Finding(
      facts: [
        try paid(), .refunded(key, Refund.Confirmed(id: "R1", amount: try usd(1_000))),
        .refunded(key, Refund.Confirmed(id: "R2", amount: try usd(50))),
        .refunded(key, Refund.Confirmed(id: "R3", amount: try usd(100))),
        .refundFailed(key, refundID: "R4"),
      ],
      isFinal: true
    )
    #expect(try query(server("pp-refunds", (200, whole))).get() == expected)
    // Found by the capture alone: its order lists the refunds.
    let server = try server("pp-by-capture", (200, capture("PARTIALLY_REFUNDED")), (200, whole))
    #expect(try query(server, session: nil, payment: "CAP1").get() == expected)
    #expect(
      try server.sent().map(\.path).suffix(2) == [
        "/v2/payments/captures/CAP1", "/v2/checkout/orders/ORDER1",
      ]
    )
  }

  @Test func `hears of a refund that failed when the capture is whole again`() throws {
    let failed = refund("R1", "10.00", "FAILED")
    let whole = order("COMPLETED", captures: [capture()], refunds: [failed])
    let server = try server("pp-came-back", (200, capture()), (200, whole))
    let facts = try query(server, session: nil, payment: "CAP1").get().facts
    #expect(facts == [.refundFailed(key, refundID: "R1"), try paid()])
  }

  @Test func `tells a whole refund without a list, and not a part of one`() throws {
    let all = try server("pp-all", (200, capture("REFUNDED")), (404, "{}"))
    #expect(
      try query(all, session: nil, payment: "CAP1").get().facts == [
        .refunded(key, Refund.Confirmed(id: nil, amount: try usd(4_850))), try paid(),
      ]
    )
    let part = try server("pp-part", (200, capture("PARTIALLY_REFUNDED")), (404, "{}"))
    guard case .failure(.temporary) = try query(part, session: nil, payment: "CAP1") else {
      Issue.record("expected a temporary failure")
      return
    }
  }

  @Test(
    arguments: [
      ("RECEIVING_PREFERENCE_MANDATES_MANUAL_ACTION", "accept it at PayPal"),
      ("ECHECK", nil), ("PENDING_REVIEW", nil), ("UNILATERAL", "confirm the account's email"),
    ] as [(String, String?)]
  )
  func `a pending capture is under way, with PayPal's reason and what mends it`(
    reason: String,
    remedy: String?
  ) throws {
    let name = "pp-\(reason.lowercased().replacing("_", with: "-"))"
    let whole = order("COMPLETED", captures: [capture("PENDING", because: reason)])
    let finding = try query(server(name, (200, order("APPROVED")), (201, whole))).get()
    #expect(finding.facts.isEmpty && !finding.isFinal && finding.decline == nil)
    #expect(finding.underWay?.reason == reason && finding.underWay?.mostDays == 30)
    let said = finding.underWay?.remedy
    #expect(remedy.map { said?.hasPrefix($0) == true } ?? (said == nil))
  }

  @Test func `believes no capture that is not done`() throws {
    let pending = try server("pp-pending", (200, capture("PENDING")))
    let found = try query(pending, session: nil, payment: "CAP1").get()
    #expect(found.facts.isEmpty && !found.isFinal && found.underWay?.reason == "OTHER")
    let failed = try server("pp-failed", (200, capture("DECLINED")))
    #expect(
      try query(failed, session: nil, payment: "CAP1").get()
        == Payment.Finding(facts: [.failed(key)], isFinal: false)
    )
  }

  private func giveBack(
    _ server: CannedServer,
    payment: String? = "CAP1",
    shortages: Int = 0
  ) throws -> Result<RefundAnswer, ProviderError> {
    let request = RefundRequest(
      id: "REFUND0001",
      question: Payment.Question(reference: reference, sessionID: "ORDER1", paymentID: payment),
      amount: try usd(1_000),
      paid: try usd(4_850),
      reason: "one of two",
      notifyURL: "https://pay.example/webhooks/paypal",
      shortages: shortages
    )
    let adapter = try PayPalCallTests.adapter(server)
    return Result { () throws(ProviderError) in try adapter.refund(request, PayPalCallTests.call) }
  }

  @Test func `gives money back under our own ID`() throws {
    let server = try server("pp-refund", (201, refund("R1", "10.00")))
    let fact = PaymentFact.refunded(key, Refund.Confirmed(id: "R1", amount: try usd(1_000)))
    #expect(try giveBack(server) == .success(.done(fact)))
    let sent = try #require(try server.sent().last)
    #expect(sent.line == "POST /v2/payments/captures/CAP1/refund")
    #expect(sent.headers["PayPal-Request-Id"] == "REFUND0001")
    #expect(
      try sent.json() == """
        {"amount":{"currency_code":"USD","value":"10.00"},\
        "custom_id":"CSZTL2EYAMJZ00010001","note_to_payer":"one of two"}
        """
    )
  }

  @Test func `finds the capture by its order`() throws {
    let server = try server(
      "pp-refund-order",
      (200, order("COMPLETED", captures: [capture()])),
      (201, refund("R1", "10.00"))
    )
    #expect(throws: Never.self) { try giveBack(server, payment: nil).get() }
    #expect(try server.sent().last?.path == "/v2/payments/captures/CAP1/refund")
  }

  @Test func `a balance that is too small is an answer: nothing went back`() throws {
    let error = { (issue: String) in
      #"{"name":"UNPROCESSABLE_ENTITY","details":[{"issue":"\#(issue)","description":"x"}]}"#
    }
    let short = try server("pp-short", (422, error("REFUND_FAILED_INSUFFICIENT_FUNDS")))
    // PayPal repeats the refusal under the same ID.
    guard case .success(.short(let words, usesUpID: true)) = try giveBack(short) else {
      Issue.record("expected a balance that is too small")
      return
    }
    #expect(words.contains("REFUND_FAILED_INSUFFICIENT_FUNDS"))
    #expect(try short.sent().last?.headers["PayPal-Request-Id"] == "REFUND0001")
    for count in [1, 2] {
      let next = try server("pp-short-\(count)", (201, refund("R1", "10.00")))
      #expect(throws: Never.self) { try giveBack(next, shortages: count).get() }
      #expect(try next.sent().last?.headers["PayPal-Request-Id"] == "REFUND0001-\(count)")
    }
    // This refund may still go through: it keeps its ID.
    let passing = try server("pp-passing", (422, error("PREVIOUS_REQUEST_IN_PROGRESS")))
    guard case .failure(.temporary) = try giveBack(passing) else {
      Issue.record("expected passing trouble")
      return
    }
    let other = try server("pp-short-other", (422, error("CAPTURE_FULLY_REFUNDED")))
    guard case .failure(.refused) = try giveBack(other) else {
      Issue.record("expected a refusal")
      return
    }
  }

  @Test func `tells how a refund stands`() throws {
    let pending = try server("pp-refund-pending", (201, refund("R1", "10.00", "PENDING")))
    #expect(try giveBack(pending) == .success(.pending))
    for (name, body) in [
      ("failed", refund("R1", "10.00", "FAILED")), ("cancelled", refund("R1", "1", "CANCELLED")),
    ] {
      let answer = try giveBack(server("pp-refund-\(name)", (201, body))).get()
      guard case .failed(.refundFailed(_, refundID: "R1", amount: nil), _) = answer else {
        Issue.record("expected a refund that failed, found \(answer)")
        continue
      }
    }
    guard
      case .failure(.untrusted) = try giveBack(server("pp-refund-odd", (201, refund("R1", "9.00"))))
    else {
      Issue.record("expected disbelief")
      return
    }
  }
}
