import Logging
import ServiceLifecycle
import Storage

/// Thrown by the worker's services when the store has stopped after an I/O error.
package struct StoreStopped: Error {
  package init() {}
}

/// Ends the worker when the store has stopped.
///
/// After a failed write nobody knows what the disk holds; only opening the file anew can tell. What
/// is under way is answered with 503 first, so that providers come again.
struct StoreWatch: Service {
  let store: Store
  let logger: Logger

  private static let pause = Duration.milliseconds(250)

  func run() async throws {
    try await cancelWhenGracefulShutdown {
      while store.isHealthy {
        do {
          try await Task.sleep(for: Self.pause)
        } catch {
          return
        }
      }
      logger.critical("the store stopped after an I/O error: the worker ends, to be started anew")
      throw StoreStopped()
    }
  }
}
