import Logging
import NIOCore
import NIOPosix
import Payments
import ServiceLifecycle
import Shop
import Storage

/// Finds what no webhook told: asks about open checkouts when it is time, repeats refunds that are
/// not done, fetches new keys, and compares each day's statements with the books.
///
/// Everything that a provider answers is settled as its webhooks are, so that it does not matter
/// which comes first.
package struct ReconcileService: Service {
  static let secondsBetweenRounds: Int64 = 10
  /// Questions at once, so that a provider that hangs leaves threads to buyers.
  static let width = 8
  /// Questions of one round; more are for the next.
  static let mostQuestions = 400
  static let secondsBetweenKeys: Int64 = 300
  static let secondsBetweenRefunds: Int64 = 300
  /// After a statement that could not be had, and between looks for new days.
  static let secondsBetweenStatements: Int64 = 1_800

  let cashier: Cashier
  let books: Bookkeeper
  private let agenda = Agenda()
  private var logger: Logger { cashier.logger }

  package init(cashier: Cashier, books: Bookkeeper) {
    self.cashier = cashier
    self.books = books
  }

  /// One round after the other until the graceful shutdown.
  package func run() async throws {
    let bell = Bell()
    let looking = MultiThreadedEventLoopGroup.singleton.any().scheduleRepeatedTask(
      initialDelay: .seconds(1),
      delay: .seconds(Self.secondsBetweenRounds)
    ) { _ in bell.ring() }
    defer { looking.cancel() }
    await withGracefulShutdownHandler {
      for await _ in bell.rings { await round() }
    } onGracefulShutdown: {
      bell.silence()
    }
  }

  /// Does everything that is due once.
  package func round() async {
    let moment = cashier.now()
    if agenda.takes("keys", everySeconds: Self.secondsBetweenKeys, at: moment) {
      await refreshKeys()
    }
    await askDue()
    if agenda.takes("refunds", everySeconds: Self.secondsBetweenRefunds, at: moment) {
      await repeatRefunds()
    }
    for provider in cashier.providers
    where agenda.takes(provider.rawValue, everySeconds: Self.secondsBetweenStatements, at: moment) {
      await matchStatements(of: provider)
    }
  }

  /// Asks about the checkouts that are due; returns how many it asked about.
  @discardableResult
  package func askDue() async -> Int {
    var asked = 0
    while asked < Self.mostQuestions {
      let rows: [PaymentQuestionRow]
      do {
        rows = try await cashier.store.claimQueries(limit: Self.width, at: cashier.now())
      } catch {
        logger.error("open checkouts cannot be read: \(error)")
        return asked
      }
      if rows.isEmpty { break }
      asked += rows.count
      await withTaskGroup(of: Void.self) { group in
        for row in rows { group.addTask { await ask(row) } }
      }
    }
    return asked
  }

  private func ask(_ row: PaymentQuestionRow) async {
    let isFinal: Bool
    switch await cashier.ask(row.question, of: row.provider) {
    case .settled(let settlements, let final):
      isFinal = final
      let found = settlements.contains { $0 != .duplicate && $0 != .ignored }
      if found { logger.notice("checkout \(row.reference): found by asking; no webhook came") }
    case .unanswered(.unsupported): isFinal = true
    // Not written down, so that the last question is put again.
    case .unanswered(let error):
      return logger.warning(
        "checkout \(row.reference): \(row.provider.rawValue) cannot be asked: \(error)"
      )
    case .unstored: return
    }
    do {
      try await cashier.store.recordQuery(row.reference, isFinal: isFinal, at: cashier.now())
    } catch {
      logger.error("checkout \(row.reference): that it was asked about is not stored: \(error)")
    }
  }

  /// Asks again for every refund that is not known to be done.
  package func repeatRefunds() async {
    do {
      let store = cashier.store
      for order in try store.openRefunds() { _ = try await cashier.carryOut(order) }
    } catch {
      logger.error("open refunds cannot be repeated: \(error)")
    }
  }

  private func refreshKeys() async {
    for provider in cashier.providers {
      let refreshed = await cashier.calling(provider) { (adapter, call) throws(ProviderError) in
        try adapter.refreshKeys(call)
      }
      if case .failure(let error) = refreshed {
        logger.error("\(provider.rawValue): its keys cannot be refreshed: \(error)")
      }
    }
  }

  /// Compares the days that are over and were not compared yet.
  private func matchStatements(of provider: Provider) async {
    let last: CivilDate?
    do {
      last = try cashier.store.statementDay(provider)
    } catch {
      return logger.error("\(provider.rawValue): the last statement cannot be read: \(error)")
    }
    for day in StatementDays.due(of: provider, after: last, at: cashier.now()) {
      switch await books.match(provider, on: day) {
      case .matched(let report): await books.post(report)
      case .notReady: return
      case .failed(.unsupported): return
      case .failed(let error):
        return logger.error("\(provider.rawValue): no statement of \(day): \(error); later again")
      case .unstored(let error):
        return logger.error("\(provider.rawValue): the statement of \(day) is not stored: \(error)")
      }
    }
  }
}
