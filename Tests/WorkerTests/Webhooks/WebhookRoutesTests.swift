import ServiceLifecycle
import Shop
import Storage
import Testing
import Transport
import Worker

@Suite(.timeLimit(.minutes(20))) struct WebhookRoutesTests {
  @Test func `makes one order and one mail of an event that comes 100 times at once (I3)`()
    async throws
  {
    let outbox = Outbox()
    try await LiveWorker.run(Sale.options(outbox)) { worker async throws in
      try await Sale.open(worker.store)
      try await Sale.stock(worker.store)
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<100 { group.addTask { try await Sale.pay(worker).status } }
        return try await group.reduce(into: [Int]()) { $0.append($1) }
      }
      #expect(statuses == Array(repeating: 200, count: 100))
      _ = try await outbox.messages(atLeast: 1)
      await worker.group.triggerGracefulShutdown()
      #expect(outbox.messages.count == 1)
      let orders = try worker.store.orders(Order.Filter())
      #expect(orders.count == 1)
      let count = try unwrapped(try worker.store.stockReport().first)
      #expect(count.allocated == 1 && count.available == Sale.codes.count - 1)
    }
  }

  @Test func `writes no code, address, token or key into a log`() async throws {
    let outbox = Outbox()
    let options = Sale.options(outbox)
    try await LiveWorker.run(options) { worker async throws in
      try await Sale.open(worker.store)
      try await Sale.stock(worker.store)
      _ = try await Sale.pay(worker)
      let message = try unwrapped(try await outbox.messages(atLeast: 1).first)
      let token = message.token.text
      _ = try await worker.send(.get, "/orders/\(token)?x=\(Sale.email)")
      _ = try await worker.post("/orders/\(token)", form: "")
      _ = try await worker.post("/orders/lookup", form: "email=\(Sale.email)")
      _ = try await worker.post("/checkout", form: "sku=\(Sample.sku)&email=\(Sale.email)")
      _ = try await worker.send(.post, "/webhooks/stripe", body: Sale.email)
      let log = worker.log.lines.joined(separator: "\n")
      #expect(log.contains("/orders/…"))
      for secret in Sale.codes + [Sale.pin, Sale.email, token, Sample.key] + options.secrets {
        #expect(!log.contains(secret))
      }
    }
  }

  @Test(arguments: [
    ("/webhooks/stripe", 400), ("/webhooks/standard", 404),
  ])
  func `refuses what nobody signed`(path: String, status: Int) async throws {
    try await LiveWorker.run { worker async throws in
      let answer = try await worker.send(.post, path, body: #"{"id":"evt_1"}"#)
      #expect(answer.status == status)
      #expect(try worker.store.orders(Order.Filter()).isEmpty)
    }
  }

  @Test func `lets the provider come again when the store is closed`() async throws {
    try await LiveWorker.run(Sale.options()) { worker async throws in
      worker.store.close()
      let answer = try await Sale.pay(worker)
      #expect(answer.status == 503 && answer.header("retry-after") != nil)
      #expect(try await worker.send(.get, "/healthz").status == 200)
      #expect(try await worker.send(.get, "/readyz").status == 503)
    }
  }
}
