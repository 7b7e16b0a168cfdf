extension Payment {
  /// A checkout about which its provider is to be asked now.
  package struct DueQuestion: Equatable, Sendable {
    package let provider: Provider
    package let question: Payment.Question
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
