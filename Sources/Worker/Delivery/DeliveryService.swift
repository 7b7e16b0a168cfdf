package import Logging
import Mail
import NIOCore
package import NIOPosix
import ServiceLifecycle
package import Shop
package import Storage
import Synchronization

/// Sends the messages that are owed: claims due deliveries, sends each, records the outcome.
///
/// It is woken when an order gets its codes and when the next retry is due. Each message has a
/// thread of its own while it is sent, so that a server that hangs holds up its own messages and
/// nobody else's.
package struct DeliveryService: Service {
  let store: Store
  let mail: CurrentMail
  let threads: NIOThreadPool
  let wakeUp: WakeUp
  let breaker: CircuitBreaker
  let now: @Sendable () -> Timestamp
  let logger: Logger

  package init(
    store: Store,
    mail: CurrentMail,
    threads: NIOThreadPool,
    wakeUp: WakeUp,
    now: @escaping @Sendable () -> Timestamp,
    logger: Logger
  ) {
    self.store = store
    self.mail = mail
    self.threads = threads
    self.wakeUp = wakeUp
    self.now = now
    self.logger = logger
    breaker = CircuitBreaker()
  }

  /// Runs until the graceful shutdown, then until every message under way is recorded.
  package func run() async throws {
    await withGracefulShutdownHandler {
      await withDiscardingTaskGroup { group in
        await work(in: &group)
      }
    } onGracefulShutdown: {
      wakeUp.finish()
    }
  }

  private func work(in group: inout DiscardingTaskGroup) async {
    let underWay = MessagesUnderWay()
    let loop = MultiThreadedEventLoopGroup.singleton.any()
    var alarm: Scheduled<Void>?
    wakeUp.signal()
    for await _ in wakeUp.signals {
      alarm?.cancel()
      let wait = await round(underWay: underWay.count) { message in
        underWay.begin()
        group.addTask {
          await deliver(message)
          underWay.end()
          wakeUp.signal()
        }
      }
      alarm = loop.scheduleTask(in: .milliseconds(wait)) { [wakeUp] in wakeUp.signal() }
    }
    alarm?.cancel()
  }

  /// One round: claims as many due messages as may be under way and hands each to `start`.
  ///
  /// Returns how many milliseconds the loop may wait, unless a signal comes.
  func round(underWay: Int, start: (OwedMessage) -> Void) async -> Int64 {
    let moment = now()
    let limit = DeliverySchedule.claims(
      underWay: underWay,
      restsUntil: breaker.pause(at: moment)
    )
    do {
      if limit > 0 {
        for message in try await store.claimDue(limit: limit, at: moment) { start(message) }
      }
    } catch {
      logger.error("deliveries cannot be claimed: \(error)")
    }
    do {
      return DeliverySchedule.waitMilliseconds(
        due: try store.nextDue(),
        restsUntil: breaker.pause(at: now()),
        at: now()
      )
    } catch {
      logger.error("the next delivery cannot be read: \(error)")
      return 1_000
    }
  }

  /// Sends a claimed message and records the outcome.
  func deliver(_ message: OwedMessage) async {
    guard let rendered = await rendered(message) else { return }
    let send = mail.mailer.sendWhile
    let isOwed = { @Sendable in isStillOwed(message) }
    // Nil when the shutdown did not wait for the thread: the row stays `sending`, and the next
    // start makes it `uncertain`.
    guard let outcome = await onThread(of: threads, { send(message, rendered, isOwed) }) else {
      return
    }
    let state = await record(outcome, of: message)
    if case .relayBroken = outcome, state != .failed { breaker.open(at: now()) }
    report(outcome, of: message, in: state)
  }

  /// The message's bytes: those kept by an earlier attempt, or else composed and kept now (I9).
  ///
  /// Nil when it is not to be sent now.
  private func rendered(_ message: OwedMessage) async -> RenderedMessage? {
    if let kept = message.kept { return kept }
    let compose = mail.mailer.compose
    guard let fresh = await onThread(of: threads, { compose(message) }) else { return nil }
    do {
      return try await store.keep(fresh, of: message, at: now()) ? fresh : nil
    } catch {
      logger.error("delivery \(message.deliveryID): what it says cannot be kept: \(error)")
      let detail = "what it says could not be kept; nothing was sent"
      let trouble = SendTrouble(phase: .connect, smtpCode: nil, detail: detail)
      await record(.temporary(trouble), of: message)
      return nil
    }
  }

  /// Records an outcome and returns the delivery's new state; nil when it cannot be stored.
  @discardableResult
  private func record(_ outcome: SendOutcome, of message: OwedMessage) async -> Delivery.State? {
    do {
      return try await store.record(
        outcome,
        delivery: message.deliveryID,
        attempt: message.attempt,
        at: now()
      )
    } catch {
      logger.error("delivery \(message.deliveryID): its outcome cannot be recorded: \(error)")
      return nil
    }
  }

  /// Whether the message may be sent, since no refund, dispute or hold came in between.
  ///
  /// False when that cannot be read (I16).
  private func isStillOwed(_ message: OwedMessage) -> Bool {
    do {
      return try store.isStillOwed(delivery: message.deliveryID, attempt: message.attempt)
    } catch {
      logger.error("delivery \(message.deliveryID): it cannot be read whether it is owed: \(error)")
      return false
    }
  }

  private func report(
    _ outcome: SendOutcome,
    of message: OwedMessage,
    in state: Delivery.State?
  ) {
    let name = "delivery \(message.deliveryID), attempt \(message.attempt)"
    switch outcome {
    case .sent: logger.info("\(name): sent")
    case .written: logger.warning("\(name): written into a folder; nobody gets it")
    case .abandoned: logger.warning("\(name): abandoned before it was handed over: owed no longer")
    case .temporary(let trouble), .uncertain(let trouble), .permanent(let trouble),
      .relayBroken(let trouble):
      if state == .failed { return reportFailure(name, trouble, of: message) }
      switch outcome {
      case .relayBroken:
        logger.error(
          """
          \(name): the mail server refuses us: \(trouble.line); sending rests for \
          \(CircuitBreaker.pauseSeconds) s; see `cardstock-worker mail check`
          """
        )
      case .uncertain: logger.warning("\(name): may have arrived: \(trouble.line)")
      case .temporary, .permanent, .sent, .written, .abandoned:
        logger.warning("\(name): will be repeated: \(trouble.line)")
      }
    }
  }

  /// Logs a delivery that is not repeated by itself, and what a person can do about it.
  private func reportFailure(_ name: String, _ trouble: SendTrouble, of message: OwedMessage) {
    logger.error(
      """
      \(name), order \(message.reference): failed for good: \(trouble.line); if the address is \
      wrong, `cardstock-worker orders readdress \(message.reference) EMAIL`; else \
      `cardstock-worker deliveries retry \(message.deliveryID)`
      """
    )
  }
}

/// Counts what is under way.
private final class MessagesUnderWay: Sendable {
  private let counted = Mutex(0)

  var count: Int { counted.withLock { $0 } }

  func begin() {
    counted.withLock { $0 += 1 }
  }

  func end() {
    counted.withLock { $0 -= 1 }
  }
}
