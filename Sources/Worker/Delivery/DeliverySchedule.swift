package import Shop
import Synchronization

/// What the delivery loop does next, as a function of what is due, what is under way and how long
/// the channel rests.
package enum DeliverySchedule {
  /// Messages under way at once, and threads to send them on.
  package static let senders = 16
  /// Between two looks at the least: what is due and not claimed finds no sender free, and the next
  /// one to finish wakes the loop.
  package static let shortestWaitMilliseconds: Int64 = 250
  /// Between two looks at the most: what was written without a signal, by a restored clock for one,
  /// is found.
  package static let longestWaitMilliseconds: Int64 = 30_000

  /// How many due messages are claimed now; none while the channel rests.
  package static func claims(underWay: Int, restsUntil rest: Timestamp?) -> Int {
    rest == nil ? max(0, senders - underWay) : 0
  }

  /// How long until the loop looks again: when the next message is due, or the channel rests no
  /// longer.
  package static func waitMilliseconds(
    due: Timestamp?,
    restsUntil rest: Timestamp?,
    at now: Timestamp
  ) -> Int64 {
    let wait =
      (rest ?? due).map { $0.milliseconds - now.milliseconds } ?? longestWaitMilliseconds
    return min(max(wait, shortestWaitMilliseconds), longestWaitMilliseconds)
  }
}

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
