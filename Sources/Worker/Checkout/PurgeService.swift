package import Logging
import ServiceLifecycle
package import Shop
package import Storage

/// Deletes checkouts that ended unpaid, once the shop's time to keep them is over.
package struct PurgeService: Service {
  /// How long they are kept when the settings do not say.
  package static let usualKeepSeconds: Int64 = 30 * 86_400
  /// Rows of one commit, which holds up other writers for some milliseconds.
  private static let batch = 100
  /// The most batches of one round; the rest is left to the next.
  private static let mostBatches = 200
  private static let secondsBetweenRounds: Int64 = 600

  let store: Store
  let keepSeconds: Int64
  let now: @Sendable () -> Timestamp
  let logger: Logger

  package init(
    store: Store,
    keepSeconds: Int64,
    now: @escaping @Sendable () -> Timestamp,
    logger: Logger
  ) {
    self.store = store
    self.keepSeconds = keepSeconds
    self.now = now
    self.logger = logger
  }

  /// Runs rounds until the graceful shutdown.
  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await round()
        await pause(for: .seconds(Self.secondsBetweenRounds))
      }
    }
  }

  /// Deletes what is due, batch by batch, so that buyers' commits get through in between.
  package func round() async {
    var gone = 0
    for _ in 0..<Self.mostBatches where !Task.isCancelled {
      do {
        let count = try await store.purgeUnpaid(
          keepSeconds: keepSeconds,
          limit: Self.batch,
          at: now()
        )
        gone += count
        if count < Self.batch { break }
      } catch {
        logger.error("checkouts that ended unpaid cannot be deleted: \(error)")
        break
      }
    }
    if gone > 0 { logger.info("\(gone) checkouts that ended unpaid were deleted") }
  }
}
