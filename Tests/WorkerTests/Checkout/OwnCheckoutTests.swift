import Payments
import Shop
import Storage
import Synchronization
import Testing
import Transport
import Worker

/// The browser that began a checkout, on its page, over real sockets; and everybody else there.
@Suite(.timeLimit(.minutes(20)))
struct OwnCheckoutTests {
  private static let form = "sku=GC-25&quantity=1&email=wrong%40example.com&locale=en"

  /// A checkout as a browser has it: where it is, and what the browser was given.
  private struct Begun: Sendable {
    let path: String
    let cookie: String

    var reference: Reference? { Reference(String(path.dropFirst("/checkouts/".count))) }

    func sent(_ more: [(name: String, value: String)] = []) -> [(name: String, value: String)] {
      [(name: "Cookie", value: cookie)] + more
    }
  }

  private static func options(_ clock: Clock = Clock(), _ outbox: Outbox = Outbox())
    -> LiveWorker.Options
  {
    var adapter = PlayedAdapter<WeChatPart>()
    adapter.starts = { (_) in
      StartedCheckout(sessionID: nil, step: .scan(text: "weixin://wxpay/1"))
    }
    var options = LiveWorker.Options.stocked
    options.adapters = [adapter]
    options.now = { clock.now }
    options.outbox = outbox
    return options
  }

  private func begin(
    _ worker: LiveWorker,
    _ form: String = form,
    cookie: String? = nil
  ) async throws -> Begun {
    let headers = cookie.map { [(name: "Cookie", value: $0)] } ?? []
    let answer = try await worker.post(
      "/checkout",
      form: form + "&provider=wechatpay",
      headers: headers
    )
    #expect(answer.status == 303)
    let location = try unwrapped(answer.header("location"))
    let kept = answer.header("set-cookie").map { String($0.prefix { $0 != ";" }) }
    return Begun(
      path: String(location.prefix { $0 != "?" }),
      cookie: try unwrapped(kept ?? cookie)
    )
  }

  private func pay(_ begun: Begun, _ worker: LiveWorker) async throws {
    let paid = try Sample.paid(try unwrapped(begun.reference), paymentID: "42", minorUnits: 4_850)
    _ = try await worker.store.settle(PaymentEvent(found: paid, by: .wechatpay), at: Sample.now)
  }

  private func order(_ page: HTTPResponse) throws -> String {
    String(try unwrapped(page.text.firstMatch(of: /\/orders\/[0-9a-z]{26}/)?.output))
  }

  @Test func `an order gives the browser a cookie of its own, and another beside it`()
    async throws
  {
    try await LiveWorker.run(Self.options()) { worker async throws in
      let answer = try await worker.post("/checkout", form: Self.form + "&provider=wechatpay")
      let cookie = try unwrapped(answer.header("set-cookie"))
      let parts = cookie.split(separator: ";", maxSplits: 1)
      #expect(parts[0].wholeMatch(of: /__Host-checkouts=[0-9a-z]{26}/) != nil)
      #expect(parts[1] == " Path=/; Max-Age=86400; Secure; HttpOnly; SameSite=Lax")
      let first = try await begin(worker, Self.form)
      var second = first
      for quantity in 2...4 {
        let form = Self.form.replacing("quantity=1", with: "quantity=\(quantity)")
        second = try await begin(worker, form, cookie: "a=b; " + second.cookie + "; c=d")
      }
      // The first checkout is still this browser's.
      for begun in [first, second] {
        let page = try await worker.send(.get, begun.path, headers: second.sent())
        #expect(page.text.contains("wrong@example.com"))
      }
      let page = try await worker.send(.get, second.path, headers: first.sent())
      #expect(!page.text.contains("wrong@example.com") && page.text.contains("w…@example.com"))
      #expect(!worker.log.lines.contains { $0.contains(first.cookie.suffix(26)) })
    }
  }

  @Test func `the cookie stays small, and what the worker did not make is not kept`()
    async throws
  {
    try await LiveWorker.run(Self.options()) { worker async throws in
      let junk = "__Host-checkouts=" + (1...30).map { "\($0)" }.joined(separator: ".") + ".ABC"
      var begun = try await begin(worker, cookie: junk)
      #expect(begun.cookie.count == "__Host-checkouts=".count + 26)
      for number in 1...9 {
        let form = Self.form.replacing("wrong", with: "wrong\(number)")
        begun = try await begin(worker, form, cookie: begun.cookie)
      }
      #expect(begun.cookie.count == "__Host-checkouts=".count + 8 * 27 - 1)
    }
  }

