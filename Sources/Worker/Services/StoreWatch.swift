import Logging
import ServiceLifecycle
package import Storage

/// Thrown by the worker's services when the store has stopped, since its disk or a file failed.
package struct StoreStopped: Error {
  package init() {}
}

/// Ends the worker when the store has stopped.
///
/// After a failed write only opening the file again tells what the disk holds, and what is written
/// into a removed or replaced file is lost. Requests under way are answered with 503 first, so that
/// providers send again.
struct StoreWatch: Service {
  let store: Store
  let logger: Logger

  private static let pause = Duration.milliseconds(250)

  func run() async throws {
    try await cancelWhenGracefulShutdown {
      var fault = store.fault
      while fault == nil {
        do {
          try await Task.sleep(for: Self.pause)
        } catch {
          return
        }
        fault = store.fault
      }
      logger.critical(
        "the store stopped after \(fault ?? ""): the worker ends, to be started anew"
      )
      throw StoreStopped()
    }
  }
}

/// Waits for a vault that another process has locked, such as a command that is about to end.
package enum LockWait {
  private static let millisecondsBetweenTries = 200

  /// Opens the vault; while it is locked, tries again for that long, and calls `waiting` once.
  ///
  /// Throws what the last try threw.
  package static func open(
    seconds: Int,
    waiting: (StoreError) -> Void,
    _ open: () throws(StoreError) -> Store
  ) async throws -> Store {
    let tries = max(0, seconds) * 1_000 / millisecondsBetweenTries
    for number in 0...tries {
      do throws(StoreError) {
        return try open()
      } catch .locked(let owner) {
        guard number < tries else { throw StoreError.locked(by: owner) }
        if number == 0 { waiting(.locked(by: owner)) }
        try await Task.sleep(for: .milliseconds(millisecondsBetweenTries))
      } catch {
        throw error
      }
    }
    return try open()
  }
}

/// Waits between two rounds of a service; a cancelled task returns at once, and the service's loop
/// checks for that.
func pause(for duration: Duration) async {
  do {
    try await Task.sleep(for: duration)
  } catch {
    return
  }
}
