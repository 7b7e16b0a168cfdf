import Shop
import Synchronization

/// When what recurs was last done.
final class Agenda: Sendable {
  private let done = Mutex<[String: Timestamp]>([:])

  /// Whether it is time for that again; if so, it counts as done now.
  func takes(_ name: String, everySeconds seconds: Int64, at now: Timestamp) -> Bool {
    done.withLock { done in
      if let last = done[name], last <= now, now < last.advanced(seconds: seconds) { return false }
      done[name] = now
      return true
    }
  }
}