  @Test func `the same form again is led to a checkout of the same browser alone`() async throws {
    try await LiveWorker.run(Self.options()) { worker async throws in
      let mine = try await begin(worker)
      let again = try await begin(worker, cookie: mine.cookie)
      #expect(again.path == mine.path && again.cookie == mine.cookie)
      let other = try await begin(worker)
      #expect(other.path != mine.path)
    }
  }

  @Test func `the browser that ordered sees its codes, and no other does`() async throws {
    let outbox = Outbox()
    try await LiveWorker.run(Self.options(Clock(), outbox)) { worker async throws in
      let begun = try await begin(worker)
      let before = try await worker.send(.get, begun.path, headers: begun.sent())
      #expect(before.text.contains("wrong@example.com") && !before.text.contains("/orders/0"))
      try await pay(begun, worker)
      let page = try await worker.send(.get, begun.path, headers: begun.sent())
      #expect(page.text.contains("data-state=\"paid\"") && page.text.contains("wrong@example.com"))
      #expect(!page.text.contains("STOCK-") && page.header("cache-control") == "no-store")
      #expect(page.header("referrer-policy") == "same-origin")
      let path = try order(page)
      #expect(page.text.contains("<form method=\"post\" action=\"\(path)\">"))
      let shown = try await worker.post(path, form: "")
      #expect(shown.text.contains("<span>STOCK-</span>"))
      let detail = try worker.store.order(reference: try unwrapped(begun.reference))
      #expect(detail?.reveals == 1)
      let another = try await begin(worker, Self.form.replacing("wrong", with: "other"))
      let looks = [
        [], another.sent(), [(name: "Cookie", value: begun.cookie.replacing("__Host-", with: ""))],
        [(name: "Cookie", value: "__Host-checkouts=\(String(repeating: "0", count: 26))")],
      ]
      let stranger = try await worker.send(.get, begun.path)
      #expect(stranger.text.contains("w…@example.com"))
      for headers in looks {
        let found = try await worker.send(.get, begun.path, headers: headers)
        #expect(found.text == stranger.text)
        let asked = try await worker.send(.get, begun.path + "?address=1", headers: headers)
        #expect(asked.text == stranger.text)
      }
      for secret in ["wrong@", path, "/orders/0", "Correct"] {
        #expect(!stranger.text.contains(secret))
      }
    }
  }

  @Test func `access ends after a day, and when the buyer says so`() async throws {
    let clock = Clock()
    try await LiveWorker.run(Self.options(clock)) { worker async throws in
      let begun = try await begin(worker)
      try await pay(begun, worker)
      let gone = try await worker.post(begun.path, form: "forget=1", headers: begun.sent())
      #expect(gone.status == 303 && gone.header("location") == begun.path)
      let ended = "__Host-checkouts=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax"
      #expect(gone.header("set-cookie") == ended)
      clock.pass(seconds: BrowserToken.lifetimeSeconds - 1)
      let late = try await worker.send(.get, begun.path, headers: begun.sent())
      #expect(late.text.contains("wrong@example.com"))
      clock.pass(seconds: 1)
      let over = try await worker.send(.get, begun.path, headers: begun.sent())
      #expect(!over.text.contains("wrong@example.com") && !over.text.contains("/orders/0"))
    }
  }

  @Test(arguments: [("en", "The address was corrected"), ("zh-CN", "邮箱已更正")])
  func `a corrected address gets the letter, once`(language: String, words: String) async throws {
    let outbox = Outbox()
    try await LiveWorker.run(Self.options(Clock(), outbox)) { worker async throws in
      let form = Self.form.replacing("locale=en", with: "locale=\(language)")
      let begun = try await begin(worker, form)
      try await pay(begun, worker)
      let paid = try await worker.send(.get, begun.path, headers: begun.sent())
      let old = try order(paid)
      #expect(paid.text.contains("\(begun.path)?address=1"))
      let asked = try await worker.send(.get, begun.path + "?address=1", headers: begun.sent())
      #expect(asked.text.contains("value=\"wrong@example.com\"") && asked.header("refresh") == nil)
      #expect(asked.header("referrer-policy") == "same-origin")
      let own = [(name: "Origin", value: "https://pay.shop.example")]
      let made = try await worker.post(
        begun.path,
        form: "email=%EF%BB%BF right%40example.com%0A",
        headers: begun.sent(own)
      )
      #expect(made.status == 303 && made.header("location") == begun.path)
      let page = try await worker.send(.get, begun.path, headers: begun.sent())
      #expect(page.text.contains(words) && page.text.contains("right@example.com"))
      #expect(!page.text.contains("?address=1"))
      #expect(try await worker.send(.get, old).status == 404)
      #expect(try await worker.post(old, form: "").status == 404)
      let right = { outbox.messages.filter { $0.to.text == "right@example.com" } }
      while right().isEmpty { await Task.yield() }
      #expect(right().allSatisfy { $0.units.count == 1 })
      // Sent again it changes nothing; another one is refused.
      let replayed = try await worker.post(
        begun.path,
        form: "email=right%40example.com",
        headers: begun.sent()
      )
      #expect(replayed.status == 303)
      for email in ["third%40example.com", "wrong%40example.com"] {
        let more = try await worker.post(
          begun.path,
          form: "email=\(email)",
          headers: begun.sent()
        )
        #expect(more.status == 409)
      }
      #expect(worker.log.lines.contains { $0.contains("its buyer corrected the address") })
      #expect(!worker.log.lines.contains { $0.contains("right@") || $0.contains("wrong@") })
    }
  }

