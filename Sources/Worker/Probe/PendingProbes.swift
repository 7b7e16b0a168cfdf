import Shop
import Synchronization

/// Remembers what came of webhooks that an operator sent to see whether they arrive.
///
/// Only requests that carry a number from here are remembered, each number once. Of all others it
/// counts what came of them, so that a wrong secret is told from webhooks that never come.
package final class PendingProbes: Sendable {
  /// The request header that holds the number, in lower case.
  package static let header = "cardstock-probe"
  private static let most = 32

  private struct Notes {
    var outcomes: [String: WebhookOutcome?] = [:]
    var order: [String] = []
    var counts: [Provider: WebhookCountDocument] = [:]
  }

  private let notes = Mutex(Notes())

  package init() {}

  /// A new number; the oldest is forgotten when there are many.
  func begin() -> String {
    let number = ProviderCalls.nonce()
    notes.withLock { notes in
      notes.outcomes[number] = .some(nil)
      notes.order.append(number)
      if notes.order.count > Self.most { notes.outcomes[notes.order.removeFirst()] = nil }
    }
    return number
  }

  /// Writes down what came of the request with that number, if it is one of ours and new.
  func note(_ outcome: WebhookOutcome, of number: String) {
    notes.withLock { notes in
      guard let noted = notes.outcomes[number], noted == nil else { return }
      notes.outcomes[number] = outcome
    }
  }

  /// Counts what came of a provider's own webhook.
  func count(_ outcome: WebhookOutcome, of provider: Provider) {
    notes.withLock { $0.counts[provider, default: WebhookCountDocument()].count(outcome) }
  }

  /// What came of that provider's webhooks since the worker started.
  func count(of provider: Provider) -> WebhookCountDocument {
    notes.withLock { $0.counts[provider] ?? WebhookCountDocument() }
  }

  /// What came of it; nil while nothing with that number has arrived.
  func outcome(of number: String) -> WebhookOutcome? {
    notes.withLock { $0.outcomes[number] ?? nil }
  }
}
