package import Logging
import NIOPosix
import ServiceLifecycle
package import Shop
package import Storage

/// Reports once a day, in the log and by mail, how many codes are too near to their last day to be
/// sold.
package struct ExpiryWatch: Service {
  private static let secondsBetweenLooks: Int64 = 600

  let store: Store
  let calendar: @Sendable () -> ShopCalendar
  /// Mails the operator a subject and a text.
  let tell: @Sendable (String, String) async -> Void
  let now: @Sendable () -> Timestamp
  let logger: Logger

  package init(
    store: Store,
    calendar: @escaping @Sendable () -> ShopCalendar,
    tell: @escaping @Sendable (String, String) async -> Void,
    now: @escaping @Sendable () -> Timestamp,
    logger: Logger
  ) {
    self.store = store
    self.calendar = calendar
    self.tell = tell
    self.now = now
    self.logger = logger
  }

  /// Looks every few minutes until the graceful shutdown.
  package func run() async throws {
    await cancelWhenGracefulShutdown {
      var told: CivilDate?
      while !Task.isCancelled {
        told = await look(told: told)
        await pause(for: .seconds(Self.secondsBetweenLooks))
      }
    }
  }

  /// Reports unless it has done so today; returns the day of the last report.
  package func look(told: CivilDate?) async -> CivilDate? {
    let today = calendar().day(of: now())
    guard today != told else { return told }
    let store = store
    let report = await onThread(of: .singleton) { () -> Result<[StockCount], StoreError> in
      do throws(StoreError) {
        return .success(try store.stockReport())
      } catch {
        return .failure(error)
      }
    }
    switch report {
    case .success(let counts):
      let lines = counts.filter { $0.expiringSoon > 0 }.map { count in
        "product \(count.sku): expected codes that last, found \(count.expiringSoon) that end too "
          + "soon to be sold, and \(count.available) to sell; ask the supplier for others"
      }
      for line in lines { logger.warning("\(line)") }
      if !lines.isEmpty {
        let hint = "`cardstock-worker codes stock` counts them."
        await tell("Codes that end soon", (lines + ["", hint]).joined(separator: "\n"))
      }
      return today
    case .failure(let error):
      logger.error("codes that end soon cannot be counted: \(error)")
      return told
    case nil: return told
    }
  }
}