  @Test func `what is wrong with the new address is asked back`() async throws {
    var options = Self.options()
    options.visitors.takesMail = { $0 != "nowhere.example" }
    try await LiveWorker.run(options) { worker async throws in
      let begun = try await begin(worker)
      try await pay(begun, worker)
      let post = { (email: String, more: String) in
        try await worker.post(begun.path, form: "email=\(email)\(more)", headers: begun.sent())
      }
      for (email, words) in [
        ("", "Enter a complete"), ("%3Cscript%3E", "value=\"&lt;script&gt;\""),
        ("a%40nowhere.example", "Mail cannot be delivered to nowhere.example"),
        ("right%40gmail.con", "Use this address"),
      ] {
        let answer = try await post(email, "")
        #expect(answer.status == 422 && answer.text.contains(words), "\(email)")
        #expect(answer.text.contains("action=\"\(begun.path)\""))
        #expect(!answer.text.contains("<script>"))
        #expect(answer.header("referrer-policy") == "same-origin")
      }
      #expect(try await post("right%40gmail.con", "&kept=right%40gmail.con").status == 303)
      let page = try await worker.send(.get, begun.path, headers: begun.sent())
      #expect(page.text.contains("right@gmail.con"))
    }
  }

  @Test func `nobody else corrects an address, whatever they send`() async throws {
    try await LiveWorker.run(Self.options()) { worker async throws in
      let begun = try await begin(worker)
      try await pay(begun, worker)
      let other = try await begin(worker, Self.form.replacing("wrong", with: "other"))
      let foreign = ["https://evil.example", "null", "https://cards.example.com"]
      let attempts =
        [[], other.sent()] + foreign.map { begun.sent([(name: "Origin", value: $0)]) }
      for headers in attempts {
        let answer = try await worker.post(
          begun.path,
          form: "email=thief%40example.com",
          headers: headers
        )
        #expect(answer.status == 403 && !answer.text.contains("wrong@"))
      }
      let plain = [(name: "Content-Type", value: "text/plain")]
      let body = "email=thief%40example.com"
      let odd = try await worker.send(
        .post,
        begun.path,
        headers: begun.sent(plain),
        body: body
      )
      #expect(odd.status == 403)
      let long = "email=" + String(repeating: "a", count: 1 << 20)
      #expect(try await worker.post(begun.path, form: long, headers: begun.sent()).status == 413)
      let unknown = try await worker.post(
        "/checkouts/CSZTL2EYAMJZ9999",
        form: body,
        headers: begun.sent()
      )
      #expect(unknown.status == 404)
      let page = try await worker.send(.get, begun.path, headers: begun.sent())
      #expect(page.text.contains("wrong@example.com") && page.text.contains("?address=1"))
    }
  }

  @Test func `one who tries addresses without end is put off, and the field is kept`()
    async throws
  {
    var options = Self.options()
    options.visitors.rates.lookups.perNetwork = 1
    try await LiveWorker.run(options) { worker async throws in
      let begun = try await begin(worker)
      try await pay(begun, worker)
      let home = [(name: "X-Forwarded-For", value: "203.0.113.7")]
      _ = try await worker.post("/orders/lookup", form: "email=b%40example.com", headers: home)
      let answer = try await worker.post(
        begun.path,
        form: "email=right%40example.com",
        headers: begun.sent(home)
      )
      #expect(answer.status == 429 && answer.header("retry-after") != nil)
      #expect(answer.text.contains("name=\"email\" value=\"right@example.com\""))
      #expect(answer.text.contains("action=\"\(begun.path)\""))
    }
  }
}
