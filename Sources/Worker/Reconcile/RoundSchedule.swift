import Shop
import Synchronization

/// When what recurs was last done, and whose rounds are being made.
final class RoundSchedule: Sendable {
  private let done = Mutex<[String: Timestamp]>([:])
  private let underway = Mutex<Set<[Provider]>>([])

  /// Whether it is time for that again; if so, it counts as done now.
  func takes(_ name: String, everySeconds seconds: Int64, at now: Timestamp) -> Bool {
    done.withLock { done in
      if let last = done[name], last <= now, now < last.advanced(seconds: seconds) { return false }
      done[name] = now
      return true
    }
  }

  /// Whether no round of theirs is under way; if so, one is from now on.
  func begins(_ route: [Provider]) -> Bool {
    underway.withLock { $0.insert(route).inserted }
  }

  func ends(_ route: [Provider]) {
    underway.withLock { _ = $0.remove(route) }
  }
}
