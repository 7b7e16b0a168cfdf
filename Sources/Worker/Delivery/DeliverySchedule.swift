package import Shop
import Synchronization

/// What the delivery loop does next, as pure functions of what is due, how many messages are under
/// way, and whether sending is paused.
package enum DeliverySchedule {
  /// Messages under way at once, and threads to send them on.
  package static let senders = 16
  /// The shortest wait between two looks: what is due and not claimed lacks a free sender, and the
  /// next sender to finish wakes the loop.
  package static let shortestWaitMilliseconds: Int64 = 250
  /// The longest wait between two looks, which finds what became due without a signal, such as by a
  /// corrected clock.
  package static let longestWaitMilliseconds: Int64 = 30_000

  /// How many due messages may be claimed now; none while sending is paused until `rest`.
  package static func claims(underWay: Int, restsUntil rest: Timestamp?) -> Int {
    rest == nil ? max(0, senders - underWay) : 0
  }

  /// How long until the loop looks again: until the pause ends or, without one, the next message is
  /// due.
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

/// Pauses sending when the mail server refuses the worker rather than a message, so that a wrong
/// password does not use up every delivery's attempts.
package final class CircuitBreaker: Sendable {
  /// How long a pause lasts.
  package static let pauseSeconds: Int64 = 60

  private let resumesAt = Mutex<Timestamp?>(nil)

  package init() {}

  /// When sending may go on; nil when it may go on now.
  package func pause(at now: Timestamp) -> Timestamp? {
    resumesAt.withLock { moment in
      // An end further away than one pause means that the clock was set back: the pause is over.
      guard let later = moment, now < later, later <= now.advanced(seconds: Self.pauseSeconds)
      else {
        moment = nil
        return nil
      }
      return later
    }
  }

  /// Begins a pause.
  package func open(at now: Timestamp) {
    resumesAt.withLock { $0 = now.advanced(seconds: Self.pauseSeconds) }
  }
}
