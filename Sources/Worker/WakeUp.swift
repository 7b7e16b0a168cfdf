/// Wakes one loop; however often it is rung before the loop listens, it wakes it once.
package struct WakeUp: Sendable {
  let rings: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  package init() {
    (rings, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// There may be something to do.
  package func ring() {
    continuation.yield()
  }

  /// The loop ends when it listens again.
  func silence() {
    continuation.finish()
  }
}
