extension Payment {
  /// What a provider is given when it is asked about a payment; each uses what it knows.
  package struct Question: Equatable, Sendable {
    /// Ours; nil for a payment that names no checkout.
    package let reference: Reference?
    /// The provider's ID of the checkout, where it gave one: `cs_…`, PayPal's order.
    package let sessionID: String?
    /// The provider's ID of the payment, as in `Payment.Key`.
    package let paymentID: String?
    /// When the checkout was opened: UnionPay finds a transaction by order and time.
    package let openedAt: Timestamp?
    /// When the checkout ends; a provider that is asked after that closes what nobody has paid.
    ///
    /// Nil where nothing is to be closed.
    package let expiresAt: Timestamp?
    /// How often the provider declined what the buyer had approved.
    ///
    /// It numbers the next attempt, so that a repeat is the same request until the answer is
    /// stored.
    package private(set) var declines = 0
    /// Whether the buyer has to approve anew before the provider is asked to take money again.
    package private(set) var awaitsApproval = false

    /// When the buyer was sent to the provider, latest first; a provider that knows an order by
    /// number and time has one for each moment.
    package private(set) var sentAt: [Timestamp] = []

    package init(
      reference: Reference?,
      sessionID: String? = nil,
      paymentID: String? = nil,
      openedAt: Timestamp? = nil,
      expiresAt: Timestamp? = nil
    ) {
      self.reference = reference
      self.sessionID = sessionID
      self.paymentID = paymentID
      self.openedAt = openedAt
      self.expiresAt = expiresAt
    }

    /// The same question after that many declines.
    package func after(declines: Int, awaitsApproval: Bool = false) -> Payment.Question {
      var question = self
      question.declines = declines
      question.awaitsApproval = awaitsApproval
      return question
    }
  }
}

extension Payment.Question {
  /// The same question about an order whose buyer was sent to the provider at these moments.
  package func sent(at moments: [Timestamp]) -> Payment.Question {
    var question = self
    question.sentAt = moments
    return question
  }
}

extension Payment {
  /// A provider's answer about a payment.
  package struct Finding: Equatable, Sendable {
    /// What is to be settled, in this order: refunds and disputes before the payment, so that
    /// nothing is handed over between the two.
    ///
    /// Empty while nobody has paid.
    package let facts: [PaymentFact]
    /// Whether no money can come any more, so that another question is pointless.
    package let isFinal: Bool
    /// The refusal to take money that the buyer had approved; nil when nothing was tried or it was
    /// taken.
    package let decline: Payment.Decline?
    /// The money that the provider has and has not finished; nil when there is none, or when other
    /// money of it has arrived.
    package let underWay: Payment.UnderWay?

    package init(
      facts: [PaymentFact],
      isFinal: Bool,
      decline: Payment.Decline? = nil,
      underWay: Payment.UnderWay? = nil
    ) {
      self.facts = facts.filter { !$0.isPaid } + facts.filter(\.isPaid)
      self.underWay = facts.contains(where: \.isPaid) ? nil : underWay
      self.isFinal = isFinal && self.underWay == nil
      self.decline = decline
    }

    /// The answer while nobody has paid.
    package static let open = Payment.Finding(facts: [], isFinal: false)
  }

  /// A payment that its provider has from the buyer, and still finishes or gives back: it releases
  /// nothing, and nobody is to pay again.
  package struct UnderWay: Equatable, Sendable {
    /// Why it is not finished, in the provider's own word, fit for a log; at most 100 bytes.
    package let reason: String
    /// What a person does about it at the provider; nil where it ends by itself.
    package let remedy: String?
    /// For how many days the provider may take to end it.
    package let mostDays: Int64

    package init(reason: String, remedy: String? = nil, mostDays: Int64) {
      self.reason = reason
      self.remedy = remedy
      self.mostDays = mostDays
    }
  }

  /// A provider's refusal to take money that a buyer had approved.
  package struct Decline: Equatable, Sendable {
    /// The attempt that it answers: `declines` of the question.
    package let attempt: Int
    /// Whether the buyer can mend it, for example with another card; otherwise only the shop can.
    package let isBuyers: Bool
    /// Whether the provider still shows what it declined as approved, so that only the buyer's
    /// return or its message tells of another approval.
    package let awaitsApproval: Bool
    /// The provider's words, fit for a log.
    package let words: String

    package init(attempt: Int, isBuyers: Bool, awaitsApproval: Bool = false, words: String) {
      self.attempt = attempt
      self.isBuyers = isBuyers
      self.awaitsApproval = awaitsApproval
      self.words = words
    }
  }

  /// A question about a checkout that is due.
  package struct DueQuestion: Equatable, Sendable {
    /// The provider to ask.
    package let provider: Provider
    /// The question to it.
    package let question: Payment.Question
    /// The checkout that the answer is recorded under.
    package let reference: Reference
    /// Whether it is the last question once it is answered.
    package let isLast: Bool

    package init(
      provider: Provider,
      question: Payment.Question,
      reference: Reference,
      isLast: Bool
    ) {
      self.provider = provider
      self.question = question
      self.reference = reference
      self.isLast = isLast
    }
  }
}

/// When a provider is asked about a checkout whose webhook has not come (I8).
///
/// 1, 5, 10, 30, 60 and 120 minutes after it was opened, and when it expires. The latest of these
/// is the last question; once that is answered the checkout is labelled expired.
package enum QuestionSchedule {
  /// Minutes after the opening.
  package static let minutes: [Int64] = [1, 5, 10, 30, 60, 120]

  /// How often the last question is repeated when no answer to it was recorded.
  package static let lastRepeats = 12

  /// What follows from a question that is asked now.
  package struct Next: Equatable, Sendable {
    /// Whether it is the last one.
    package let isLast: Bool
    /// When to ask again; for the last question, only if no answer is recorded.
    ///
    /// Nil after the last repeat: the checkout is labelled unasked.
    package let dueAt: Timestamp?
  }

  /// What follows from a question that is asked now; it makes up for any that were missed.
  ///
  /// A checkout whose opening lies in the future, by a clock that ran ahead, gets the last question
  /// at once. `lastAsked` counts how often the last question was asked before. Its repeats come
  /// after 15 minutes, twice that, and so on up to 6 hours: two days in all.
  package static func next(
    openedAt: Timestamp,
    expiresAt: Timestamp,
    lastAsked: Int,
    at now: Timestamp
  ) -> Next {
    if openedAt <= now, let due = moments(openedAt, expiresAt).first(where: { $0 > now }) {
      return Next(isLast: false, dueAt: due)
    }
    guard lastAsked <= lastRepeats else { return Next(isLast: true, dueAt: nil) }
    let rest = min(Int64(900) << Int64(min(max(lastAsked, 0), 10)), 6 * 3600)
    return Next(isLast: true, dueAt: now.advanced(seconds: rest))
  }

  /// What follows from a question about a payment that its provider had not finished `since`, once
  /// the usual questions are over: it is asked again after a quarter of that time, between half an
  /// hour and half a day.
  package static func next(underWaySince since: Timestamp, at now: Timestamp) -> Next {
    let rest = min(max((now.seconds - since.seconds) / 4, 1_800), 43_200)
    return Next(isLast: false, dueAt: now.advanced(seconds: rest))
  }

  private static func moments(_ openedAt: Timestamp, _ expiresAt: Timestamp) -> [Timestamp] {
    let planned = minutes.map { openedAt.advanced(seconds: $0 * 60) }
    return Set(planned + [max(expiresAt, openedAt)]).sorted()
  }
}
