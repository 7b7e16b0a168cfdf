import NIOPosix
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
