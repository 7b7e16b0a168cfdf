package import NIOPosix
import ServiceLifecycle

/// The threads for blocking work, as the first service to start and the last to stop.
struct ThreadService: Service {
  let pools: [NIOThreadPool]

  func run() async throws {
    for pool in pools { pool.start() }
    // Ends with the shutdown, or at once if that has begun.
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    await withGracefulShutdownHandler {
      for await _ in stream {}
    } onGracefulShutdown: {
      continuation.finish()
    }
    // Not awaited, since a thread that hangs must not hold up the end of the process.
    for pool in pools { pool.shutdownGracefully { _ in } }
  }
}

/// Runs blocking work on a thread of a pool, so that it does not hold up Swift's own pool.
///
/// Returns nil when the calling task is cancelled first, or the pool is closed: the work may still
/// go on, and its result is lost. What must be known later is stored before it starts.
package func onThread<Value: Sendable>(
  of pool: NIOThreadPool,
  _ work: @escaping @Sendable () -> Value
) async -> Value? {
  let (stream, continuation) = AsyncStream.makeStream(of: Value.self)
  pool.submit { state in
    if case .active = state { continuation.yield(work()) }
    continuation.finish()
  }
  for await value in stream { return value }
  return nil
}
