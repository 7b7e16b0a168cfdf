import Synchronization

/// Counts what is under way.
final class Underway: Sendable {
  private let counted = Mutex(0)

  var count: Int { counted.withLock { $0 } }

  func begin() {
    counted.withLock { $0 += 1 }
  }

  /// Counts one more unless that many are under way already.
  func begins(below limit: Int) -> Bool {
    counted.withLock { count in
      guard count < limit else { return false }
      count += 1
      return true
    }
  }

  func end() {
    counted.withLock { $0 -= 1 }
  }
}
