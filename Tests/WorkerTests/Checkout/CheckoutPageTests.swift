import Payments
import Shop
import Storage
import Testing
import Transport
import Worker

@Suite(.timeLimit(.minutes(20))) struct CheckoutPageTests {
  private static let text = "CSZTL2EYAMJZ0008"

  /// Runs a worker with one open checkout that has that step.
  private func run(
    _ step: PayStep?,
    provider: Provider = .wechatpay,
    language: Language = .english,
    adapter: any PaymentAdapter = PlayedAdapter<WeChatPart>(),
    at clock: Clock = Clock(),
    test: @Sendable (LiveWorker) async throws -> Void
  ) async throws {
    var options = LiveWorker.Options()
    options.adapters = [adapter]
    options.now = { clock.now }
    try await LiveWorker.run(options) { worker async throws in
      let reference = try unwrapped(Reference(Self.text))
      let checkout = try Sample.checkout(
        reference: reference,
        provider: provider,
        quantity: 2,
        email: try unwrapped(EmailAddress(Sale.email)),
        language: language
      )
      try await worker.store.open(checkout)
      if let step {
        try await worker.store.started(reference, sessionID: "s-1", step: step, at: Sample.now)
      }
      try await test(worker)
      // The page never shows a secret.
      let pages = try await worker.send(.get, "/checkouts/\(Self.text)").text
      #expect(!pages.contains(Sale.email) && !pages.contains("/orders/0"))
    }
  }

  private static let scan = PayStep.scan(text: "weixin://wxpay/1?pr=a&b")
  private static let form = PayStep.form(
    url: "https://gateway.example/pay.do",
    fields: [
      FormField("b", "2 <&>"),
      FormField("a", "\"1\""),
    ]
  )

  @Test(arguments: [(Language.english, "Pay with WeChat Pay"), (.chinese, "使用微信支付付款")])
  func `shows what is bought and a code to scan`(language: Language, title: String) async throws {
    try await run(Self.scan, language: language) { worker async throws in
      let page = try await worker.send(.get, "/checkouts/\(Self.text)?go=1")
      #expect(page.status == 200 && page.text.contains(title))
      #expect(page.text.contains("data-state=\"open\""))
      #expect(page.text.contains("<svg class=\"qr\" role=\"img\""))
      #expect(page.text.contains("c…@canary.example"))
      // The amount comes first, then how long it can be paid.
      let amount = PriceText(
        Money(minorUnits: 9_700, currency: try unwrapped(Currency("CNY"))),
        in: language
      ).text
      #expect(page.text.contains("<main data-state=\"open\">\n<p class=\"amount\">\(amount)</p>"))
      let left = language == .chinese ? "付款时间还剩 44 分钟" : "44 minutes left to pay"
      #expect(page.text.contains(" · \(left)</p>"))
      #expect(page.header("refresh") == "3;url=/checkouts/\(Self.text)")
      #expect(page.header("cache-control") == "no-store")
    }
  }

  @Test func `sends a form on by a script of its own, once`() async throws {
    try await run(Self.form, provider: .unionpay) { worker async throws in
      let page = try await worker.send(.get, "/checkouts/\(Self.text)?go=1")
      #expect(page.header("refresh") == nil)
      #expect(page.text.contains("action=\"https://gateway.example/pay.do\""))
      #expect(page.text.contains("name=\"b\" value=\"2 &lt;&amp;&gt;\""))
      #expect(page.text.contains("name=\"a\" value=\"&quot;1&quot;\""))
      let script = try unwrapped(page.text.firstMatch(of: /src="(\/assets\/pay\.[0-9a-f]+\.js)"/))
      let asset = try await worker.send(.get, String(script.output.1))
      #expect(asset.status == 200 && asset.text.contains("submit"))
    }
  }

  @Test func `asks the provider when the buyer comes back, by GET and by POST`() async throws {
    let reference = try unwrapped(Reference(Self.text))
    let paid = try Sample.paid(reference, paymentID: "42", minorUnits: 9_700)
    let asked = Tally()
    var adapter = PlayedAdapter<WeChatPart>()
    adapter.finds = { (question) in
      #expect(question.reference == reference && question.sessionID == "s-1")
      return asked.add() > 1 ? Payment.Finding(facts: [paid], isFinal: true) : .open
    }
    let clock = Clock()
    try await run(Self.scan, adapter: adapter, at: clock) { worker async throws in
      let back = "/checkouts/\(Self.text)/return"
      for _ in 0..<3 {
        let answer = try await worker.send(.get, back + "?state=forged&paid=1")
        #expect(answer.status == 303)
        #expect(answer.header("location") == "/checkouts/\(Self.text)")
      }
      #expect(asked.count == 1)
      let waiting = try await worker.send(.get, "/checkouts/\(Self.text)")
      #expect(waiting.text.contains("data-state=\"confirming\""))
      #expect(waiting.text.contains("do not pay twice") && !waiting.text.contains("<svg class"))
      let again = try await worker.send(.get, "/checkouts/\(Self.text)?again=1")
      #expect(again.text.contains("data-state=\"open\"") && again.text.contains("<svg class"))
      clock.pass(seconds: 61)
      let foreign = [(name: "Origin", value: "https://gateway.example")]
      let answer = try await worker.post(back, form: "respCode=00", headers: foreign)
      #expect(answer.status == 303)
      // If the provider is slow, the buyer is redirected before it answers.
      while asked.count < 2 { _ = try await worker.send(.get, "/healthz") }
      while try worker.store.orders(Order.Filter()).isEmpty {
        _ = try await worker.send(.get, "/healthz")
      }
      let done = try await worker.send(.get, "/checkouts/\(Self.text)")
      #expect(done.text.contains("data-state=\"paid\"") && done.text.contains("waits for stock"))
    }
  }

  @Test func `asks nobody when the buyer comes back after the end`() async throws {
    let asked = Tally()
    var adapter = PlayedAdapter<WeChatPart>()
    adapter.finds = { (_) in
      asked.add()
      return .open
    }
    let clock = Clock()
    try await run(Self.scan, adapter: adapter, at: clock) { worker async throws in
      clock.pass(seconds: Checkout.lifetimeSeconds)
      // The scheduled questions are postponed, so that only the return asks.
      _ = try await worker.store.claimQueries(limit: 9, at: clock.now)
      let answer = try await worker.send(.get, "/checkouts/\(Self.text)/return")
      #expect(answer.status == 303 && asked.count == 0)
    }
  }

  @Test func `says that it is being confirmed while the provider is down`() async throws {
    var adapter = PlayedAdapter<WeChatPart>()
    adapter.finds = { (_) throws(ProviderError) in throw .temporary("played to be down") }
    try await run(Self.scan, adapter: adapter) { worker async throws in
      let answer = try await worker.send(.get, "/checkouts/\(Self.text)/return")
      #expect(answer.status == 303)
      let page = try await worker.send(.get, "/checkouts/\(Self.text)")
      #expect(page.text.contains("data-state=\"confirming\""))
    }
  }

  @Test func `speaks neutrally of money that a person looks at`() async throws {
    try await run(Self.scan) { worker async throws in
      let reference = try unwrapped(Reference(Self.text))
      let less = try Sample.paid(reference, paymentID: "42", minorUnits: 1)
      _ = try await worker.store.settle(
        PaymentEvent(found: less, by: .wechatpay),
        at: Sample.now
      )
      let page = try await worker.send(.get, "/checkouts/\(Self.text)")
      #expect(page.text.contains("data-state=\"held\""))
      #expect(page.text.contains("A person is checking"))
      #expect(!page.text.contains("<svg class"))
    }
  }

  @Test func `a buyer is told and led to pay until a minute before the end`() async throws {
    let clock = Clock()
    try await run(Self.scan, at: clock) { worker async throws in
      clock.pass(seconds: Checkout.lifetimeSeconds - 61)
      let last = try await worker.send(.get, "/checkouts/\(Self.text)")
      #expect(last.text.contains("data-state=\"open\"") && last.text.contains("<svg class"))
      let until = Sample.now.advanced(seconds: Checkout.lifetimeSeconds - 60)
      #expect(last.text.contains(until.minuteText(in: .english)))
      clock.pass(seconds: 1)
      let over = try await worker.send(.get, "/checkouts/\(Self.text)")
      #expect(over.text.contains("data-state=\"expired\"") && !over.text.contains("<svg class"))
      // Whoever has just paid is told so up to the end.
      _ = try await worker.send(.get, "/checkouts/\(Self.text)/return")
      let back = try await worker.send(.get, "/checkouts/\(Self.text)")
      #expect(back.text.contains("data-state=\"confirming\""))
    }
  }

  @Test func `says that the time is over, and offers to order again`() async throws {
    let clock = Clock()
    try await run(Self.scan, at: clock) { worker async throws in
      clock.pass(seconds: Checkout.lifetimeSeconds)
      let page = try await worker.send(.get, "/checkouts/\(Self.text)?go=1")
      #expect(page.text.contains("data-state=\"expired\"") && !page.text.contains("<svg class"))
      #expect(page.text.contains("https://cards.example.com/en/products/gc-25/"))
    }
  }

  @Test func `knows no other checkout`() async throws {
    try await run(nil) { worker async throws in
      for path in ["/checkouts/CSZTL2EYAMJZ9999", "/checkouts/CSZTL2EYAMJZ9999/return"] {
        #expect(try await worker.send(.get, path).status == 404)
      }
    }
  }
}
