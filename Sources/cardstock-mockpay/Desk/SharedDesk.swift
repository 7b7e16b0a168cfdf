import Synchronization

/// The one desk that all requests and the sender share.
final class SharedDesk: Sendable {
  private let desk: Mutex<Desk>

  init(_ desk: sending Desk) {
    self.desk = Mutex(desk)
  }

  /// Does one thing while nobody else looks.
  func update<Result: Sendable, Failure: Error>(
    _ body: (inout sending Desk) throws(Failure) -> sending Result
  ) throws(Failure) -> Result {
    try desk.withLock(body)
  }
}
