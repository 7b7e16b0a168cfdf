import Shop
import Storage
import Testing
import Transport
import Worker

/// What a buyer is told who asks for more than there is.
@Suite(.timeLimit(.minutes(20)))
struct ShortagePageTests {
  private static func form(_ quantity: Int, _ language: String = "en", _ rest: String = "")
    -> String
  {
    "sku=GC-25&quantity=\(quantity)&email=ann%40firm.example&locale=\(language)&provider=stripe"
      + "&kept=ann%40firm.example" + rest
  }

  private static func options(_ stock: Int, _ whenOut: WhenOut) -> LiveWorker.Options {
    var options = LiveWorker.Options()
    options.stock = stock
    options.catalog.products[0].whenOut = whenOut
    return options
  }

  @Test(
    arguments: [
      (3, .stop, "en", ["There are only 3", "Buy 3 · CN¥145.50"]),
      (1, .stop, "en", ["There is only one", "Buy 1 · CN¥48.50"]),
      (3, .queue, "en", ["Buy 3 · CN¥145.50", "Pay and wait for 5 · CN¥242.50"]),
      (0, .queue, "en", ["Out of stock", "Pay and wait for 5 · CN¥242.50"]),
      (0, .stop, "en", ["Out of stock", "Back to the product"]),
      (3, .queue, "zh-CN", ["现在只有 3 张", "购买 3 张 · ¥145.50", "付款并排队等 5 张"]),
      (0, .stop, "zh-CN", ["暂时缺货", "返回商品"]),
    ] as [(Int, WhenOut, String, [String])]
  )
  func `says how many there are and offers what can be had, the form kept`(
    stock: Int,
    whenOut: WhenOut,
    language: String,
    words: [String]
  ) async throws {
    try await LiveWorker.run(Self.options(stock, whenOut)) { worker async throws in
      let page = try await worker.post("/checkout", form: Self.form(5, language))
      #expect(page.status == 422 && page.header("referrer-policy") == "same-origin")
      for word in words { #expect(page.text.contains(word)) }
      #expect(page.text.contains("name=\"quantity\" value=\"\(stock)\"") == (stock > 0))
      #expect(page.text.contains("name=\"wait\" value=\"yes\"") == (whenOut == .queue))
      if stock > 0 || whenOut == .queue {
        for (name, value) in [
          ("sku", "GC-25"), ("email", "ann@firm.example"), ("locale", language),
          ("provider", "stripe"), ("kept", "ann@firm.example"),
        ] { #expect(page.text.contains("name=\"\(name)\" value=\"\(value)\"")) }
      } else {
        #expect(!page.text.contains("<button"))
      }
      #expect(try worker.store.checkouts(Checkout.Filter()).isEmpty)
    }
  }

  @Test(
    arguments: [
      (5, .stop, "", 303), (4, .stop, "", 303), (0, .queue, "&wait=yes", 303),
      (0, .stop, "&wait=yes", 422), (0, .queue, "&wait=maybe", 422), (4, .queue, "", 303),
    ] as [(Int, WhenOut, String, Int)]
  )
  func `opens a checkout of what is there, or of what the product lets wait`(
    stock: Int,
    whenOut: WhenOut,
    answer: String,
    status: Int
  ) async throws {
    try await LiveWorker.run(Self.options(stock, whenOut)) { worker async throws in
      let reply = try await worker.post("/checkout", form: Self.form(4, "en", answer))
      #expect(reply.status == status)
      let opened = try worker.store.checkouts(Checkout.Filter())
      #expect(opened.count == (status == 303 ? 1 : 0))
    }
  }

  /// What the buyer has answered once is not asked again by the pages that follow.
  @Test func `keeps the answer in the pages that come after it`() async throws {
    var options = Self.options(0, .queue)
    options.visitors.rates.checkouts.perBuyer = 1
    try await LiveWorker.run(options) { worker async throws in
      let slip = "sku=GC-25&quantity=2&email=ann%40gmial.com&locale=en&provider=stripe&wait=yes"
      let question = try await worker.post("/checkout", form: slip)
      #expect(question.text.contains("Please check your address"))
      #expect(question.text.contains("name=\"wait\" value=\"yes\""))
      let faulty = slip.replacing("quantity=2", with: "quantity=99")
      let correction = try await worker.post("/checkout", form: faulty)
      #expect(correction.text.contains("name=\"wait\" value=\"yes\""))
      let kept = slip + "&kept=ann%40gmial.com"
      #expect(try await worker.post("/checkout", form: kept).status == 303)
      let later = try await worker.post("/checkout", form: kept)
      #expect(later.status == 429)
      for field in ["name=\"wait\" value=\"yes\"", "name=\"kept\" value=\"ann@gmial.com\""] {
        #expect(later.text.contains(field))
      }
    }
  }

  /// Sold out between the page and the payment: the money is there, and the order waits.
  @Test func `never refuses a paid order, also of a product that stops`() async throws {
    let outbox = Outbox()
    try await LiveWorker.run(Sale.options(outbox)) { worker async throws in
      try await Sale.open(worker.store)
      #expect(try await Sale.pay(worker).status == 200)
      let letter = try unwrapped(try await outbox.messages(atLeast: 1).first)
      #expect(letter.purpose == .waiting && letter.units.isEmpty)
      try await Sale.stock(worker.store, codes: ["CANARYAA11BB22"])
      let order = try unwrapped(try worker.store.order(reference: letter.reference))
      #expect(order.codeIDs.count == 1)
    }
  }
}
