extension Payment {
  /// What a provider is told when it is asked what became of a payment; each uses what it knows.
  package struct Question: Equatable, Sendable {
    /// Ours; nil for a payment that names no checkout.
    package let reference: Reference?
    /// The provider's ID of the checkout, where it gave one: `cs_…`, PayPal's order.
    package let sessionID: String?
    /// The provider's ID of the payment, as in `Payment.Key`.
    package let paymentID: String?
    /// When the checkout was opened: UnionPay finds a transaction by order and time.
    package let openedAt: Timestamp?
    /// When the checkout ends; asked after it, a provider closes what nobody has paid.
    ///
    /// Nil where nothing is to be closed.
    package let expiresAt: Timestamp?
    /// How often the provider would not take what the buyer had approved: the next attempt is a
    /// request of its own, and until the answer to it is stored a repeat is the same request.
    package private(set) var declines = 0

    /// When the buyer was sent to the provider, the latest first: each time is another name of the
    /// order where the provider knows it by number and time.
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

    /// The same question after so many declines.
    package func after(declines: Int) -> Payment.Question {
      var question = self
      question.declines = declines
      return question
    }
  }
}

extension Payment.Question {
  /// The same question about an order that was sent at these moments.
  package func sent(at moments: [Timestamp]) -> Payment.Question {
    var question = self
    question.sentAt = moments
    return question
  }
}

extension Payment {
  /// What a provider answered.
  package struct Finding: Equatable, Sendable {
    /// What is to be settled, in this order: what was given back or disputed, then the payment, so
    /// that nothing goes out between the two.
    ///
    /// Empty while nobody has paid.
    package let facts: [PaymentFact]
    /// Whether no money can come any more, so that asking again is pointless.
    package let isFinal: Bool
    /// That the money which the buyer approved was not taken; nil when nothing was tried or it was.
    package let decline: Payment.Decline?

    package init(facts: [PaymentFact], isFinal: Bool, decline: Payment.Decline? = nil) {
      self.facts = facts.filter { !$0.isPaid } + facts.filter(\.isPaid)
      self.isFinal = isFinal
      self.decline = decline
    }

    /// Nobody has paid yet.
    package static let open = Payment.Finding(facts: [], isFinal: false)
  }

  /// A provider's No when it was to take what a buyer had approved.
  package struct Decline: Equatable, Sendable {
    /// Which attempt it answers: `Payment.Question.declines` as it was asked with.
    package let attempt: Int
    /// Whether the buyer can mend it, with another card for example; otherwise the shop must.
    package let isBuyers: Bool
    /// The provider's own words, fit for a log.
    package let words: String

    package init(attempt: Int, isBuyers: Bool, words: String) {
      self.attempt = attempt
      self.isBuyers = isBuyers
      self.words = words
    }
  }

  /// A checkout about which its provider is to be asked now.
  package struct DueQuestion: Equatable, Sendable {
    /// Who is asked.
    package let provider: Provider
    /// What it is told.
    package let question: Payment.Question
    /// The checkout that the answer is recorded under.
    package let reference: Reference
    /// Whether nobody asks again once this was answered.
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
/// 1, 5, 10, 30, 60 and 120 minutes after it was opened and when it expires; whichever is last is
/// the last question, and the checkout is labelled expired when that is answered.
package enum QuerySchedule {
  /// Minutes from the opening.
  package static let minutes: [Int64] = [1, 5, 10, 30, 60, 120]

  /// How often the last question is put again when no answer to it was taken down.
  package static let lastRepeats = 12

  /// What follows when a question is put.
  package struct Next: Equatable, Sendable {
    /// Whether the question that is put now is the last one.
    package let isLast: Bool
    /// When to ask again: after the last question, unless its answer was taken down.
    ///
    /// Nil when the last one was repeated to the end: the checkout is labelled unasked.
    package let dueAt: Timestamp?
  }

  /// What a question that is put now comes to; moments that were missed are made up for by it.
  ///
  /// One that was opened in the future, by a clock that ran ahead, is asked about to its end at
  /// once: nobody waits for that time. `lastAsked` counts the times that the last question was put
  /// before. Its repeats come after 15 minutes, twice that, and so on up to 6 hours: two days in
  /// all.
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

  private static func moments(_ openedAt: Timestamp, _ expiresAt: Timestamp) -> [Timestamp] {
    let planned = minutes.map { openedAt.advanced(seconds: $0 * 60) }
    return Set(planned + [max(expiresAt, openedAt)]).sorted()
  }
}

extension Provider {
  /// Whether it can be asked what became of a checkout.
  package var answersQuestions: Bool {
    switch self {
    case .stripe, .wechatpay, .alipay, .unionpay, .paypal, .epay: true
    case .standard, .manual: false
    }
  }
}
