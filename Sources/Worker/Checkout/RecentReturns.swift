import Shop
import Synchronization

/// When buyers came back from a provider.
///
/// Limits how often a buyer's reload asks the provider, and lets the page say that the payment is
/// being confirmed.
final class RecentReturns: Sendable {
  /// The shortest time between two questions about one checkout.
  static let restSeconds: Int64 = 60
  /// How long a page says that a payment is being confirmed.
  static let confirmingSeconds: Int64 = 10 * 60
  /// The most returns kept; the earliest makes room, unless it is younger than `restSeconds`: then
  /// a new return is not admitted.
  private static let most = 8_192

  private struct Entries {
    var moments: [Reference: Timestamp] = [:]
    /// Those of which the provider said, after their return, that nobody has paid.
    var unpaid: Set<Reference> = []
    var order: [Reference] = []
  }

  private let entries = Mutex(Entries())

  /// Records a return; false when the provider may not be asked now.
  func admits(_ reference: Reference, at now: Timestamp) -> Bool {
    entries.withLock { entries in
      // A moment in the future comes from before the clock was set back, and counts as past.
      if let last = entries.moments[reference], last <= now,
        now < last.advanced(seconds: Self.restSeconds)
      {
        return false
      }
      if entries.moments[reference] != nil {
        entries.order.removeAll { $0 == reference }
      } else if entries.order.count >= Self.most {
        let first = entries.order[0]
        let rests = entries.moments[first]?.advanced(seconds: Self.restSeconds) ?? now
        let isFuture = rests > now.advanced(seconds: Self.restSeconds)
        guard rests <= now || isFuture else { return false }
        let gone = entries.order.removeFirst()
        entries.moments[gone] = nil
        entries.unpaid.remove(gone)
      }
      entries.moments[reference] = now
      entries.unpaid.remove(reference)
      entries.order.append(reference)
      return true
    }
  }

  /// Records that the provider, asked after the return, says that nobody has paid.
  func noteUnpaid(_ reference: Reference) {
    entries.withLock { entries in
      if entries.moments[reference] != nil { entries.unpaid.insert(reference) }
    }
  }

  /// Whether the buyer came back not long ago, and no decline stands.
  ///
  /// A decline stands that is later than the return, and an earlier one after which the provider
  /// says that nobody has paid: its message was faster than the buyer. If its books lag, the page
  /// goes on by itself once the payment is known. Without a decline that answer proves nothing.
  func isConfirming(
    _ reference: Reference,
    declinedAt: Timestamp? = nil,
    at now: Timestamp
  ) -> Bool {
    entries.withLock { entries in
      guard let last = entries.moments[reference] else { return false }
      if let declinedAt, last <= declinedAt || entries.unpaid.contains(reference) { return false }
      return now < last.advanced(seconds: Self.confirmingSeconds)
    }
  }
}
