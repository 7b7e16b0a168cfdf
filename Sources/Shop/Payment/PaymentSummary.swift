extension Payment {
  /// Which payments a list shows, newest first.
  package struct Filter: Equatable, Sendable {
    package var provider: Provider?
    package var state: Payment.State?
    /// Those that a person must look at, or those that none must.
    package var isHeld: Bool?
    package var reference: Reference?
    package var since: Timestamp?
    package var until: Timestamp?
    /// The row that the page begins after.
    package var after: Int64?
    /// 1 to `OrderFilter.most`.
    package var limit: Int

    package init(
      provider: Provider? = nil,
      state: Payment.State? = nil,
      isHeld: Bool? = nil,
      reference: Reference? = nil,
      since: Timestamp? = nil,
      until: Timestamp? = nil,
      after: Int64? = nil,
      limit: Int = 50
    ) {
      self.provider = provider
      self.state = state
      self.isHeld = isHeld
      self.reference = reference
      self.since = since
      self.until = until
      self.after = after
      self.limit = min(max(limit, 1), Order.Filter.most)
    }
  }
}

extension Payment {
  /// A payment in a list for operators.
  package struct Row: Equatable, Sendable {
    package let provider: Provider
    /// The provider's ID of it, if it gave one.
    package let paymentID: String?
    package let reference: Reference?
    package let state: Payment.State
    /// Nil until it is known what was paid.
    package let amount: Money?
    package let refunded: Money?
    package let dispute: Dispute?
    /// Why it made no order and waits for a person.
    package let mismatch: HoldReason?
    /// When we first heard of it.
    package let receivedAt: Timestamp
    /// What the provider kept, once a statement told.
    package let fee: Money?
    /// What is left of it in our account, by the statements.
    package let net: Money?
    /// Whether it made an order.
    package let hasOrder: Bool

    package init(
      provider: Provider,
      paymentID: String?,
      reference: Reference?,
      state: Payment.State,
      amount: Money?,
      refunded: Money?,
      dispute: Dispute?,
      mismatch: HoldReason?,
      receivedAt: Timestamp,
      fee: Money?,
      net: Money?,
      hasOrder: Bool
    ) {
      self.provider = provider
      self.paymentID = paymentID
      self.reference = reference
      self.state = state
      self.amount = amount
      self.refunded = refunded
      self.dispute = dispute
      self.mismatch = mismatch
      self.receivedAt = receivedAt
      self.fee = fee
      self.net = net
      self.hasOrder = hasOrder
    }
  }
}

/// A payment with all that was heard and done about it.
package struct Payment: Equatable, Sendable {
  /// One event, without its body.
  package struct Event: Equatable, Sendable {
    /// The provider's event ID, or one of ours for what it answered.
    package let id: String
    /// The provider's own name of it.
    package let kind: String
    package let receivedAt: Timestamp
    /// What it came to, in a word, such as `allocated` or `held`.
    package let outcome: String

    package init(id: String, kind: String, receivedAt: Timestamp, outcome: String) {
      self.id = id
      self.kind = kind
      self.receivedAt = receivedAt
      self.outcome = outcome
    }
  }

  /// One refund that the provider told of by itself.
  package struct Part: Equatable, Sendable {
    package let id: String
    /// Nil when only its failure was heard.
    package let amount: Money?
    package let isFailed: Bool

    package init(id: String, amount: Money?, isFailed: Bool) {
      self.id = id
      self.amount = amount
      self.isFailed = isFailed
    }
  }

  package let summary: Payment.Row
  /// What its provider is asked about it.
  package let question: Payment.Question
  /// Oldest first.
  package let events: [Event]
  package let parts: [Part]
  /// Refunds that we asked for, oldest first.
  package let refunds: [Refund]
  package let lines: [Statement.Line]

  package init(
    summary: Payment.Row,
    question: Payment.Question,
    events: [Event],
    parts: [Part],
    refunds: [Refund],
    lines: [Statement.Line]
  ) {
    self.summary = summary
    self.question = question
    self.events = events
    self.parts = parts
    self.refunds = refunds
    self.lines = lines
  }
}
