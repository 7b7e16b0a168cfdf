import Shop
import Testing
import Worker

/// How the states of a rehearsal's payment are judged.
@Suite(.timeLimit(.minutes(20))) struct RehearsalWatchTests {
  private static let watch = RehearsalWatch(of: "stripe", before: WebhookCountDocument(refused: 3))

  private static func stand(
    opening: Checkout.Opening.State? = .opened,
    underWay: String? = nil,
    payment: Payment.State? = nil,
    hold: HoldReason? = nil,
    messages: Int = 0,
    since: Int = 0,
    refund: Refund.State? = nil,
    hasEnded: Bool = false,
    webhooks: WebhookCountDocument = WebhookCountDocument(refused: 3)
  ) -> RehearsalStandDocument {
    RehearsalStandDocument(
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
    (stand(opening: .waiting), RehearsalWatch.Wait.opening), (stand(), .payment),
    (stand(opening: .refused), .nothing), (stand(payment: .paid), .webhook),
    (stand(payment: .paid, messages: 1), .refunding),
    (stand(payment: .paid, messages: 1, refund: .pending), .refund),
    (stand(payment: .paid, messages: 1, refund: .refused), .nothing),
    (stand(payment: .refunded, messages: 1, refund: .done), .refundWebhook),
    (stand(payment: .refunded, messages: 1, since: 1, refund: .done), .nothing),
    (stand(payment: .paid, hold: .amount, messages: 1), .nothing),
    (stand(payment: .paid, hasEnded: true), .nothing),
  ])
  func `what is waited for next`(stand: RehearsalStandDocument, wait: RehearsalWatch.Wait) {
    #expect(Self.watch.wait(stand, givesUpWebhooks: false) == wait)
  }

  @Test func `money goes back also when its webhook is waited for in vain`() {
    #expect(Self.watch.wait(Self.stand(payment: .paid), givesUpWebhooks: true) == .refunding)
    let back = Self.stand(payment: .refunded, refund: .done)
    #expect(Self.watch.wait(back, givesUpWebhooks: true) == .nothing)
  }

  @Test(arguments: [
    (stand(), RehearsalFinding.Verdict.unproven, "nobody has paid"),
    (stand(underWay: "ECHECK"), .unproven, "has not finished it: ECHECK"),
    (stand(opening: .refused), .failed, "did not open"),
    (stand(payment: .paid, messages: 1), .ok, "no code was touched"),
    (stand(payment: .paid), .failed, "none arrived here"),
    (
      stand(payment: .paid, webhooks: WebhookCountDocument(refused: 5)), .failed,
      "2 came and were not believed"
    ),
    (
      stand(payment: .paid, webhooks: WebhookCountDocument(refused: 3, stale: 1)), .failed,
      "set the clock"
    ),
    (stand(payment: .paid, hold: .amount, messages: 1), .failed, "orders held"),
  ])
  func `what is said of the payment`(
    stand: RehearsalStandDocument,
    verdict: RehearsalFinding.Verdict,
    words: String
  ) {
    let findings = Self.watch.payment(stand)
    #expect(findings.map(\.verdict) == [verdict])
    #expect(findings.allSatisfy { "\($0.text) \($0.mend ?? "")".contains(words) }, "\(findings)")
  }

  @Test(arguments: [
    (stand(payment: .refunded, since: 1, refund: .done), false, RehearsalFinding.Verdict.ok),
    (stand(payment: .refunded, refund: .done), false, .unproven),
    (stand(payment: .paid, refund: .refused), false, .failed),
    (stand(payment: .paid, refund: .pending), false, .unproven),
    (stand(payment: .paid), true, .unproven),
  ])
  func `what is said of giving back`(
    stand: RehearsalStandDocument,
    isByHand: Bool,
    verdict: RehearsalFinding.Verdict
  ) {
    #expect(Self.watch.refund(stand, isByHand: isByHand)?.verdict == verdict)
  }

  @Test func `nothing is said of giving back what never came`() {
    #expect(Self.watch.refund(Self.stand(), isByHand: false) == nil)
  }
}
