import Payments
import Shop
import Storage
import Testing
import Transport
import Worker

@Suite(.timeLimit(.minutes(20))) struct HostileWebhookTests {
  @Test func `reads no body of ten megabytes`() async throws {
    try await LiveWorker.run { worker async throws in
      let head = """
        POST /webhooks/stripe HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10485760\r\n\r\n
        """
      let answer = try await RawConnection.exchange(port: worker.port, [head])
      #expect(answer.hasPrefix("HTTP/1.1 413"))
      #expect(try worker.store.orders(Order.Filter()).isEmpty)
    }
  }

  @Test(arguments: ["Stripe-Signature", "stripe-signature"])
  func `refuses two signatures`(name: String) async throws {
    try await LiveWorker.run(Sale.options()) { worker async throws in
      try await Sale.open(worker.store)
      let vectors = try VectorFile.shared.get().vectors
      let vector = try unwrapped(vectors.first { $0.id == "s-stripe-valid" })
      let doubled = vector.headers.map { (name: $0[0], value: $0[1]) }
      let signature = try unwrapped(doubled.first { $0.name.lowercased() == "stripe-signature" })
      let answer = try await worker.send(
        .post,
        "/webhooks/stripe",
        headers: doubled + [(name: name, value: signature.value)],
        body: String(decoding: vector.body, as: UTF8.self)
      )
      #expect(answer.status == 400)
      #expect(try worker.store.orders(Order.Filter()).isEmpty)
    }
  }

  @Test func `refuses a body that was cut short`() async throws {
    try await LiveWorker.run(Sale.options()) { worker async throws in
      try await Sale.open(worker.store)
      let vectors = try VectorFile.shared.get().vectors
      let vector = try unwrapped(vectors.first { $0.id == "s-stripe-valid" })
      let answer = try await worker.send(
        .post,
        "/webhooks/stripe",
        headers: vector.headers.map { ($0[0], $0[1]) },
        body: String(decoding: vector.body.dropLast(1), as: UTF8.self)
      )
      #expect(answer.status == 400)
      #expect(try worker.store.orders(Order.Filter()).isEmpty)
    }
  }

  @Test func `hands the query of a GET to EPay and to nobody else`() async throws {
    let seen = Kept<String>()
    var epay = PlayedAdapter<EPayPart>()
    epay.verifies = { (request) throws(WebhookRefusal) in
      seen.keep(request.query)
      throw .authentication
    }
    var options = LiveWorker.Options()
    options.adapters = [epay]
    try await LiveWorker.run(options) { worker async throws in
      let answer = try await worker.send(.get, "/webhooks/epay?pid=1001&sign=ab")
      #expect(answer.status == 400 && seen.value == "pid=1001&sign=ab")
      #expect(try await worker.send(.get, "/webhooks/stripe?sign=ab").status == 405)
    }
  }
}
