import Payments
import Shop
import Storage
import Synchronization
import Testing
import Transport

@testable import Worker

/// Buyers inside WeChat's own browser, on phones, and with links that are too old.
@Suite(.timeLimit(.minutes(20)))
struct WeChatPagesTests {
  private static let inWeChat = "Mozilla/5.0 (Linux; Android 15) Mobile MicroMessenger/8.0.50"
  private static let phone = "Mozilla/5.0 (Linux; Android 15) Mobile Safari/537.36"
  private static let form =
    "sku=GC-25&quantity=1&email=b%40example.com&locale=en&provider=wechatpay"

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

  /// WeChat Pay with an official account, or without.
  private func playing(_ venue: PayVenue) -> PlayedAdapter<WeChatPart> {
    var adapter = PlayedAdapter<WeChatPart>()
    adapter.meets = { app, isPhone in app == .wechat && isPhone ? venue : .here }
    adapter.names = { code throws(ProviderError) in
      guard code == "CODE1" else { throw .refused("code been used") }
      return "oBuyer"
    }
    adapter.starts = { request throws(ProviderError) in
      let fields = [FormField("package", "prepay_id=1 for \(request.payerID ?? "nobody")")]
      return StartedCheckout(
        sessionID: nil,
        step: request.payerID == nil
          ? .referredRedirect(url: "https://wx.example/\(request.buyerAddress)")
          : .bridge(fields: fields)
      )
    }
    return adapter
  }

  private func order(_ worker: LiveWorker, as agent: String) async throws -> String {
    let answer = try await worker.send(
      .post,
      "/checkout",
      headers: [
        ("User-Agent", agent), ("Content-Type", "application/x-www-form-urlencoded"),
      ],
      body: Self.form
    )
    #expect(answer.status == 303)
    return String(try unwrapped(answer.header("location")).prefix { $0 != "?" })
  }

  private func page(
    _ path: String,
    _ worker: LiveWorker,
    as agent: String,
    saying words: String
  ) async throws -> HTTPResponse {
    let end = ContinuousClock.now.advanced(by: .seconds(600))
    while true {
      let page = try await worker.send(.get, path, headers: [("User-Agent", agent)])
      if page.text.contains(words) { return page }
      guard ContinuousClock.now < end else {
        Issue.record("\(path) never said \(words)")
        return page
      }
    }
  }

  @Test func `inside WeChat the buyer says who they are, once, and pays over the bridge`()
    async throws
  {
    try await run(playing(.afterIdentification)) { worker async throws in
      let path = try await order(worker, as: Self.inWeChat)
      let agent = [("User-Agent", Self.inWeChat)]
      let asked = try await worker.send(.get, path + "?go=1", headers: agent)
      let refresh = try unwrapped(asked.header("refresh"))
      #expect(refresh.hasPrefix("0;url=https://open.example/authorize?state="))
      let state = String(refresh.split(separator: "state=")[1].prefix { $0 != "&" })
      let wrong = try await worker.send(.get, path + "/payer?code=CODE1&state=X", headers: agent)
      #expect(wrong.header("location") == path)
      let told = try await worker.send(
        .get,
        path + "/payer?code=CODE1&state=\(state)",
        headers: agent
      )
      #expect(told.header("location") == path + "?go=1")
      let shown = try await page(path, worker, as: Self.inWeChat, saying: "id=\"bridge\"")
      #expect(shown.text.contains("prepay_id=1 for oBuyer"))
      #expect(shown.text.contains("/assets/bridge."))
      #expect(!shown.text.contains("<script>"))
      // Begun inside WeChat, it cannot be paid outside of it.
      let outside = try await worker.send(.get, path, headers: [("User-Agent", Self.phone)])
      #expect(outside.text.contains("data-state=\"elsewhere\""))
      #expect(outside.text.contains("Go back to WeChat"))
    }
  }

  @Test func `without an account another browser takes the checkout up, with its own address`()
    async throws
  {
    try await run(playing(.elsewhere)) { worker async throws in
      let path = try await order(worker, as: Self.inWeChat)
      let shown = try await worker.send(
        .get,
        path + "?go=1",
        headers: [("User-Agent", Self.inWeChat)]
      )
      #expect(shown.text.contains("data-state=\"elsewhere\""))
      #expect(shown.text.contains("data-copy=\"address\""))
      // Only the shop's payment is not possible there, not WeChat Pay itself.
      #expect(shown.text.contains("cannot be made inside this app"))
      #expect(shown.text.contains(path + "?go=1"))
      let open = try await page(path, worker, as: Self.phone, saying: "id=\"pay\"")
      #expect(open.header("referrer-policy") == "origin")
      #expect(open.text.contains("href=\"\(path)/pay\""))
      let gone = try await worker.send(.get, path + "/pay", headers: [("User-Agent", Self.phone)])
      #expect(gone.header("location")?.hasPrefix("https://wx.example/") == true)
      #expect(gone.header("referrer-policy") == "origin")
      // No other page sends its origin.
      #expect(shown.header("referrer-policy") == "no-referrer")
    }
  }

  @Test func `a link older than four minutes is fetched anew, with the same parameters`()
    async throws
  {
    let clock = Clock()
    let seen = Mutex([StartRequest]())
    var adapter = playing(.elsewhere)
    adapter.forgets = { _, keptAt, now in keptAt.advanced(seconds: 240) <= now }
    adapter.starts = { request throws(ProviderError) in
      let count = seen.withLock { seen in
        seen.append(request)
        return seen.count
      }
      return StartedCheckout(
        sessionID: nil,
        step: .referredRedirect(url: "https://wx.example/\(count)")
      )
    }
    try await run(adapter, at: clock) { worker async throws in
      let agent = [("User-Agent", Self.phone)]
      let path = try await order(worker, as: Self.phone)
      _ = try await page(path, worker, as: Self.phone, saying: "id=\"pay\"")
      for (seconds, expected) in [(200, 1), (50, 2), (100, 2), (200, 3)] as [(Int64, Int)] {
        clock.pass(seconds: seconds)
        let gone = try await worker.send(.get, path + "/pay", headers: agent)
        #expect(gone.header("location") == "https://wx.example/\(expected)")
      }
      let requests = seen.withLock { $0 }
      #expect(requests.count == 3)
      let same = requests.allSatisfy { request in
        request.buyerAddress == requests[0].buyerAddress && !request.buyerAddress.isEmpty
          && request.checkout == requests[0].checkout && request.isPhone
          && request.notifyURL == requests[0].notifyURL
      }
      #expect(same)
    }
  }
}
