import Shop
import Storage
import Testing
import Transport
import Worker

@Suite(.timeLimit(.minutes(20))) struct CheckoutRoutesTests {
  private static let form =
    "sku=GC-25&quantity=2&email=buyer%40example.com&locale=en&provider=stripe"

  @Test func `opens the checkout, then sends the buyer to the provider`() async throws {
    try await FakeStripe.run { stripe async throws in
      var options = LiveWorker.Options.stocked
      options.stripeURL = stripe.url
      try await LiveWorker.run(options) { worker async throws in
        let answer = try await worker.post("/checkout", form: Self.form)
        #expect(answer.status == 303)
        #expect(answer.header("cache-control") == "no-store")
        let location = try unwrapped(answer.header("location"))
        // The provider is called in parallel, so on a busy machine the page may be in line first.
        var page = try await worker.send(.get, location)
        while !page.text.contains(FakeStripe.page) { page = try await worker.send(.get, location) }
        let asked = try unwrapped(stripe.forms.first { $0["client_reference_id"] != nil })
        let reference = try unwrapped(asked["client_reference_id"].flatMap { Reference($0) })
        #expect(location == "/checkouts/\(reference)?go=1")
        let back = "https://pay.shop.example/checkouts/\(reference)/return"
        #expect(asked["success_url"] == back)
        #expect(page.status == 200 && page.header("refresh") == "0;url=\(FakeStripe.page)")
        #expect(page.text.contains("href=\"\(FakeStripe.page)\""))
        let calm = try await worker.send(.get, "/checkouts/\(reference)")
        #expect(calm.header("refresh") == "3;url=/checkouts/\(reference)")
        let turned = "https://pay.shop.example/checkouts/\(reference)/cancelled"
        #expect(asked["cancel_url"] == turned)
        #expect(asked.values.allSatisfy { !$0.contains("/orders/") })
      }
    }
  }

  @Test func `keeps the place of a buyer whose provider is away, and says so`() async throws {
    try await LiveWorker.run(.stocked) { worker async throws in
      let answer = try await worker.post("/checkout", form: Self.form)
      let location = try unwrapped(answer.header("location"))
      #expect(answer.status == 303 && location.hasPrefix("/checkouts/"))
      let page = try await worker.send(.get, location)
      #expect(page.status == 200 && page.text.contains("data-state=\"line\""))
      #expect(page.text.contains("takes no new payments right now"))
      #expect(page.text.contains("You have not been charged"))
      #expect(page.text.contains("Choose another way to pay"))
      #expect(!page.text.contains("buyer@example.com"))
    }
  }

  @Test(arguments: [("en", "Choose a way to pay"), ("zh-CN", "请选择付款方式")])
  func `has a buyer choose when the form does not say`(
    language: String,
    words: String
  ) async throws {
    var options = LiveWorker.Options.stocked
    options.adapters = [PlayedAdapter<WeChatPart>()]
    try await LiveWorker.run(options) { worker async throws in
      let form = "sku=GC-25&quantity=2&email=buyer%40example.com&locale=\(language)"
      let answer = try await worker.post("/checkout", form: form)
      #expect(answer.status == 422 && answer.text.contains(words))
      for provider in ["wechatpay", "stripe"] {
        let radio = "type=\"radio\" name=\"provider\" value=\"\(provider)\""
        #expect(answer.text.contains(radio))
      }
      #expect(answer.text.contains("value=\"buyer@example.com\""))
    }
  }

  @Test func `takes the only provider for granted`() async throws {
    try await FakeStripe.run { stripe async throws in
      var options = LiveWorker.Options.stocked
      options.stripeURL = stripe.url
      try await LiveWorker.run(options) { worker async throws in
        let form = "sku=GC-25&quantity=2&email=buyer%40example.com&locale=en"
        #expect(try await worker.post("/checkout", form: form).status == 303)
      }
    }
  }

  @Test func `names all problems at once and keeps what was typed`() async throws {
    try await LiveWorker.run(.stocked) { worker async throws in
      let answer = try await worker.post(
        "/checkout",
        form: "sku=GC-25&quantity=9&email=%3Cnope%3E&locale=en&provider=cheque"
      )
      #expect(answer.status == 422)
      for words in ["from 1 to 5", "complete email address", "way of paying"] {
        #expect(answer.text.contains(words))
      }
      // A quantity that is not offered is chosen again.
      #expect(answer.text.contains("<option value=\"\" selected>"))
      #expect(answer.text.contains("value=\"&lt;nope&gt;\""))
      #expect(answer.text.contains("name=\"provider\" value=\"stripe\""))
      // Under no-referrer the form of this page would have the origin `null` and be refused.
      #expect(answer.header("referrer-policy") == "same-origin")
    }
  }

  @Test(arguments: [
    ("sku=GC-25&locale=zh-CN", 422, "请填写完整的邮箱地址"),
    ("sku=GC-99&email=a@b.example&locale=en", 404, "not sold"),
    ("sku=%3Cscript%3E&email=a@b.example&locale=en", 404, "not sold"),
    ("email=a@b.example&locale=zh-CN", 404, "不再出售"),
    ("email=a@b.example&locale=fr", 404, "not sold"),
    ("sku=GC-25&sku=GC-25", 400, "从商店页面下单"),
    ("sku=%FF", 400, "从商店页面下单"),
    ("sku=GC-25&quantity=0&email=a@b.example&locale=en", 422, "from 1 to 5"),
    ("sku=GC-25&quantity=1e1&email=a@b.example&locale=en", 422, "from 1 to 5"),
    ("sku=GC-25&quantity=1&email=a%0d%0aBcc:x@b.example&locale=en", 422, "email"),
  ])
  func `refuses a form that cannot be sold from`(
    form: String,
    status: Int,
    words: String
  ) async throws {
    try await LiveWorker.run(.stocked) { worker async throws in
      let answer = try await worker.post("/checkout", form: form)
      #expect(answer.status == status)
      #expect(answer.text.contains(words))
    }
  }

  @Test func `shows what was typed as text, also under a combining accent`() async throws {
    try await LiveWorker.run(.stocked) { worker async throws in
      let form = "sku=GC-25&quantity=1&email=x%22%CC%81+autofocus%3Dx&locale=en"
      let answer = try await worker.post("/checkout", form: form)
      let quote = UInt8(ascii: "\"")
      let accent: [UInt8] = [quote, 0xCC, 0x81]
      let bytes = Array(answer.text.utf8)
      #expect(answer.status == 422 && bytes.contains(0xCC))
      #expect(!bytes.indices.dropLast(2).contains { Array(bytes[$0...($0 + 2)]) == accent })
    }
  }

  @Test(arguments: [
    ("https://cards.example.com", 303), ("https://pay.shop.example", 303),
    ("https://evil.example", 403), ("null", 403), ("http://cards.example.com", 403),
  ])
  func `takes forms of the shop's own pages only`(origin: String, status: Int) async throws {
    try await LiveWorker.run(.stocked) { worker async throws in
      let headers = [(name: "Origin", value: origin)]
      let answer = try await worker.post("/checkout", form: Self.form, headers: headers)
      #expect(answer.status == status)
    }
  }

  @Test func `wants a form and nothing else`() async throws {
    try await LiveWorker.run(.stocked) { worker async throws in
      let json = [(name: "Content-Type", value: "application/json")]
      #expect(try await worker.send(.post, "/checkout", headers: json, body: "{}").status == 400)
    }
  }
}
