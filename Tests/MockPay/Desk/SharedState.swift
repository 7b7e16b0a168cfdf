import Synchronization

/// The one mock that all requests and the sender share.
final class SharedState: Sendable {
  private let mock: Mutex<MockState>

  init(_ mock: sending MockState) {
    self.mock = Mutex(mock)
  }

  /// Does one thing while nobody else looks.
  func update<Result: Sendable, Failure: Error>(
    _ body: (inout sending MockState) throws(Failure) -> sending Result
  ) throws(Failure) -> Result {
    try mock.withLock(body)
  }
}
