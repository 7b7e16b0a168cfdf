import Shop
import Testing
import Worker

/// How the states of a rehearsal's payment are judged.
@Suite(.timeLimit(.minutes(20))) struct RehearsalWatchTests {
  private static let watch = RehearsalWatch(of: "stripe", before: WebhookCountDocument(refused: 3))

  private static func status(
    opening: Checkout.Opening.State? = .opened,
    underWay: String? = nil,
    payment: Payment.State? = nil,
    hold: HoldReason? = nil,
    messages: Int = 0,
    since: Int = 0,
    refund: Refund.State? = nil,
    hasEnded: Bool = false,
    webhooks: WebhookCountDocument = WebhookCountDocument(refused: 3)
  ) -> RehearsalStatusDocument {
    RehearsalStatusDocument(
      rehearsal: RehearsalDocument(
        reference: "R",
        amount: "1.00 CNY",
        expiresAt: 0,
        hasEnded: hasEnded,
        opening: opening,
        underWay: underWay,
        payment: payment,
        hold: hold ?? (payment == nil ? nil : .rehearsal),
        messages: messages,
        messagesSinceRefund: since,
        refund: refund
      ),
      webhooks: webhooks
    )
  }

  @Test(arguments: [
    (status(opening: .waiting), RehearsalWatch.Wait.opening), (status(), .payment),
    (status(opening: .refused), .nothing), (status(payment: .paid), .webhook),
    (status(payment: .paid, messages: 1), .refunding),
    (status(payment: .paid, messages: 1, refund: .pending), .refund),
    (status(payment: .paid, messages: 1, refund: .refused), .nothing),
    (status(payment: .refunded, messages: 1, refund: .done), .refundWebhook),
    (status(payment: .refunded, messages: 1, since: 1, refund: .done), .nothing),
    (status(payment: .paid, hold: .amount, messages: 1), .nothing),
    (status(payment: .paid, hasEnded: true), .nothing),
  ])
  func `what is waited for next`(status: RehearsalStatusDocument, wait: RehearsalWatch.Wait) {
    #expect(Self.watch.wait(status, givesUpWebhooks: false) == wait)
  }

  @Test func `money goes back also when its webhook is waited for in vain`() {
    #expect(Self.watch.wait(Self.status(payment: .paid), givesUpWebhooks: true) == .refunding)
    let back = Self.status(payment: .refunded, refund: .done)
    #expect(Self.watch.wait(back, givesUpWebhooks: true) == .nothing)
  }

  @Test(arguments: [
    (status(), RehearsalFinding.Verdict.unproven, "nobody has paid"),
    (status(underWay: "ECHECK"), .unproven, "has not finished it: ECHECK"),
    (status(opening: .refused), .failed, "did not open"),
    (status(payment: .paid, messages: 1), .ok, "no code was touched"),
    (status(payment: .paid), .failed, "none arrived here"),
    (
      status(payment: .paid, webhooks: WebhookCountDocument(refused: 5)), .failed,
      "2 came and were not believed"
    ),
    (
      status(payment: .paid, webhooks: WebhookCountDocument(refused: 3, stale: 1)), .failed,
      "set the clock"
    ),
    (status(payment: .paid, hold: .amount, messages: 1), .failed, "orders held"),
  ])
  func `what is said of the payment`(
    status: RehearsalStatusDocument,
    verdict: RehearsalFinding.Verdict,
    words: String
  ) {
    let findings = Self.watch.payment(status)
    #expect(findings.map(\.verdict) == [verdict])
    #expect(findings.allSatisfy { "\($0.text) \($0.mend ?? "")".contains(words) }, "\(findings)")
  }

  @Test(arguments: [
    (status(payment: .refunded, since: 1, refund: .done), false, RehearsalFinding.Verdict.ok),
    (status(payment: .refunded, refund: .done), false, .unproven),
    (status(payment: .paid, refund: .refused), false, .failed),
    (status(payment: .paid, refund: .pending), false, .unproven),
    (status(payment: .paid), true, .unproven),
  ])
  func `what is said of giving back`(
    status: RehearsalStatusDocument,
    isByHand: Bool,
    verdict: RehearsalFinding.Verdict
  ) {
    #expect(Self.watch.refund(status, isByHand: isByHand)?.verdict == verdict)
  }

  @Test func `nothing is said of giving back what never came`() {
    #expect(Self.watch.refund(Self.status(), isByHand: false) == nil)
  }
}
