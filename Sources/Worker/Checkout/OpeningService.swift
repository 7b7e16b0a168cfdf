import Logging
import NIOCore
import NIOPosix
import Payments
import ServiceLifecycle
import Shop
import Storage
import Synchronization

/// Opens checkouts at their providers, in the order of their places in the queue.
///
/// The attempt is counted and the next one planned before the provider is called, and a repeat
/// carries the same ID: a crash on any line costs a repeat and nothing else. Each provider has a
/// loop and a `CallWindow` of its own.
struct OpeningService: Service {
  /// How often the loop looks for attempts that have become due.
  static let millisecondsBetweenLooks: Int64 = 500

  let providerCalls: ProviderCalls
  let checkoutQueue: CheckoutQueue
  private let doubts = SaidDoubts()
  private var store: Store { providerCalls.store }
  private var logger: Logger { providerCalls.logger }

  func run() async throws {
    do {
      try await store.resumeOpenings(at: providerCalls.now())
    } catch {
      logger.error("the line of checkouts cannot be read: \(error)")
    }
    await withGracefulShutdownHandler {
      await withDiscardingTaskGroup { group in
        for provider in providerCalls.providers { group.addTask { await serve(provider) } }
      }
    } onGracefulShutdown: {
      checkoutQueue.finish()
    }
  }

  /// Opens checkouts as their turns come, until the graceful shutdown; calls under way still end.
  private func serve(_ provider: Provider) async {
    guard let wakeUp = checkoutQueue.wakeUps[provider] else { return }
    let looking = MultiThreadedEventLoopGroup.singleton.any().scheduleRepeatedTask(
      initialDelay: .zero,
      delay: .milliseconds(Self.millisecondsBetweenLooks)
    ) { _ in wakeUp.signal() }
    defer { looking.cancel() }
    await withDiscardingTaskGroup { group in
      for await _ in wakeUp.signals {
        for opening in await turns(at: provider) {
          group.addTask {
            await open(opening)
            wakeUp.signal()
          }
        }
      }
    }
  }

  /// Claims as many checkouts as the provider may be called for now; those whose buyers have gone
  /// away, or that waited too long, leave the queue without a call.
  private func turns(at provider: Provider) async -> [Checkout.DueOpening] {
    let moment = providerCalls.now()
    let free = checkoutQueue.free(provider, at: moment)
    guard free.count > 0 else { return [] }
    do {
      let turns = try store.dueOpenings(
        of: provider,
        rested: free.isProbing,
        limit: free.count,
        at: moment
      )
      guard !turns.isEmpty else { return [] }
      let late = turns.filter { OpeningSchedule.end(enteredAt: $0.enteredAt) <= moment }
      let away = turns.filter { checkoutQueue.isAway($0, at: moment) && !late.contains($0) }
      for (gone, state) in [(late, Checkout.Opening.State.late), (away, .away)] where !gone.isEmpty
      {
        try await store.endOpenings(gone.map(\.reference), as: state, at: moment)
        checkoutQueue.signal(provider)
      }
      let next = turns.filter { !late.contains($0) && !away.contains($0) }.map(\.reference)
      let begun = next.filter { checkoutQueue.begin($0, at: provider, moment) }
      guard !begun.isEmpty else { return [] }
      return try await claim(begun, at: provider)
    } catch {
      logger.error("\(provider.rawValue): the line of checkouts cannot be read: \(error)")
      return []
    }
  }

  private func claim(
    _ references: [Reference],
    at provider: Provider
  ) async throws(StoreError) -> [Checkout.DueOpening] {
    let claimed: [Checkout.DueOpening]
    do {
      claimed = try await store.claimOpenings(references, at: providerCalls.now())
    } catch {
      for each in references {
        checkoutQueue.end(each, at: provider, .withdrawn, providerCalls.now())
      }
      throw error
    }
    let kept = Set(claimed.map(\.checkout.reference))
    for each in references where !kept.contains(each) {
      checkoutQueue.end(each, at: provider, .withdrawn, providerCalls.now())
    }
    return claimed
  }

