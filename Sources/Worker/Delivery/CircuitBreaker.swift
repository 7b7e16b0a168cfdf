package import Shop
import Synchronization

/// Stops a channel for a while when the server refuses us and not a message, so that a wrong
/// password does not use up every order's attempts.
package final class CircuitBreaker: Sendable {
  /// How long the channel rests.
  package static let pauseSeconds: Int64 = 60

  private let resumesAt = Mutex<Timestamp?>(nil)

  package init() {}

  /// When sending may go on; nil when it may now.
  package func pause(at now: Timestamp) -> Timestamp? {
    resumesAt.withLock { moment in
      // No rest is longer than one, whatever a clock that was set back says.
      guard let later = moment, now < later, later <= now.advanced(seconds: Self.pauseSeconds)
      else {
        moment = nil
        return nil
      }
      return later
    }
  }

  /// The relay is broken: rest.
  package func open(at now: Timestamp) {
    resumesAt.withLock { $0 = now.advanced(seconds: Self.pauseSeconds) }
  }
}
