import Shop
import Synchronization

/// A clock that a test sets.
final class Clock: Sendable {
  private let moment = Mutex(Sample.now)

  var now: Timestamp { moment.withLock { $0 } }

  func pass(seconds: Int64) {
    moment.withLock { $0 = $0.advanced(seconds: seconds) }
  }
}
