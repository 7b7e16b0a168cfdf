package import Shop

/// Where a rehearsal stands, with what its provider's webhooks came to since the worker started.
package struct RehearsalStandDocument: Codable, Equatable, Sendable {
  /// Nil where there never was one.
  package let rehearsal: RehearsalDocument?
  /// All since the worker started.
  package let webhooks: WebhookCountDocument

  package init(rehearsal: RehearsalDocument?, webhooks: WebhookCountDocument) {
    self.rehearsal = rehearsal
    self.webhooks = webhooks
  }
}

/// A rehearsal with what was heard of its money; never a key or an address.
package struct RehearsalDocument: Codable, Equatable, Sendable {
  /// Its checkout's.
  package let reference: String
  /// With its currency.
  package let amount: String
  /// Seconds since 1970, like all moments here.
  package let expiresAt: Int64
  /// Whether it is over.
  package let hasEnded: Bool
  /// Where it stands in line.
  package let opening: Checkout.Opening.State?
  /// What an app of the provider's scans; nil where a page leads there.
  package let scan: String?
  /// The state of its payment; nil while none was heard of.
  package let payment: Payment.State?
  /// The provider's own; nil where it named none.
  package let paymentID: String?
  /// Why the money is held, which is `rehearsal` where all is well.
  package let hold: HoldReason?
  /// How many messages of the provider's own told of it, and how many since its refund was begun.
  package let messages: Int
  /// How many came since the refund was begun.
  package let messagesSinceRefund: Int
  /// The newest refund's state; nil before the first.
  package let refund: Refund.State?
  /// What the refund came to, in the provider's words.
  package let refundTrouble: String?

  package init(
    reference: String,
    amount: String,
    expiresAt: Int64,
    hasEnded: Bool,
    opening: Checkout.Opening.State? = nil,
    scan: String? = nil,
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
    self.payment = payment
    self.paymentID = paymentID
    self.hold = hold
    self.messages = messages
    self.messagesSinceRefund = messagesSinceRefund
    self.refund = refund
    self.refundTrouble = refundTrouble
  }

  /// Whether its money came, whatever became of it since.
  package var isPaid: Bool {
    payment.map { $0 >= .paid } ?? false
  }
}

/// What became of a provider's webhooks, probes of our own apart.
package struct WebhookCountDocument: Codable, Equatable, Sendable {
  /// Believed and stored.
  package var settled: Int
  /// Not signed, or with another secret.
  package var refused: Int
  /// Signed too long ago or ahead, by our clock.
  package var stale: Int
  /// Believed, and not stored or not confirmed.
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

  /// What came since another count.
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
    // What we asked for is an event too, under a name of ours.
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
