package import Shop

/// Where a rehearsal stands, with the outcomes of its provider's webhooks.
package struct RehearsalStatusDocument: Codable, Equatable, Sendable {
  /// The latest rehearsal; nil when there never was one.
  package let rehearsal: RehearsalDocument?
  /// The outcomes of all webhooks since the worker started.
  package let webhooks: WebhookCountDocument

  package init(rehearsal: RehearsalDocument?, webhooks: WebhookCountDocument) {
    self.rehearsal = rehearsal
    self.webhooks = webhooks
  }
}

/// A rehearsal and its payment, without any key or address.
package struct RehearsalDocument: Codable, Equatable, Sendable {
  /// The reference of its checkout.
  package let reference: String
  /// With its currency, such as `48.50 CNY`.
  package let amount: String
  /// Seconds since 1970, like all moments here.
  package let expiresAt: Int64
  /// Whether it is over.
  package let hasEnded: Bool
  /// The state of its checkout's opening.
  package let opening: Checkout.Opening.State?
  /// The text for the provider's app to scan; nil when a page leads to the provider.
  package let scan: String?
  /// Why the provider has not finished the payment that it has; nil when none is under way.
  package let underWay: String?
  /// The state of its payment; nil when there is none.
  package let payment: Payment.State?
  /// The provider's ID of the payment; nil when it named none.
  package let paymentID: String?
  /// Why the money is held: `rehearsal` when all is well.
  package let hold: HoldReason?
  /// How many of the provider's own messages were about the payment.
  package let messages: Int
  /// How many of them came after the refund was begun.
  package let messagesSinceRefund: Int
  /// The newest refund's state; nil when there is none.
  package let refund: Refund.State?
  /// What the provider said of the refund; nil when there is nothing to say.
  package let refundTrouble: String?

  package init(
    reference: String,
    amount: String,
    expiresAt: Int64,
    hasEnded: Bool,
    opening: Checkout.Opening.State? = nil,
    scan: String? = nil,
    underWay: String? = nil,
    payment: Payment.State? = nil,
    paymentID: String? = nil,
    hold: HoldReason? = nil,
    messages: Int = 0,
    messagesSinceRefund: Int = 0,
    refund: Refund.State? = nil,
    refundTrouble: String? = nil
  ) {
    self.reference = reference
    self.amount = amount
    self.expiresAt = expiresAt
    self.hasEnded = hasEnded
    self.opening = opening
    self.scan = scan
    self.underWay = underWay
    self.payment = payment
    self.paymentID = paymentID
    self.hold = hold
    self.messages = messages
    self.messagesSinceRefund = messagesSinceRefund
    self.refund = refund
    self.refundTrouble = refundTrouble
  }

  /// Whether its money came, even if it has gone back since.
  package var isPaid: Bool {
    payment.map { $0 >= .paid } ?? false
  }
}

/// How many of a provider's webhooks had which outcome, without the operator's own probes.
package struct WebhookCountDocument: Codable, Equatable, Sendable {
  /// Verified and stored.
  package var settled: Int
  /// Not signed, or signed with another secret.
  package var refused: Int
  /// Signed too long ago, or in the future, by the worker's clock.
  package var stale: Int
  /// Verified, but not stored or not confirmed by the provider.
  package var failed: Int

  package init(settled: Int = 0, refused: Int = 0, stale: Int = 0, failed: Int = 0) {
    self.settled = settled
    self.refused = refused
    self.stale = stale
    self.failed = failed
  }

  mutating func count(_ outcome: WebhookOutcome) {
    switch ProbeWord(outcome) {
    case .settled: settled += 1
    case .refused: refused += 1
    case .stale: stale += 1
    case .unconfigured: break
    case .failed: failed += 1
    }
  }

  /// The difference from an earlier count.
  package func since(_ before: WebhookCountDocument) -> WebhookCountDocument {
    WebhookCountDocument(
      settled: settled - before.settled,
      refused: refused - before.refused,
      stale: stale - before.stale,
      failed: failed - before.failed
    )
  }
}

extension RehearsalDocument {
  init(_ rehearsal: Rehearsal, _ checkout: Checkout.BuyerView?, _ payment: Payment?) {
    // Answers that the worker asked for are events too, of the kind `found`.
    let messages = payment?.events.filter { $0.kind != "found" } ?? []
    let refund = payment?.refunds.last
    let since = refund.map { refund in messages.filter { $0.receivedAt >= refund.begunAt } } ?? []
    self.init(
      reference: rehearsal.reference.text,
      amount: "\(rehearsal.amount)",
      expiresAt: rehearsal.expiresAt.seconds,
      hasEnded: rehearsal.endedAt != nil,
      opening: checkout?.opening?.state,
      scan: checkout?.step.flatMap { if case .scan(let text) = $0 { text } else { nil } },
      underWay: checkout?.underWay,
      payment: payment?.summary.state,
      paymentID: payment?.summary.paymentID,
      hold: payment?.summary.mismatch,
      messages: messages.count - since.count,
      messagesSinceRefund: since.count,
      refund: refund?.state,
      refundTrouble: refund?.trouble
    )
  }
}
