import Shop
import Synchronization

/// When buyers came back from a provider: so that one who reloads does not ask it again and again,
/// and their page says that the payment is being confirmed.
final class ReturnBook: Sendable {
  /// Between two questions about one checkout.
  static let restSeconds: Int64 = 5
  /// How long a page says that a payment is being confirmed.
  static let confirmingSeconds: Int64 = 10 * 60
  /// More than come back within ten minutes; the earliest are forgotten.
  private static let most = 4_096

  private struct Entries {
    var moments: [Reference: Timestamp] = [:]
    var order: [Reference] = []
  }

  private let entries = Mutex(Entries())

  /// Notes a return, and tells whether the provider may be asked now.
  func admits(_ reference: Reference, at now: Timestamp) -> Bool {
    entries.withLock { entries in
      if let last = entries.moments[reference], now < last.advanced(seconds: Self.restSeconds) {
        return false
      }
      if entries.moments.updateValue(now, forKey: reference) == nil {
        entries.order.append(reference)
        if entries.order.count > Self.most {
          entries.moments[entries.order.removeFirst()] = nil
        }
      }
      return true
    }
  }

  /// Whether the buyer came back not long ago.
  func isConfirming(_ reference: Reference, at now: Timestamp) -> Bool {
    entries.withLock { entries in
      guard let last = entries.moments[reference] else { return false }
      return now < last.advanced(seconds: Self.confirmingSeconds)
    }
  }
}
