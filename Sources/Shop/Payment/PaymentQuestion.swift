extension Payment {
  /// What a provider is told when it is asked what became of a payment; each uses what it knows.
  package struct Question: Equatable, Sendable {
    package let reference: Reference?
    /// The provider's ID of the checkout, where it gave one: `cs_…`, PayPal's order.
    package let sessionID: String?
    /// The provider's ID of the payment, as in `PaymentKey`.
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
}

extension Payment {
  /// A provider's No when it was to take what a buyer had approved.
  package struct Decline: Equatable, Sendable {
    /// Which attempt it answers: `PaymentQuestion.declines` as it was asked with.
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
}
