import Shop
import Storage
import Testing
import Transport
import Worker

@Suite(.timeLimit(.minutes(20))) struct OrderRoutesTests {
  /// Pays the sale and returns the order page's path from the mail.
  private func paid(_ worker: LiveWorker, _ outbox: Outbox) async throws -> String {
    try await Sale.open(worker.store)
    try await Sale.stock(worker.store)
    #expect(try await Sale.pay(worker).status == 200)
    let message = try unwrapped(try await outbox.messages(atLeast: 1).first)
    return "/orders/\(message.token.text)"
  }

  @Test func `shows codes after a POST and never before`() async throws {
    let outbox = Outbox()
    try await LiveWorker.run(Sale.options(outbox)) { worker async throws in
      let path = try await paid(worker, outbox)
      let looked = try await worker.send(.get, path)
      #expect(looked.status == 200)
      #expect(!looked.text.contains("CANARY") && looked.text.contains("Show codes"))
      #expect(looked.header("cache-control") == "no-store")
      let shown = try await worker.post(path, form: "")
      #expect(shown.status == 200)
      let groups = ["CANA", "RYAA", "11BB", "22"].map { "<span>\($0)</span>" }
      #expect(shown.text.contains(groups.joined()))
      #expect(shown.text.contains(Sale.pin) && shown.text.contains(Sale.number))
      #expect(shown.header("cache-control") == "no-store")
    }
  }

  @Test func `keeps the blanks of a code and adds none, on the page and in the letter`()
    async throws
  {
    let code = "AAAA BBBB  CCCC"
    let outbox = Outbox()
    try await LiveWorker.run(Sale.options(outbox)) { worker async throws in
      try await Sale.open(worker.store)
      try await Sale.stock(worker.store, codes: [code])
      _ = try await Sale.pay(worker)
      let message = try unwrapped(try await outbox.messages(atLeast: 1).first)
      let page = try await worker.post("/orders/\(message.token.text)", form: "").text
      #expect(page.contains("translate=\"no\"><span>\(code)</span></p>"))
      let sheet = try unwrapped(page.firstMatch(of: /href="(\/assets\/[^"]+\.css)"/)?.1)
      let rules = try await worker.send(.get, String(sheet)).text
      #expect(rules.contains(".code, .pin { white-space: pre-wrap;"))
    }
  }

  @Test func `escapes everything that a product or a supplier wrote`() async throws {
    let outbox = Outbox()
    try await LiveWorker.run(Sale.options(outbox)) { worker async throws in
      let path = try await paid(worker, outbox)
      let page = try await worker.post(path, form: "").text
      #expect(page.contains("Northstar &lt;Gift&gt; Card"))
      #expect(page.contains("<li>Enter the code &lt;here&gt;</li>"))
      #expect(!page.contains("<Gift>") && !page.contains("<here>") && !page.contains("<Shop>"))
    }
  }

  @Test func `shows the same codes however often it is asked`() async throws {
    let outbox = Outbox()
    try await LiveWorker.run(Sale.options(outbox)) { worker async throws in
      let path = try await paid(worker, outbox)
      let first = try await worker.post(path, form: "").text
      for _ in 0..<3 { #expect(try await worker.post(path, form: "").text == first) }
    }
  }

  @Test func `tells a buyer who waits for stock, and shows the codes when they came`() async throws
  {
    let outbox = Outbox()
    try await LiveWorker.run(Sale.options(outbox)) { worker async throws in
      try await Sale.open(worker.store)
      #expect(try await Sale.pay(worker).status == 200)
      #expect(outbox.messages.isEmpty)
      try await Sale.stock(worker.store)
      // The import does not wake this worker's delivery loop, but the look-up does.
      _ = try await worker.post("/orders/lookup", form: "email=nobody@example.com")
      let message = try unwrapped(try await outbox.messages(atLeast: 1).first)
      let page = try await worker.send(.get, "/orders/\(message.token.text)").text
      #expect(page.contains("Show codes"))
    }
  }

  @Test(arguments: [
    "0123456789abcdefghjkmnpqrs", "zzzzzzzzzzzzzzzzzzzzzzzzzz",
  ])
  func `says the same to every token that opens nothing`(token: String) async throws {
    try await LiveWorker.run { worker async throws in
      let looked = try await worker.send(.get, "/orders/\(token)")
      let asked = try await worker.post("/orders/\(token)", form: "")
      #expect(looked.status == 404 && asked.status == 404)
      #expect(looked.text == asked.text && !looked.text.contains(token))
    }
  }

  @Test func `answers a look-up the same whether the address has orders or not`() async throws {
    let outbox = Outbox()
    try await LiveWorker.run(Sale.options(outbox)) { worker async throws in
      _ = try await paid(worker, outbox)
      let known = try await worker.post("/orders/lookup", form: "lang=en&email=\(Sale.email)")
      let unknown = try await worker.post("/orders/lookup", form: "lang=en&email=no@example.com")
      #expect(known.status == 200 && unknown.status == 200)
      #expect(known.text == unknown.text)
      #expect(known.headers.count == unknown.headers.count)
      let messages = try await outbox.messages(atLeast: 2)
      #expect(messages[1].units.isEmpty && messages[1].to.text == Sale.email)
    }
  }

  @Test(arguments: [("en", "Enter a complete"), ("zh-CN", "请填写完整")])
  func `asks for an address that is one, in the buyer's language`(
    language: String,
    words: String
  ) async throws {
    try await LiveWorker.run { worker async throws in
      let answer = try await worker.post(
        "/orders/lookup",
        form: "lang=\(language)&email=%22%3E%3Cscript%3E"
      )
      #expect(answer.status == 422)
      #expect(answer.text.contains(words) && !answer.text.contains("<script>"))
      #expect(answer.text.contains("value=\"&lt;script&gt;\""))
    }
  }
}
