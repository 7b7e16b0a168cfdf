package import NIOPosix
import ServiceLifecycle

/// The threads for what blocks: the first service to start and the last to stop.
struct ThreadService: Service {
  let pools: [NIOThreadPool]

  func run() async throws {
    for pool in pools { pool.start() }
    // Ends with the shutdown, and at once when that has come already.
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    await withGracefulShutdownHandler {
      for await _ in stream {}
    } onGracefulShutdown: {
      continuation.finish()
    }
    // Not waited for: a thread that hangs in a send may not hold up the end of the process.
    for pool in pools { pool.shutdownGracefully { _ in } }
  }
}

/// Runs work that blocks on a thread of its own, so that it holds up nobody who could run.
///
/// Returns nil when the calling task is cancelled first, or the pool is closed: the work may still
/// go on, and its result is lost. What must be known later is written down before it starts.
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
