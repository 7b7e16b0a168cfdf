/// Wakes one loop; however often it is signalled before the loop listens, it wakes it once.
package struct WakeUp: Sendable {
  let signals: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  package init() {
    (signals, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// There may be something to do.
  package func signal() {
    continuation.yield()
  }

  /// The loop ends when it listens again.
  func finish() {
    continuation.finish()
  }
}
