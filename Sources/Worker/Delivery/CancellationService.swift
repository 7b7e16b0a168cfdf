package import Logging
import ServiceLifecycle
package import Shop
package import Storage

/// Mails the operator which waiting orders their buyers cancelled, each with the command that gives
/// the money back: within a minute, then at most one letter an hour.
package struct CancellationService: Service {
  private static let secondsBetweenLooks: Int64 = 60
  private static let secondsBetweenLetters: Int64 = 3_600
  /// Orders of one letter; more are for the next.
  private static let mostRows = 50

  let store: Store
  let mail: OperatorMail
  let now: @Sendable () -> Timestamp
  let logger: Logger

  package init(
    store: Store,
    mail: OperatorMail,
    now: @escaping @Sendable () -> Timestamp,
    logger: Logger
  ) {
    self.store = store
    self.mail = mail
    self.now = now
    self.logger = logger
  }

  /// Looks until the graceful shutdown.
  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        let isSent = await look()
        await pause(
          for: .seconds(isSent ? Self.secondsBetweenLetters : Self.secondsBetweenLooks)
        )
      }
    }
  }

  /// Sends a letter if there is news, and returns whether one went; without a reader it stays due.
  package func look() async -> Bool {
    guard mail.hasReader else { return false }
    do {
      let orders = try store.untoldCancellations(limit: Self.mostRows)
      guard let first = orders.first else { return false }
      let count = orders.count
      let trouble = await mail.send(
        "cancelled-\(first.reference)-\(count)",
        count == 1 ? "1 order was cancelled" : "\(count) orders were cancelled",
        text(of: orders),
        at: now()
      )
      if let trouble {
        logger.error("the operator could not be told of cancelled orders yet: \(trouble)")
        return false
      }
      try await store.recordCancellationsTold(orders.map(\.reference), at: now())
      return true
    } catch {
      logger.error("cancelled orders cannot be looked up: \(error)")
      return false
    }
  }

  private func text(of orders: [Order.Cancelled]) -> String {
    let rows = orders.flatMap { order in
      [
        "Order \(order.reference), \(order.amount), cancelled \(order.cancelledAt.text)",
        "  cardstock-worker orders refund \(order.reference) --reason \"cancelled\"", "",
      ]
    }
    let lines =
      ["Their buyers cancelled these orders while they waited for stock. Give the money back:", ""]
      + rows + ["All of them: cardstock-worker orders held"]
    return lines.joined(separator: "\n")
  }
}
