import Mail
import NIOPosix
import ServiceLifecycle
import Shop
import Storage
import Synchronization
import Testing
import Worker

@Suite(.timeLimit(.minutes(20))) struct DeliveryServiceTests {
  /// A store with one order whose mail is due.
  private func store(in folder: TemporaryFolder) async throws -> Store {
    let key = try unwrapped(VaultKey(bytes: Array(1...32)))
    let store = try Store(folder: folder.path, key: key, now: Sample.now)
    try await Sale.open(store)
    try await Sale.stock(store)
    let file = try VectorFile.shared.get()
    let vector = try unwrapped(file.vectors.first { $0.id == "s-stripe-valid" })
    let routes = PublicRoutes(
      publicURL: try unwrapped(WebAddress("https://pay.shop.example")),
      store: store,
      adapters: [try unwrapped(file.keys[vector.keys]).adapter(of: .stripe)],
      currentCatalog: CurrentCatalog(Sample.catalog),
      threads: PublicRoutes.Threads(
        reads: .singleton,
        calls: .singleton,
        pages: .singleton,
        messages: .singleton
      ),
      wakeUp: WakeUp(),
      now: { Sample.now },
      logger: LogBook().logger
    )
    _ = await routes.receive(vector.incoming, from: .stripe)
    return store
  }

  private func service(_ store: Store, _ outbox: Outbox, at now: Clock) -> DeliveryService {
    DeliveryService(
      store: store,
      mail: CurrentMail(outbox.mailer),
      threads: .singleton,
      wakeUp: WakeUp(),
      now: { now.moment },
      logger: LogBook().logger
    )
  }

  /// A clock that a test sets.
  private final class Clock: Sendable {
    private let current = Mutex(Sample.now)

    var moment: Timestamp { current.withLock { $0 } }

    func advance(seconds: Int64) {
      current.withLock { $0 = $0.advanced(seconds: seconds) }
    }
  }

  private static func trouble(_ phase: SendPhase) -> SendTrouble {
    SendTrouble(phase: phase, smtpCode: nil, detail: "test")
  }

  @Test func `sends what is due once`() async throws {
    let folder = try TemporaryFolder()
    let store = try await store(in: folder)
    defer { store.close() }
    let outbox = Outbox()
    let service = service(store, outbox, at: Clock())
    #expect(await service.deliverDue() == 1)
    #expect(await service.deliverDue() == 0)
    #expect(outbox.messages.count == 1)
    #expect(try store.deliveries(state: .sent, limit: 10).count == 1)
  }

  @Test func `tries again with the same message after a temporary failure (I9)`() async throws {
    let folder = try TemporaryFolder()
    let store = try await store(in: folder)
    defer { store.close() }
    let clock = Clock()
    let outbox = Outbox { message in
      message.attempt < 3 ? .temporary(Self.trouble(.connect)) : .sent
    }
    let service = service(store, outbox, at: clock)
    for _ in 0..<10 {
      _ = await service.deliverDue()
      clock.advance(seconds: 600)
    }
    let messages = outbox.messages
    #expect(messages.map(\.attempt) == [1, 2, 3])
    #expect(Set(messages.map(\.messageID)).count == 1)
    #expect(messages.allSatisfy { $0.units == messages[0].units && $0.date == messages[0].date })
  }

  @Test(arguments: [
    SendOutcome.temporary(trouble(.data)), .uncertain(trouble(.finalDot)),
    .permanent(trouble(.recipient)), .relayBroken(trouble(.auth)), .written,
  ])
  func `says the same after a restart with another theme, sender and product (I9)`(
    ending: SendOutcome
  ) async throws {
    let folder = try TemporaryFolder()
    var store = try await store(in: folder)
    let clock = Clock()
    let old = Outbox(theme: "old") { _ in ending }
    #expect(await service(store, old, at: clock).deliverDue() == 1)
    store.close()
    clock.advance(seconds: 86_400)
    let key = try unwrapped(VaultKey(bytes: Array(1...32)))
    store = try Store(folder: folder.path, key: key, now: clock.moment)
    defer { store.close() }
    if let id = try store.deliveries(state: nil, limit: 1).first?.id {
      try await store.retryDelivery(
        id: id,
        by: try unwrapped(Operator("tester")),
        at: clock.moment
      )
    }
    let new = Outbox(theme: "new")
    #expect(await service(store, new, at: clock).deliverDue() == 1)
    #expect(new.texts == old.texts && new.texts.count == 1)
    // When a person resends it, it is a new message with the present texts.
    try await store.resend(
      reference: try unwrapped(Reference(Sale.reference)),
      by: try unwrapped(Operator("tester")),
      at: clock.moment
    )
    #expect(await service(store, new, at: clock).deliverDue() == 1)
    #expect(new.texts.last?.hasPrefix("new: ") == true && new.texts.last != new.texts.first)
  }

  @Test func `says what it had kept when it was killed before the first byte (I9)`() async throws {
    let folder = try TemporaryFolder()
    var store = try await store(in: folder)
    let clock = Clock()
    let message = try unwrapped(try await store.claimDue(limit: 1, at: clock.moment).first)
    let kept = Outbox(theme: "old").mailer.compose(message)
    #expect(try await store.keep(kept, of: message, at: clock.moment))
    store.close()
    let key = try unwrapped(VaultKey(bytes: Array(1...32)))
    store = try Store(folder: folder.path, key: key, now: clock.moment)
    defer { store.close() }
    let new = Outbox(theme: "new")
    let service = service(store, new, at: clock)
    #expect(await service.deliverDue() == 0)
    clock.advance(seconds: RetrySchedule.secondsAfterUncertain)
    #expect(await service.deliverDue() == 1)
    #expect(new.texts == [String(decoding: kept.bytes, as: UTF8.self)])
  }

  @Test func `sends nothing that it could not keep`() async throws {
    let folder = try TemporaryFolder()
    let store = try await store(in: folder)
    let clock = Clock()
    let outbox = Outbox()
    let mailer = Mailer(
      compose: { message in
        store.close()
        return outbox.mailer.compose(message)
      },
      sendWhile: outbox.mailer.sendWhile,
      post: outbox.mailer.post
    )
    let stopped = DeliveryService(
      store: store,
      mail: CurrentMail(mailer),
      threads: .singleton,
      wakeUp: WakeUp(),
      now: { clock.moment },
      logger: LogBook().logger
    )
    #expect(await stopped.deliverDue() == 1)
    #expect(outbox.messages.isEmpty)
  }

  @Test func `lets no message wait for one that hangs`() async throws {
    let folder = try TemporaryFolder()
    let store = try await store(in: folder)
    defer { store.close() }
    try await store.resend(
      reference: try unwrapped(Reference(Sale.reference)),
      by: try unwrapped(Operator("tester")),
      at: Sample.now
    )
    let begun = Mutex(0)
    let outbox = Outbox { _ in
      begun.withLock { $0 += 1 }
      // Each waits for the other to be under way, so that sending in turn would never end.
      while begun.withLock({ $0 < 2 }) {}
      return .sent
    }
    #expect(await service(store, outbox, at: Clock()).deliverDue() == 2)
  }

  @Test func `rests the channel while the relay refuses us`() async throws {
    let folder = try TemporaryFolder()
    let store = try await store(in: folder)
    defer { store.close() }
    let clock = Clock()
    let outbox = Outbox { _ in .relayBroken(Self.trouble(.auth)) }
    let service = service(store, outbox, at: clock)
    #expect(await service.deliverDue() == 1)
    clock.advance(seconds: CircuitBreaker.pauseSeconds - 1)
    try await store.resend(
      reference: try unwrapped(Reference(Sale.reference)),
      by: try unwrapped(Operator("tester")),
      at: clock.moment
    )
    #expect(await service.deliverDue() == 0)
    clock.advance(seconds: 1)
    #expect(await service.deliverDue() > 0)
  }

  @Test func `finishes a mail under way before it stops`() async throws {
    let (entered, enter) = AsyncStream.makeStream(of: Void.self)
    let gate = Mutex(false)
    let outbox = Outbox { _ in
      enter.finish()
      while !gate.withLock({ $0 }) {}
      return .sent
    }
    try await LiveWorker.run(Sale.options(outbox)) { worker async throws in
      try await Sale.open(worker.store)
      try await Sale.stock(worker.store)
      _ = try await Sale.pay(worker)
      for await _ in entered {}
      await worker.group.triggerGracefulShutdown()
      gate.withLock { $0 = true }
      let store = worker.store
      let clock = ContinuousClock()
      let end = clock.now.advanced(by: .seconds(600))
      while try store.deliveries(state: .sent, limit: 1).isEmpty, clock.now < end {
        await Task.yield()
      }
      #expect(try store.deliveries(state: .sent, limit: 10).count == 1)
    }
  }
}
