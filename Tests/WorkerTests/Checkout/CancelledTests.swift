import Payments
import Shop
import Storage
import Synchronization
import Testing
import Transport
import Worker

/// A buyer who turned back at the provider, over real sockets.
@Suite(.timeLimit(.minutes(20)))
struct CancelledTests {
  private static let charged = ["not been charged", "没有被扣款"]

  /// What the provider was asked, and what it answers.
  private final class Provider: Sendable {
    let finding = Mutex<Payment.Finding?>(.open)
    let cancelURL = Mutex<String?>(nil)
    let asked = Tally()
  }

  private struct Begun: Sendable {
    let path: String
    let cookie: String
  }

  private func run(
    _ provider: Provider = Provider(),
    at clock: Clock = Clock(),
    test: @Sendable (LiveWorker) async throws -> Void
  ) async throws {
    var adapter = PlayedAdapter<WeChatPart>()
    adapter.starts = { request in
      provider.cancelURL.withLock { $0 = request.cancelURL }
      return StartedCheckout(sessionID: nil, step: .scan(text: "weixin://wxpay/1"))
    }
    adapter.finds = { (_) throws(ProviderError) in
      provider.asked.add()
      guard let finding = provider.finding.withLock({ $0 }) else {
        throw .temporary("played to be down")
      }
      return finding
    }
    var options = LiveWorker.Options.stocked
    options.adapters = [adapter]
    options.now = { clock.now }
    try await LiveWorker.run(options, test: test)
  }

  private func begin(_ worker: LiveWorker, locale: String = "en") async throws -> Begun {
    let answer = try await worker.post(
      "/checkout",
      form: "sku=GC-25&quantity=3&email=buyer%40example.com&locale=\(locale)&provider=wechatpay"
    )
    #expect(answer.status == 303)
    let location = try unwrapped(answer.header("location"))
    let cookie = try unwrapped(answer.header("set-cookie"))
    let path = String(location.prefix { $0 != "?" })
    // The provider is called in parallel, so on a busy machine the page may be in line first.
    var page = try await worker.send(.get, path)
    while !page.text.contains("<svg class") { page = try await worker.send(.get, path) }
    return Begun(path: path, cookie: String(cookie.prefix { $0 != ";" }))
  }

  private func turnBack(_ begun: Begun, _ worker: LiveWorker, isOwn: Bool = true) async throws
    -> HTTPResponse
  {
    let cookie = isOwn ? [(name: "Cookie", value: begun.cookie)] : []
    return try await worker.send(.get, begun.path + "/cancelled?token=forged", headers: cookie)
  }

  @Test(arguments: [("en", "You cancelled the payment"), ("zh-CN", "您取消了付款")])
  func `finds the form as it was filled in, and that nothing was charged`(
    locale: String,
    title: String
  ) async throws {
    let provider = Provider()
    try await run(provider) { worker async throws in
      let begun = try await begin(worker, locale: locale)
      let sent = provider.cancelURL.withLock { $0 }
      #expect(sent?.hasSuffix(begun.path + "/cancelled") == true)
      let page = try await turnBack(begun, worker)
      #expect(page.status == 200 && page.header("cache-control") == "no-store")
      #expect(page.text.contains(title) && page.text.contains("data-state=\"cancelled\""))
      #expect(Self.charged.contains { page.text.contains($0) })
      #expect(page.text.contains("value=\"buyer@example.com\"") && provider.asked.count == 1)
      let total = locale == "en" ? "3 · CN¥145.50" : "3 张 · ¥145.50"
      #expect(page.text.contains("<option value=\"3\" selected>\(total)</option>"))
      #expect(page.header("referrer-policy") == "same-origin")
    }
  }

  @Test func `shows no other browser the address`() async throws {
    try await run { worker async throws in
      let begun = try await begin(worker)
      let page = try await turnBack(begun, worker, isOwn: false)
      #expect(page.status == 200 && page.text.contains("<option value=\"3\" selected>"))
      #expect(!page.text.contains("buyer@") && page.text.contains("name=\"email\""))
    }
  }

  @Test func `is told the truth when it was paid meanwhile`() async throws {
    let provider = Provider()
    try await run(provider) { worker async throws in
      let begun = try await begin(worker)
      let reference = try unwrapped(Reference(String(begun.path.dropFirst("/checkouts/".count))))
      let paid = try Sample.paid(reference, paymentID: "42", minorUnits: 14_550)
      provider.finding.withLock { $0 = Payment.Finding(facts: [paid], isFinal: true) }
      var answer = try await turnBack(begun, worker)
      // If the provider is slow, the buyer is answered before it is.
      while answer.status != 303 { answer = try await turnBack(begun, worker) }
      #expect(answer.header("location") == begun.path)
      let page = try await worker.send(.get, begun.path)
      #expect(page.text.contains("data-state=\"paid\""))
    }
  }

  @Test func `is promised nothing that the provider does not say now`() async throws {
    let (provider, clock) = (Provider(), Clock())
    try await run(provider, at: clock) { worker async throws in
      let begun = try await begin(worker)
      provider.finding.withLock { $0 = nil }
      for _ in 1...2 {
        let page = try await turnBack(begun, worker)
        #expect(page.status == 200 && page.text.contains("data-state=\"unknown\""))
        #expect(page.text.contains("do not pay twice") && page.text.contains(begun.path + "\""))
        #expect(!Self.charged.contains { page.text.contains($0) })
      }
      #expect(provider.asked.count == 1)
      provider.finding.withLock { $0 = .open }
      clock.pass(seconds: 61)
      let page = try await turnBack(begun, worker)
      #expect(page.text.contains("data-state=\"cancelled\""))
    }
  }

  @Test func `does not say afterwards that the payment is being confirmed`() async throws {
    try await run { worker async throws in
      let begun = try await begin(worker)
      _ = try await turnBack(begun, worker)
      let page = try await worker.send(.get, begun.path)
      #expect(page.text.contains("data-state=\"open\""))
    }
  }

  @Test func `knows no other checkout`() async throws {
    try await run { worker async throws in
      let answer = try await worker.send(.get, "/checkouts/CSZTL2EYAMJZ9999/cancelled")
      #expect(answer.status == 404)
    }
  }
}
