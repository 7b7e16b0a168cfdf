import Shop
import Synchronization

/// Remembers the outcomes of webhooks that an operator sends to see whether they arrive.
///
/// Only requests that carry a number made here are remembered, each number once. Outcomes of all
/// others are counted, so that a wrong secret can be told from webhooks that never arrive.
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

  /// Makes a new number; the oldest is forgotten when there are more than `most`.
  func begin() -> String {
    let number = ProviderCalls.nonce()
    notes.withLock { notes in
      notes.outcomes[number] = .some(nil)
      notes.order.append(number)
      if notes.order.count > Self.most { notes.outcomes[notes.order.removeFirst()] = nil }
    }
    return number
  }

  /// Records the outcome of the request with that number, if it was made here and has none.
  func note(_ outcome: WebhookOutcome, of number: String) {
    notes.withLock { notes in
      guard let noted = notes.outcomes[number], noted == nil else { return }
      notes.outcomes[number] = outcome
    }
  }

  /// Counts the outcome of a provider's own webhook.
  func count(_ outcome: WebhookOutcome, of provider: Provider) {
    notes.withLock { $0.counts[provider, default: WebhookCountDocument()].count(outcome) }
  }

  /// The outcomes of that provider's webhooks since the worker started.
  func count(of provider: Provider) -> WebhookCountDocument {
    notes.withLock { $0.counts[provider] ?? WebhookCountDocument() }
  }

  /// The outcome of the request with that number; nil when none has arrived.
  func outcome(of number: String) -> WebhookOutcome? {
    notes.withLock { $0.outcomes[number] ?? nil }
  }
}
