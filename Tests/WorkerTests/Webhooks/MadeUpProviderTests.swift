import Payments
import Shop
import Storage
import Testing
import Transport
import Worker

/// A made-up provider with only the requirements that have no default.
///
/// It replaces one of the table, since the names are an enum.
private struct LemonAdapter: PaymentAdapter {
  static let provider = Provider.epay
  static let facts = ProviderFacts(
    givesBack: false,
    statementReadySeconds: nil,
    unproven: ["everything"]
  )
  static let settings = [
    Setting("seal", .text, without: .value("lemon"), help: "What messages begin with.")
  ]

  init(_ section: SettingsSection) throws(SettingFault) {}

  /// Reads a body `SEAL EVENT REFERENCE PAYMENT FEN`.
  func verify(
    _ request: WebhookRequest,
    at now: Timestamp
  ) throws(WebhookRefusal) -> VerifiedWebhook {
    let words = String(decoding: request.body, as: UTF8.self).split(separator: " ").map(String.init)
    guard words.first == "lemon" else { throw .authentication }
    guard words.count == 5, let reference = Reference(words[2]), let units = Int64(words[4]),
      let yuan = Currency("CNY")
    else { throw .malformed }
    let key = Payment.Key(paymentID: words[3], reference: reference)
    let amount = Money(minorUnits: units, currency: yuan)
    return .event(
      PaymentEvent(
        provider: Self.provider,
        id: words[1],
        kind: "paid",
        fact: .paid(PaidFact(key: key, amount: amount)),
        body: request.body
      )
    )
  }
}

@Suite(.timeLimit(.minutes(20)))
struct MadeUpProviderTests {
  private static let text = "CSZTL2EYAMJZ0077"

  private func run(_ test: @Sendable (LiveWorker) async throws -> Void) async throws {
    var options = LiveWorker.Options()
    options.adapters = [try LemonAdapter(SettingsSection())]
    try await LiveWorker.run(options) { worker async throws in
      let reference = try unwrapped(Reference(Self.text))
      let email = try unwrapped(EmailAddress(Sale.email))
      try await worker.store.open(
        try Sample.checkout(reference: reference, provider: LemonAdapter.provider, email: email)
      )
      try await test(worker)
    }
  }

  private func hear(_ body: String, by worker: LiveWorker) async throws -> Int {
    try await worker.send(.post, "/webhooks/\(LemonAdapter.provider.rawValue)", body: body).status
  }

  @Test func `a provider sells by what it must have, and gets the rest for nothing`() async throws {
    try await run { worker async throws in
      for _ in 1...2 {
        #expect(try await hear("lemon L-1 \(Self.text) P-1 4850", by: worker) == 200)
      }
      let orders = try worker.store.orders(Order.Filter())
      #expect(orders.map(\.reference.text) == [Self.text])
      #expect(try worker.store.holds(limit: 10).isEmpty)
    }
  }

  @Test func `its other money is held, and what it did not seal is refused`() async throws {
    try await run { worker async throws in
      #expect(try await hear("melon L-1 \(Self.text) P-1 4850", by: worker) == 400)
      #expect(try await hear("lemon", by: worker) == 400)
      #expect(try await hear("lemon L-2 \(Self.text) P-2 1", by: worker) == 200)
      #expect(try worker.store.orders(Order.Filter()).isEmpty)
      #expect(try worker.store.holds(limit: 10).map(\.reason) == [.amount])
    }
  }

  @Test func `what it has not is said to be unsupported`() throws {
    let adapter = try LemonAdapter(SettingsSection())
    let call = Call(now: Sample.now, nonce: { "N" })
    let day = CivilDate(Sample.now)
    let question = Payment.Question(reference: try unwrapped(Reference(Self.text)))
    #expect(throws: ProviderError.unsupported) { try adapter.query(question, call) }
    #expect(throws: ProviderError.unsupported) { try adapter.statement(of: day, call) }
    #expect(!adapter.givesBack && adapter.formOrigins.isEmpty)
    #expect(adapter.venue(in: .wechat, isPhone: true) == .here)
    #expect(adapter.probe(call).isSigned == false)
  }
}
