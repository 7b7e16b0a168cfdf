import Synchronization

/// Counts what is under way.
final class MessagesUnderWay: Sendable {
  private let counted = Mutex(0)

  var count: Int { counted.withLock { $0 } }

  func begin() {
    counted.withLock { $0 += 1 }
  }

  func end() {
    counted.withLock { $0 -= 1 }
  }
}
