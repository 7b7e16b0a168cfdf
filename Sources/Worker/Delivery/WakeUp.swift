/// Wakes one loop; several signals before the loop listens wake it once.
package struct WakeUp: Sendable {
  let signals: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  package init() {
    (signals, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Tells the loop that there may be something to do.
  package func signal() {
    continuation.yield()
  }

  /// Ends the loop when it listens next.
  func finish() {
    continuation.finish()
  }
}
