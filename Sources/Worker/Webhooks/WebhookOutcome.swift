package import Payments
package import Shop

/// What came of one webhook, before it is put into HTTP.
package enum WebhookOutcome: Equatable, Sendable {
  /// Verified, settled, durable: also when it was a duplicate, of no consequence, or held.
  case settled(Settlement)
  /// Not believed; nothing was stored.
  case refused(WebhookRefusal)
  /// This provider is not configured.
  case unknownProvider
  case tooLarge
  /// The provider must be asked and does not answer; nothing was done.
  case unconfirmed
  /// The commit queue is full; nothing was done.
  case busy
  /// The commit failed; nothing is known to be stored.
  case failed

  /// The answer that makes the provider do the right thing: keep quiet, or come again.
  ///
  /// A success means that the event survives power loss (I2). A refusal says nothing of the reason,
  /// so that nobody learns how far a forgery came.
  package func reply(_ answers: WebhookAnswers) -> Reply {
    switch self {
    case .settled: Reply(answers.success)
    case .refused: Reply(answers.refusal)
    case .unknownProvider: .notFound
    case .tooLarge: .tooLarge
    case .unconfirmed: .unavailable(retryAfterSeconds: 60)
    case .busy: .unavailable(retryAfterSeconds: 5)
    case .failed: .unavailable(retryAfterSeconds: 60)
    }
  }
}

extension Reply {
  fileprivate init(_ answer: WebhookAnswer) {
    self.init(
      status: answer.status,
      type: answer.isJSON ? .json : .plain,
      body: Array(answer.text.utf8)
    )
  }
}
