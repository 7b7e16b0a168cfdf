import Dispatch
import Payments
import Shop
import Storage
import Synchronization
import Testing
import Transport

@testable import Worker

/// Buyers in line for a provider: none is refused because of others, and each page tells where it
/// stands.
@Suite(.timeLimit(.minutes(20)))
struct CheckoutQueueTests {
  private static let step = PayStep.redirect(url: "https://pay.example/1")

  private static func form(_ number: Int = 1, provider: String = "wechatpay") -> String {
    "sku=GC-25&quantity=1&email=b\(number)%40example.com&locale=en&provider=\(provider)"
  }

  private func run(
    _ adapter: PlayedAdapter<WeChatPart>,
    at clock: Clock = Clock(),
    test: @Sendable (LiveWorker) async throws -> Void
  ) async throws {
    var options = LiveWorker.Options.stocked
    options.adapters = [adapter]
    options.now = { clock.now }
    try await LiveWorker.run(options, test: test)
  }

  private func playing(
    _ starts:
      @escaping @Sendable (StartRequest) throws(ProviderError) -> StartedCheckout
  ) -> PlayedAdapter<WeChatPart> {
    var adapter = PlayedAdapter<WeChatPart>()
    adapter.starts = starts
    return adapter
  }

  /// Orders; returns the address of the checkout's page, without its query.
  private func order(
    _ worker: LiveWorker,
    _ number: Int = 1,
    cookie: String? = nil
  ) async throws -> String {
    let headers = cookie.map { [(name: "Cookie", value: $0)] } ?? []
    let answer = try await worker.post("/checkout", form: Self.form(number), headers: headers)
    #expect(answer.status == 303)
    let location = try unwrapped(answer.header("location"))
    return String(location.prefix { $0 != "?" })
  }