  private func open(_ opening: Checkout.DueOpening) async {
    let checkout = opening.checkout
    let (reference, provider) = (checkout.reference, checkout.provider)
    let payerID: String?
    switch opening.payer {
    case nil: payerID = nil
    case .known(let id): payerID = id
    case .told(let code):
      payerID = await identify(code, opening)
      guard payerID != nil else { return checkoutQueue.resume(reference) }
    }
    let request = StartRequest(opening, payerID: payerID, providerCalls)
    if let doubt = providerCalls.adapters[provider]?.doubt(about: request),
      doubts.recordIfNew(doubt)
    {
      logger.warning("\(provider.rawValue): \(doubt)")
    }
    let begun = await providerCalls.opening(request)
    do {
      switch begun {
      case .success(let started):
        checkoutQueue.end(reference, at: provider, .answered, providerCalls.now())
        try await keep(started, of: checkout)
      case .failure(let error):
        if case .refused(let words) = error {
          logger.error("checkout \(reference): \(provider.rawValue) does not want it: \(words)")
        }
        try await end(opening, after: error)
      }
    } catch {
      // The attempt planned beforehand repeats the call, and the provider gives the same answer.
      logger.error("checkout \(reference): how to pay cannot be stored: \(error)")
    }
    checkoutQueue.resume(reference)
  }

  /// Exchanges the app's code for the buyer's ID there, and stores the ID before it is used.
  ///
  /// Returns nil when that fails: then the buyer is asked once more, or the attempt is repeated.
  private func identify(_ code: String, _ opening: Checkout.DueOpening) async -> String? {
    let (reference, provider) = (opening.checkout.reference, opening.checkout.provider)
    do {
      switch await providerCalls.identifying(code, at: provider) {
      case .success(let id):
        try await store.knowPayer(reference, id: id, at: providerCalls.now())
        return id
      case .failure(.refused(let words)):
        checkoutQueue.end(reference, at: provider, .answered, providerCalls.now())
        logger.warning("checkout \(reference): who pays is asked once more: \(words)")
        try await store.askPayerAgain(reference, at: providerCalls.now())
      case .failure(let error): try await end(opening, after: error)
      }
    } catch {
      checkoutQueue.end(reference, at: provider, .withdrawn, providerCalls.now())
      logger.error("checkout \(reference): who pays cannot be stored: \(error)")
    }
    return nil
  }

  private func keep(_ started: StartedCheckout, of checkout: Checkout) async throws(StoreError) {
    try await store.started(
      checkout.reference,
      sessionID: started.sessionID,
      step: started.step,
      at: providerCalls.now()
    )
    let way = checkout.provider.rawValue
    logger.info("checkout \(checkout.reference): \(checkout.amount), \(checkout.line.sku), \(way)")
  }

  /// Ends an attempt that failed: for good when the provider refuses it, otherwise until later.
  private func end(
    _ opening: Checkout.DueOpening,
    after error: ProviderError
  ) async throws(StoreError) {
    let (reference, provider) = (opening.checkout.reference, opening.checkout.provider)
    switch error {
    case .refused, .unsupported:
      checkoutQueue.end(reference, at: provider, .answered, providerCalls.now())
      try await store.endOpenings([reference], as: .refused, at: providerCalls.now())
    case .temporary(let words, let seconds):
      await postpone(opening, words, afterSeconds: seconds)
    case .untrusted(let words):
      await postpone(opening, words, afterSeconds: nil)
    }
  }

  private func postpone(_ opening: Checkout.DueOpening, _ words: String, afterSeconds: Int64?) async
  {
    let (reference, provider) = (opening.checkout.reference, opening.checkout.provider)
    let moment = providerCalls.now()
    checkoutQueue.end(reference, at: provider, .trouble(afterSeconds: afterSeconds), moment)
    let name = "checkout \(reference), attempt \(opening.attempt)"
    logger.warning("\(name): not opened at \(provider.rawValue): \(words)")
    do {
      let due = OpeningSchedule.retry(after: opening.attempt, at: moment)
      try await store.postponeOpening(reference, until: due, at: moment)
    } catch {
      logger.error("checkout \(reference): its next attempt comes later than planned: \(error)")
    }
  }
}

/// The doubts that were logged: each is logged once while the worker runs.
private final class SaidDoubts: Sendable {
  private let said = Mutex<Set<String>>([])

  /// Returns whether nobody was told of it yet.
  func recordIfNew(_ doubt: String) -> Bool { said.withLock { $0.insert(doubt).inserted } }
}

extension StartRequest {
  /// Makes the same request for the same opening, so that the provider recognises a repeat.
  init(
    _ opening: Checkout.DueOpening,
    payerID: String?,
    _ providerCalls: ProviderCalls
  ) {
    let checkout = opening.checkout
    self.init(
      checkout: checkout,
      isPhone: opening.isPhone,
      app: opening.app,
      payerID: payerID,
      buyerAddress: opening.address,
      notifyURL: providerCalls.notifyURL(checkout.provider),
      returnURL: providerCalls.publicURL.text + Route.checkoutReturn(checkout.reference).path,
      cancelURL: providerCalls.publicURL.text + Route.checkoutCancelled(checkout.reference).path
    )
  }
}
