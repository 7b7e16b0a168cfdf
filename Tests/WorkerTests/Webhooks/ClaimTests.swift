import Payments
import Shop
import Storage
import Synchronization
import Testing
import Transport
import Worker

@Suite(.timeLimit(.minutes(20))) struct ClaimTests {
  private static let text = "CSZTL2EYAMJZ0007"

  /// A provider all of whose webhooks are claims, with the ID in the body.
  private static func claiming(
    finding: @escaping @Sendable () throws(ProviderError) -> Payment.Finding
  ) throws -> PlayedAdapter<PayPalPart> {
    let reference = try unwrapped(Reference(text))
    let claimed = try Sample.paid(reference, paymentID: "CAP-1")
    var adapter = PlayedAdapter<PayPalPart>()
    adapter.verifies = { (request) throws(WebhookRefusal) in
      .claim(
        PaymentClaim(
          provider: .paypal,
          id: String(decoding: request.body, as: UTF8.self),
          kind: "PAYMENT.CAPTURE.COMPLETED",
          question: Payment.Question(reference: reference, paymentID: "CAP-1"),
          claimed: claimed,
          body: request.body
        )
      )
    }
    adapter.finds = { (_) throws(ProviderError) in try finding() }
    return adapter
  }

  private func run(
    _ adapter: PlayedAdapter<PayPalPart>,
    probe: CommitProbe = .none,
    test: @Sendable (LiveWorker) async throws -> Void
  ) async throws {
    var options = LiveWorker.Options()
    options.adapters = [adapter]
    options.probe = probe
    try await LiveWorker.run(options) { worker async throws in
      let reference = try unwrapped(Reference(Self.text))
      let email = try unwrapped(EmailAddress(Sale.email))
      try await worker.store.open(
        try Sample.checkout(reference: reference, provider: .paypal, email: email)
      )
      try await test(worker)
    }
  }

  @Test func `settles what the provider answers, once however often the claim comes`()
    async throws
  {
    let reference = try unwrapped(Reference(Self.text))
    let paid = try Sample.paid(reference, paymentID: "CAP-1")
    let adapter = try Self.claiming { () in Payment.Finding(facts: [paid], isFinal: true) }
    try await run(adapter) { worker async throws in
      for id in ["WH-1", "WH-1", "WH-2"] {
        #expect(try await worker.send(.post, "/webhooks/paypal", body: id).status == 200)
      }
      #expect(try worker.store.orders(Order.Filter()).count == 1)
    }
  }

  @Test func `believes the answer and not the claim`() async throws {
    let reference = try unwrapped(Reference(Self.text))
    let less = try Sample.paid(reference, paymentID: "CAP-1", minorUnits: 1)
    let adapter = try Self.claiming { () in Payment.Finding(facts: [less], isFinal: true) }
    try await run(adapter) { worker async throws in
      #expect(try await worker.send(.post, "/webhooks/paypal", body: "WH-1").status == 200)
      #expect(try worker.store.orders(Order.Filter()).isEmpty)
      #expect(try worker.store.holds(limit: 10).map(\.reason) == [.amount])
    }
  }

  @Test func `has the claim come again while the provider cannot be asked`() async throws {
    let reference = try unwrapped(Reference(Self.text))
    let paid = try Sample.paid(reference, paymentID: "CAP-1")
    let asked = Tally()
    let adapter = try Self.claiming { () throws(ProviderError) in
      guard asked.add() > 1 else { throw .temporary("played to be down") }
      return Payment.Finding(facts: [paid], isFinal: true)
    }
    try await run(adapter) { worker async throws in
      let first = try await worker.send(.post, "/webhooks/paypal", body: "WH-1")
      #expect(first.status == 503 && first.header("retry-after") != nil)
      #expect(try worker.store.orders(Order.Filter()).isEmpty)
      #expect(try await worker.send(.post, "/webhooks/paypal", body: "WH-1").status == 200)
      #expect(try worker.store.orders(Order.Filter()).count == 1)
    }
  }

  @Test func `changes nothing for a claim that is not confirmed, and has it come again`()
    async throws
  {
    let reference = try unwrapped(Reference(Self.text))
    let paid = try Sample.paid(reference, paymentID: "CAP-1")
    let asked = Tally()
    let adapter = try Self.claiming { () in
      asked.add() > 2 ? Payment.Finding(facts: [paid], isFinal: true) : .open
    }
    try await run(adapter) { worker async throws in
      for _ in 0..<2 {
        #expect(try await worker.send(.post, "/webhooks/paypal", body: "WH-1").status == 503)
      }
      #expect(try worker.store.orders(Order.Filter()).isEmpty)
      #expect(worker.log.lines.contains { $0.contains("does not confirm") })
      #expect(try await worker.send(.post, "/webhooks/paypal", body: "WH-1").status == 200)
      #expect(try worker.store.orders(Order.Filter()).count == 1)
    }
  }

  @Test func `takes note of a claim that can never come true`() async throws {
    let adapter = try Self.claiming { () in Payment.Finding(facts: [], isFinal: true) }
    try await run(adapter) { worker async throws in
      #expect(try await worker.send(.post, "/webhooks/paypal", body: "WH-1").status == 200)
      #expect(try worker.store.orders(Order.Filter()).isEmpty)
      #expect(worker.log.lines.contains { $0.contains("does not confirm") })
    }
  }

  @Test func `answers a confirmed claim with success only when it is stored (I2)`() async throws {
    let reference = try unwrapped(Reference(Self.text))
    let paid = try Sample.paid(reference, paymentID: "CAP-1")
    let adapter = try Self.claiming { () in Payment.Finding(facts: [paid], isFinal: true) }
    let isFull = Mutex(false)
    let probe = CommitProbe { if isFull.withLock(\.self) { throw Missing() } }
    try await run(adapter, probe: probe) { worker async throws in
      isFull.withLock { $0 = true }
      #expect(try await worker.send(.post, "/webhooks/paypal", body: "WH-1").status == 503)
      isFull.withLock { $0 = false }
      #expect(try worker.store.orders(Order.Filter()).isEmpty)
      #expect(try await worker.send(.post, "/webhooks/paypal", body: "WH-1").status == 200)
      #expect(try worker.store.orders(Order.Filter()).count == 1)
    }
  }

  @Test func `hears the money that comes after a claim was taken for nothing`() async throws {
    let reference = try unwrapped(Reference(Self.text))
    let paid = try Sample.paid(reference, paymentID: "CAP-1")
    let asked = Tally()
    let adapter = try Self.claiming { () in
      Payment.Finding(facts: asked.add() == 1 ? [] : [paid], isFinal: true)
    }
    try await run(adapter) { worker async throws in
      for count in [0, 1, 1] {
        #expect(try await worker.send(.post, "/webhooks/paypal", body: "WH-1").status == 200)
        #expect(try worker.store.orders(Order.Filter()).count == count)
      }
    }
  }

  @Test func `settles every fact of an answer`() async throws {
    let reference = try unwrapped(Reference(Self.text))
    let paid = try Sample.paid(reference, paymentID: "CAP-1")
    let currency = try unwrapped(Currency("CNY"))
    let refund = Refund.Confirmed(id: nil, amount: Money(minorUnits: 4_850, currency: currency))
    let refunded = PaymentFact.refunded(
      Payment.Key(paymentID: "CAP-1", reference: reference),
      refund
    )
    let adapter = try Self.claiming { () in
      Payment.Finding(facts: [paid, refunded], isFinal: true)
    }
    try await run(adapter) { worker async throws in
      #expect(try await worker.send(.post, "/webhooks/paypal", body: "WH-1").status == 200)
      let order = try unwrapped(try worker.store.orders(Order.Filter()).first)
      #expect(order.standing.payment == .refunded)
    }
  }

  @Test(arguments: [(true, 200), (false, 400)])
  func `asks once for a key that it does not know`(isThere: Bool, status: Int) async throws {
    let (learned, asked) = (Tally(), Tally())
    var adapter = PlayedAdapter<PayPalPart>()
    adapter.verifies = { (_) throws(WebhookRefusal) in
      guard learned.count > 0 else { throw .unknownKey("https://x.example/\u{1B}[31mkey") }
      return .event(
        PaymentEvent(provider: .paypal, id: "WH-9", kind: "x", fact: .irrelevant, body: [])
      )
    }
    adapter.learns = { (_) in
      asked.add()
      if isThere { learned.add() }
      return isThere
    }
    try await run(adapter) { worker async throws in
      let answer = try await worker.send(.post, "/webhooks/paypal", body: "{}")
      #expect(answer.status == status && asked.count == 1)
      #expect(!worker.log.lines.joined().contains("\u{1B}"))
    }
  }
}