  /// Requests a page until it contains a text.
  private func page(
    _ path: String,
    of worker: LiveWorker,
    saying words: String
  ) async throws -> HTTPResponse {
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: .seconds(600))
    while true {
      let page = try await worker.send(.get, path)
      if page.text.contains(words) { return page }
      guard clock.now < end else {
        Issue.record("\(path) never said \(words)")
        return page
      }
    }
  }

  @Test func `one buyer sees no page that says to wait`() async throws {
    let adapter = playing { (_) in StartedCheckout(sessionID: "s-1", step: Self.step) }
    try await run(adapter) { worker async throws in
      let path = try await order(worker)
      let page = try await worker.send(.get, path + "?go=1")
      #expect(page.header("refresh") == "0;url=https://pay.example/1")
    }
  }

  @Test func `two hundred at once are all led to payment, and no more at once than the bound`()
    async throws
  {
    let underWay = Mutex(0)
    let most = Mutex(0)
    let adapter = playing { (request) in
      let count = underWay.withLock { count in
        count += 1
        return count
      }
      most.withLock { $0 = max($0, count) }
      underWay.withLock { $0 -= 1 }
      let reference = request.checkout.reference.text
      return StartedCheckout(
        sessionID: nil,
        step: .redirect(url: "https://pay.example/\(reference)")
      )
    }
    try await run(adapter) { worker async throws in
      let paths = try await withThrowingTaskGroup(of: String.self) { group in
        for number in 1...200 { group.addTask { try await order(worker, number) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(Set(paths).count == 200)
      for path in paths {
        let reference = path.dropFirst("/checkouts/".count)
        _ = try await page(path, of: worker, saying: "https://pay.example/\(reference)")
      }
    }
    #expect(most.withLock { $0 } <= CallWindow.most)
  }

  @Test func `a provider that refuses is named, and asked no more`() async throws {
    let asked = Tally()
    let adapter = playing { (_) throws(ProviderError) in
      asked.add()
      throw .refused("no such merchant")
    }
    let clock = Clock()
    try await run(adapter, at: clock) { worker async throws in
      let path = try await order(worker)
      let said = try await page(path, of: worker, saying: "data-state=\"refused\"")
      #expect(said.text.contains("WeChat Pay does not take this payment"))
      #expect(said.text.contains("https://cards.example.com/en/products/gc-25/"))
      #expect(said.header("refresh") == nil && !said.text.contains("no such merchant"))
      clock.pass(seconds: 120)
      let other = try await order(worker, 2)
      _ = try await page(other, of: worker, saying: "data-state=\"refused\"")
      #expect(asked.count == 2)
    }
  }

  @Test func `a provider that asks for a rest gets it, and the page says until when`() async throws
  {
    let asked = Tally()
    let adapter = playing { (_) throws(ProviderError) in
      guard asked.add() > 1 else { throw .temporary("slow down", afterSeconds: 40) }
      return StartedCheckout(sessionID: nil, step: Self.step)
    }
    let clock = Clock()
    try await run(adapter, at: clock) { worker async throws in
      let path = try await order(worker)
      let until = Sample.now.advanced(seconds: 40).clockText(in: .english)
      let said = try await page(path, of: worker, saying: "takes no new payments right now")
      #expect(said.text.contains("We will try again at \(until)"))
      #expect(said.header("refresh") == "15;url=\(path)?go=1")
      clock.pass(seconds: 39)
      // Another buyer does not interrupt the pause either.
      let other = try await order(worker, 2)
      #expect(asked.count == 1)
      clock.pass(seconds: 1)
      for each in [path, other] {
        _ = try await page(each, of: worker, saying: "https://pay.example/1")
      }
    }
  }

  @Test func `a provider that hangs is called slow, and confirms what was paid meanwhile`()
    async throws
  {
    let gate = Gate()
    let reference = Kept<Reference>()
    var adapter = playing { (request) in
      reference.keep(request.checkout.reference)
      gate.pass()
      return StartedCheckout(sessionID: "s-1", step: Self.step)
    }
    let asked = Tally()
    adapter.finds = { (_) in
      asked.add()
      return .open
    }
    let clock = Clock()
    try await run(adapter, at: clock) { worker async throws in
      defer { gate.open() }
      let paid = try unwrapped(Reference("CSZTL2EYAMJZ0001"))
      let earlier = try Sample.checkout(
        reference: paid,
        provider: .wechatpay,
        email: try unwrapped(EmailAddress(Sale.email))
      )
      try await worker.store.open(earlier)
      let step = PayStep.scan(text: "weixin://1")
      try await worker.store.started(paid, sessionID: nil, step: step, at: Sample.now)
      var paths: [String] = []
      for number in 1...40 { paths.append(try await order(worker, number)) }
      let opening = try await page(paths[0], of: worker, saying: "data-state=\"line\"")
      #expect(opening.text.contains("Opening your payment"))
      let waiting = try await page(paths[39], of: worker, saying: "You are in line")
      #expect(waiting.text.contains("you are number 40 in line"))
      clock.pass(seconds: 6)
      let slow = try await page(paths[39], of: worker, saying: "WeChat Pay is slow right now")
      #expect(slow.text.contains("You are number 40 in line and keep your place"))
      let back = try await worker.send(.get, "/checkouts/\(paid)/return")
      #expect(back.status == 303 && asked.count == 1)
      gate.open()
      for path in paths { _ = try await page(path, of: worker, saying: "https://pay.example/1") }
    }
  }

  @Test func `more clicks on one form are the same checkout and no further call`() async throws {
    let asked = Tally()
    let adapter = playing { (_) in
      asked.add()
      return StartedCheckout(sessionID: nil, step: Self.step)
    }
    try await run(adapter) { worker async throws in
      let first = try await worker.post("/checkout", form: Self.form(1))
      let cookie = first.header("set-cookie")?.prefix { $0 != ";" }
      let path = try unwrapped(first.header("location")).prefix { $0 != "?" }
      async let second = order(worker, cookie: cookie.map { String($0) })
      async let third = order(worker, cookie: cookie.map { String($0) })
      #expect(try await [second, third] == [String(path), String(path)])
      #expect(asked.count == 1)
    }
  }

  @Test func `a buyer who went away costs no call until they are back`() async throws {
    let asked = Tally()
    let adapter = playing { (_) throws(ProviderError) in
      guard asked.add() > 1 else { throw .temporary("busy", afterSeconds: 200) }
      return StartedCheckout(sessionID: nil, step: Self.step)
    }
    let clock = Clock()
    try await run(adapter, at: clock) { worker async throws in
      let path = try await order(worker)
      _ = try await page(path, of: worker, saying: "takes no new payments right now")
      clock.pass(seconds: OpeningSchedule.awaySeconds + 21)
      let reference = try unwrapped(Reference(String(path.dropFirst("/checkouts/".count))))
      while try worker.store.checkout(reference)?.opening?.state == .waiting { await Task.yield() }
      #expect(try worker.store.checkout(reference)?.opening?.state == .away)
      #expect(asked.count == 1)
      _ = try await page(path, of: worker, saying: "https://pay.example/1")
      #expect(asked.count == 2)
    }
  }

  @Test func `a wait has an end, and the page says so`() async throws {
    let clock = Clock()
    try await run(PlayedAdapter(), at: clock) { worker async throws in
      let path = try await order(worker)
      clock.pass(seconds: OpeningSchedule.queueSeconds)
      let said = try await worker.send(.get, path)
      #expect(said.text.contains("This payment did not start"))
      #expect(said.text.contains("you have not been charged"))
      let reference = try unwrapped(Reference(String(path.dropFirst("/checkouts/".count))))
      // A call that was under way is repeated after a pause, which must pass too.
      while try worker.store.checkout(reference)?.opening?.state == .waiting {
        clock.pass(seconds: 1)
        _ = try await worker.send(.get, path)
      }
      #expect(try worker.store.checkout(reference)?.opening?.state == .late)
    }
  }

  @Test func `an answer that was lost is asked for again under the same name`() async throws {
    let names = Mutex<[Reference]>([])
    let adapter = playing { (request) throws(ProviderError) in
      let count = names.withLock { names in
        names.append(request.checkout.reference)
        return names.count
      }
      guard count > 1 else { throw .temporary("the connection broke") }
      return StartedCheckout(sessionID: "s-1", step: Self.step)
    }
    let clock = Clock()
    try await run(adapter, at: clock) { worker async throws in
      let path = try await order(worker)
      _ = try await page(path, of: worker, saying: "takes no new payments right now")
      clock.pass(seconds: 2)
      _ = try await page(path, of: worker, saying: "https://pay.example/1")
      let asked = names.withLock { $0 }
      #expect(asked.count == 2 && asked[0] == asked[1])
    }
  }

  @Test func `one checkout that a provider stumbles over keeps nobody else`() async throws {
    let adapter = playing { (request) throws(ProviderError) in
      guard request.checkout.email.text != "b1@example.com" else {
        throw .temporary("500 for this one")
      }
      return StartedCheckout(sessionID: nil, step: Self.step)
    }
    let clock = Clock()
    try await run(adapter, at: clock) { worker async throws in
      let poison = try await order(worker)
      _ = try await page(poison, of: worker, saying: "takes no new payments right now")
      clock.pass(seconds: 31)
      let other = try await order(worker, 2)
      // The provider's pause ends while the page is requested, on any machine.
      var seconds = 0
      while try await !worker.send(.get, other).text.contains("https://pay.example/1") {
        clock.pass(seconds: 1)
        seconds += 1
        guard seconds < 300 else { return #expect(Bool(false), "never led to payment") }
      }
    }
  }

  @Test(arguments: ["unknown", "waiting", "expired", "paid"])
  func `a return to a checkout that nobody can have paid costs no call`(kind: String) async throws {
    let asked = Tally()
    var adapter = PlayedAdapter<WeChatPart>()
    adapter.finds = { (_) in
      asked.add()
      return .open
    }
    let clock = Clock()
    try await run(adapter, at: clock) { worker async throws in
      let reference = try unwrapped(Reference("CSZTL2EYAMJZ0001"))
      var path = "/checkouts/\(reference)"
      if kind == "waiting" { path = try await order(worker) }
      if kind == "paid" || kind == "expired" {
        let checkout = try Sample.checkout(
          reference: reference,
          provider: .wechatpay,
          email: try unwrapped(EmailAddress(Sale.email))
        )
        try await worker.store.open(checkout)
        let step = PayStep.scan(text: "weixin://1")
        try await worker.store.started(reference, sessionID: nil, step: step, at: Sample.now)
      }
      if kind == "paid" {
        let paid = try Sample.paid(reference, paymentID: "42")
        _ = try await worker.store.settle(
          PaymentEvent(found: paid, by: .wechatpay),
          at: Sample.now
        )
      }
      if kind == "expired" {
        try await worker.store.recordQuery(reference, isFinal: true, at: Sample.now)
      }
      for _ in 0..<3 {
        let answer = try await worker.send(.get, path + "/return")
        #expect(answer.status == (kind == "unknown" ? 404 : 303))
        clock.pass(seconds: 5)
      }
      #expect(asked.count == 0)
    }
  }

  @Test func `claims wait for a call that is free, and buyers who come back leave them some`()
    async throws
  {
    let slots = CallSlots()
    for _ in 0..<8 { #expect(await slots.acquire(below: 8)) }
    #expect(await !slots.acquire(below: 8))
    #expect(await slots.acquire(below: 9))
    async let claim = slots.acquire(below: 9, waitingSeconds: 20)
    async let visit = slots.acquire(below: 8, waitingSeconds: 1)
    // Still none below 8, since the claim gets the slot.
    slots.release()
    #expect(await claim)
    #expect(await !visit)
    for _ in 0..<9 { slots.release() }
    #expect(await slots.acquire(below: 1))
  }
}

/// Blocks callers until it is opened.
private final class Gate: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  func open() { semaphore.signal() }

  func pass() {
    semaphore.wait()
    semaphore.signal()
  }
}
