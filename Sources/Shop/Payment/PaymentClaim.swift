/// What an authentic message says and its signature does not prove well enough.
///
/// Nothing is settled from it: the provider is asked, and its answer is settled in its place. So a
/// claim that is false changes nothing.
package struct PaymentClaim: Equatable, Sendable {
  package let provider: Provider
  /// The provider's event ID.
  package let id: String
  package let kind: String
  /// What the provider is asked.
  package let question: Payment.Question
  /// What the message says; for the log and for tests.
  package let claimed: PaymentFact
  /// The request's body as it came, kept sealed.
  package let body: [UInt8]

  package init(
    provider: Provider,
    id: String,
    kind: String,
    question: Payment.Question,
    claimed: PaymentFact,
    body: [UInt8]
  ) {
    self.provider = provider
    self.id = id
    self.kind = kind
    self.question = question
    self.claimed = claimed
    self.body = body
  }

  /// Whether the provider's answer says what the message says, whatever the figures, or how that
  /// ended since.
  package func isConfirmed(by finding: Payment.Finding) -> Bool {
    finding.facts.contains { fact in
      switch (claimed, fact) {
      case (.paid, .paid), (.paid, .failed), (.refunded, .refunded), (.refunded, .refundFailed),
        (.refundFailed, .refundFailed):
        true
      default: false
      }
    } || !isAboutMoney
  }

  /// Others move no money, and are taken as the provider's answer has it.
  private var isAboutMoney: Bool {
    switch claimed {
    case .paid, .refunded, .refundFailed: true
    case .disputed, .failed, .irrelevant: false
    }
  }

  /// The event under the message's own ID, with what the provider answered when it was asked.
  package func event(saying fact: PaymentFact) -> PaymentEvent {
    PaymentEvent(provider: provider, id: id, kind: kind, fact: fact, body: body)
  }
}
