import Shop
import Storage
import Testing
import Transport
import Worker

/// A buyer cancels an order that waits, on its page.
@Suite(.timeLimit(.minutes(20)))
struct CancelRoutesTests {
  /// Pays with an empty stock; returns the order page's path.
  private func waiting(
    _ worker: LiveWorker,
    _ outbox: Outbox,
    _ language: Language = .english
  ) async throws -> String {
    try await Sale.open(worker.store, language: language)
    #expect(try await Sale.pay(worker).status == 200)
    let letter = try unwrapped(try await outbox.messages(atLeast: 1).first)
    #expect(letter.purpose == .waiting && letter.queuePlace == 1)
    return "/orders/\(letter.token.text)"
  }

  @Test func `asks first, cancels once, and says so from then on`() async throws {
    let outbox = Outbox()
    try await LiveWorker.run(Sale.options(outbox)) { worker async throws in
      let path = try await waiting(worker, outbox)
      let page = try await worker.send(.get, path)
      #expect(page.text.contains("number 1 in line"))
      #expect(page.text.contains("href=\"\(path)/cancel\""))
      let question = try await worker.send(.get, path + "/cancel")
      #expect(question.text.contains("Cancel this order?"))
      #expect(question.header("referrer-policy") == "same-origin")
      #expect(try worker.store.waitingOrders(limit: 9).map(\.cause) != [.cancelled])
      for _ in 0..<2 {
        let done = try await worker.post(path + "/cancel", form: "")
        #expect(done.status == 303 && done.header("location") == path)
      }
      let after = try await worker.send(.get, path).text
      #expect(after.contains("You have cancelled this order"))
      #expect(!after.contains("/cancel\"") && !after.contains("in line"))
      #expect(try worker.store.waitingOrders(limit: 9).map(\.cause) == [.cancelled])
      let log = worker.log.lines.joined(separator: "\n")
      #expect(!log.contains(path.dropFirst(8)))
    }
  }

  @Test(arguments: ["https://evil.example", "null"])
  func `takes no form of another site`(origin: String) async throws {
    let outbox = Outbox()
    try await LiveWorker.run(Sale.options(outbox)) { worker async throws in
      let path = try await waiting(worker, outbox)
      let headers = [(name: "Origin", value: origin)]
      let answer = try await worker.post(path + "/cancel", form: "", headers: headers)
      #expect(answer.status == 403)
      #expect(try worker.store.waitingOrders(limit: 9).map(\.cause) != [.cancelled])
    }
  }

  @Test func `says that the codes came first`() async throws {
    let outbox = Outbox()
    try await LiveWorker.run(Sale.options(outbox)) { worker async throws in
      let path = try await waiting(worker, outbox)
      try await Sale.stock(worker.store)
      let late = try await worker.post(path + "/cancel", form: "")
      #expect(late.status == 409 && late.text.contains("Your codes are ready"))
      #expect(try await worker.send(.get, path + "/cancel").status == 303)
      #expect(try await worker.send(.get, path).text.contains("Show codes"))
    }
  }

  @Test func `speaks the order's language, and says when codes came in Chinese too`() async throws {
    let outbox = Outbox()
    try await LiveWorker.run(Sale.options(outbox)) { worker async throws in
      let path = try await waiting(worker, outbox, .chinese)
      #expect(try await worker.send(.get, path).text.contains("您目前排在第 1 位"))
      #expect(try await worker.send(.get, path + "/cancel").text.contains("确认取消并退款"))
      #expect(try await worker.post(path + "/cancel", form: "").status == 303)
      #expect(try await worker.send(.get, path).text.contains("您已取消这笔订单"))
    }
  }

  @Test func `is cancelled at once where its provider cannot be reached, which is asked again`()
    async throws
  {
    let outbox = Outbox()
    var options = Sale.options(outbox)
    options.visitors.refundsCancelled = true
    try await LiveWorker.run(options) { worker async throws in
      let path = try await waiting(worker, outbox)
      for _ in 0..<2 {
        #expect(try await worker.post(path + "/cancel", form: "").status == 303)
        #expect(try worker.store.openRefunds().count == 1)
      }
      #expect(try await worker.send(.get, path).text.contains("You have cancelled this order"))
      #expect(try worker.store.untoldCancellations(limit: 9).isEmpty)
    }
  }

  @Test func `of a code that comes and a buyer who cancels one is first, and never both`()
    async throws
  {
    let outbox = Outbox()
    try await LiveWorker.run(Sale.options(outbox)) { worker async throws in
      let path = try await waiting(worker, outbox)
      async let cancelling = worker.post(path + "/cancel", form: "")
      async let stocking: Void = Sale.stock(worker.store)
      let (answer, _) = try await (cancelling, stocking)
      let order = try unwrapped(
        try worker.store.order(reference: try unwrapped(Reference(Sale.reference)))
      )
      #expect([303, 409].contains(answer.status))
      #expect(order.codeIDs.isEmpty == (answer.status == 303))
      #expect((order.view.fulfilment == .cancelled) == order.codeIDs.isEmpty)
      #expect(try worker.store.brokenViews().allSatisfy { $0.rows == 0 })
    }
  }

  @Test func `opens nothing to a token that is none`() async throws {
    try await LiveWorker.run { worker async throws in
      let path = "/orders/0123456789abcdefghjkmnpqrs/cancel"
      #expect(try await worker.send(.get, path).status == 404)
      #expect(try await worker.post(path, form: "").status == 404)
    }
  }
}
