import Logging
import NIOCore
import NIOPosix
import Payments
import ServiceLifecycle
package import Shop
import Storage
import Synchronization

/// Finds what no webhook reported: asks about open checkouts on a schedule, repeats refunds that
/// are not done, fetches new keys, and compares each day's statements with the books.
///
/// Answers are settled as webhooks are, so that it does not matter which comes first. Each provider
/// has rounds of its own, so that one that hangs holds up no other.
package struct ReconcileService: Service {
  static let secondsBetweenRounds: Int64 = 10
  /// The most questions to one provider at once; the other calls are left for its buyers.
  static let width = 8
  /// The most questions of one round; the rest is left to the next.
  static let mostQuestions = 400
  /// How many checkouts one commit ends unasked, and how many such commits a round makes.
  private static let batch = 100
  private static let mostBatches = 50
  static let secondsBetweenKeys: Int64 = 300
  static let secondsBetweenRefunds: Int64 = 300
  /// The wait after a statement that is not available, and between looks for new days.
  static let secondsBetweenStatements: Int64 = 1_800

  let providerCalls: ProviderCalls
  let matcher: StatementMatcher
  private let roundSchedule = RoundSchedule()
  private var logger: Logger { providerCalls.logger }

  package init(providerCalls: ProviderCalls, matcher: StatementMatcher) {
    self.providerCalls = providerCalls
    self.matcher = matcher
  }

  /// The groups of providers that share rounds: each configured one alone, and all others together,
  /// whose checkouts can only be marked as expired.
  private var routes: [[Provider]] {
    let own = providerCalls.providers
    return own.map { [$0] } + [Provider.allCases.filter { !own.contains($0) }]
  }

  /// Runs rounds until the graceful shutdown, which ends a round between two questions.
  package func run() async throws {
    let wakeUp = WakeUp()
    let looking = MultiThreadedEventLoopGroup.singleton.any().scheduleRepeatedTask(
      initialDelay: .seconds(1),
      delay: .seconds(Self.secondsBetweenRounds)
    ) { _ in wakeUp.signal() }
    defer { looking.cancel() }
    await withGracefulShutdownHandler {
      await withDiscardingTaskGroup { group in
        for await _ in wakeUp.signals {
          for route in routes where roundSchedule.begins(route) {
            group.addTask {
              await round(of: route)
              roundSchedule.ends(route)
            }
          }
        }
      }
    } onGracefulShutdown: {
      wakeUp.finish()
    }
  }

  /// Does once everything that is due.
  package func round() async {
    await withDiscardingTaskGroup { group in
      for route in routes { group.addTask { await round(of: route) } }
    }
  }

  private func round(of route: [Provider]) async {
    let moment = providerCalls.now()
    let name = route.map(\.rawValue).joined(separator: " ")
    let isConfigured = route.allSatisfy { providerCalls.adapters[$0] != nil }
    if isConfigured,
      roundSchedule.recordIfDue("keys " + name, everySeconds: Self.secondsBetweenKeys, at: moment)
    {
      for provider in route { await refreshKeys(of: provider) }
    }
    await askDue(of: route)
    let wait = Self.secondsBetweenRefunds
    if roundSchedule.recordIfDue("refunds " + name, everySeconds: wait, at: moment) {
      await repeatRefunds(of: route)
    }
    let pause = Self.secondsBetweenStatements
    if isConfigured,
      roundSchedule.recordIfDue("statements " + name, everySeconds: pause, at: moment)
    {
      for provider in route { await matchStatements(of: provider) }
    }
  }

  /// Asks about the checkouts that are due; returns how many it asked about.
  ///
  /// Those of providers without a section in the settings are ended unasked.
  @discardableResult
  package func askDue(of route: [Provider] = Provider.allCases) async -> Int {
    let adapters = providerCalls.adapters
    await endUnasked(of: route.filter { adapters[$0] == nil })
    return await ask(route.filter { adapters[$0] != nil })
  }

  private func endUnasked(of gone: [Provider]) async {
    guard !gone.isEmpty else { return }
    var count = 0
    do {
      for _ in 0..<Self.mostBatches where !Task.isShuttingDownGracefully {
        let batch = try await providerCalls.store.endUnasked(
          of: gone,
          limit: Self.batch,
          at: providerCalls.now()
        )
        count += batch.ended
        if batch.looked < Self.batch { break }
      }
    } catch {
      logger.error("checkouts of providers that are gone cannot be ended: \(error)")
    }
    guard count > 0 else { return }
    logger.warning(
      """
      \(count) checkouts ended unpaid; their providers have no section in the settings and were \
      not asked; they are asked about when it is back
      """
    )
  }

  private func ask(_ route: [Provider]) async -> Int {
    guard !route.isEmpty else { return 0 }
    var asked = 0
    while asked < Self.mostQuestions, !Task.isShuttingDownGracefully {
      let rows: [Payment.DueQuestion]
      do {
        rows = try await providerCalls.store.claimQueries(
          of: route,
          limit: Self.width,
          at: providerCalls.now()
        )
      } catch {
        logger.error("open checkouts cannot be read: \(error)")
        return asked
      }
      if rows.isEmpty { break }
      asked += rows.count
      await withDiscardingTaskGroup { group in
        for row in rows { group.addTask { await ask(row) } }
      }
    }
    return asked
  }

  private func ask(_ row: Payment.DueQuestion) async {
    var (isFinal, isUnderWay) = (true, false)
    let spare = ProviderCalls.callsBesideQuestions
    switch await providerCalls.ask(row.question, of: row.provider, sparing: spare) {
    case .settled(let settlements, let finding):
      (isFinal, isUnderWay) = (finding.isFinal, finding.underWay != nil)
      let found = settlements.contains { $0 != .duplicate && $0 != .ignored }
      if found { logger.notice("checkout \(row.reference): found by asking; no webhook came") }
    case .unanswered(.unsupported): break
    // Not recorded, so that even the last question is repeated.
    case .unanswered(let error):
      return logger.warning(
        "checkout \(row.reference): \(row.provider.rawValue) cannot be asked: \(error)"
      )
    case .unstored: return
    }
    do {
      try await providerCalls.store.recordQuery(
        row.reference,
        isFinal: isFinal,
        isUnderWay: isUnderWay,
        at: providerCalls.now()
      )
    } catch {
      logger.error("checkout \(row.reference): that it was asked about is not stored: \(error)")
    }
  }

  /// Asks again for every refund that is not known to be done, except those given back by hand.
  package func repeatRefunds(of route: [Provider] = Provider.allCases) async {
    do {
      let open = try providerCalls.store.openRefunds()
      for order in open
      where route.contains(order.provider) && providerCalls.givesBack(order.provider) {
        guard !Task.isShuttingDownGracefully else { return }
        _ = try await providerCalls.requestRefund(order)
      }
    } catch {
      logger.error("open refunds cannot be repeated: \(error)")
    }
  }

  private func refreshKeys(of provider: Provider) async {
    let refreshed = await providerCalls.calling(provider) { (adapter, call) throws(ProviderError) in
      try adapter.refreshKeys(call)
    }
    if case .failure(let error) = refreshed {
      logger.error("\(provider.rawValue): its keys cannot be refreshed: \(error)")
    }
  }

  /// Compares the days that are over and not compared yet; a statement that is not available does
  /// not hold up the next.
  private func matchStatements(of provider: Provider) async {
    let taken: [CivilDate]
    do {
      taken = try providerCalls.store.statementDays(provider)
    } catch {
      return logger.error("\(provider.rawValue): the last statements cannot be read: \(error)")
    }
    for day in StatementDays.due(of: provider, taken: taken, at: providerCalls.now()) {
      guard !Task.isShuttingDownGracefully else { return }
      switch await matcher.match(provider, on: day) {
      case .matched(let report): await matcher.post(report)
      case .notReady, .failed(.unsupported): return
      case .failed(let error):
        logger.error("\(provider.rawValue): no statement of \(day): \(error); later again")
      case .unstored(let error):
        return logger.error("\(provider.rawValue): the statement of \(day) is not stored: \(error)")
      }
    }
  }
}

/// When recurring tasks were last done, and which groups have a round under way.
final class RoundSchedule: Sendable {
  private let done = Mutex<[String: Timestamp]>([:])
  private let underWay = Mutex<Set<[Provider]>>([])

  /// Records a task as done now if it is due; returns whether it was.
  func recordIfDue(_ name: String, everySeconds seconds: Int64, at now: Timestamp) -> Bool {
    done.withLock { done in
      if let last = done[name], last <= now, now < last.advanced(seconds: seconds) { return false }
      done[name] = now
      return true
    }
  }

  /// Begins a round of that group; false when one is under way.
  func begins(_ route: [Provider]) -> Bool {
    underWay.withLock { $0.insert(route).inserted }
  }

  func ends(_ route: [Provider]) {
    underWay.withLock { _ = $0.remove(route) }
  }
}
