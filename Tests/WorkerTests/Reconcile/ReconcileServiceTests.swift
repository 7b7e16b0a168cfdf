import Foundation
import Mail
import NIOPosix
import Payments
import Shop
import Storage
import Synchronization
import Testing
import Worker

@Suite(.timeLimit(.minutes(20))) struct ReconcileServiceTests {
  private static let text = "CSZTL2EYAMJZ0009"

  /// A service by itself, with one open checkout at a `PlayedAdapter`.
  private struct Bench {
    let store: Store
    let service: ReconcileService
    let clock = Clock()
    let log = LogBook()
    let letters: Outbox
    let folder: TemporaryFolder

    /// Another run of the worker, with these providers in its settings.
    func restarted(_ adapters: [any PaymentAdapter]) throws -> ReconcileService {
      let clock = clock
      let providerCalls = ProviderCalls(
        publicURL: try unwrapped(WebAddress("https://pay.shop.example")),
        store: store,
        adapters: adapters,
        threads: .singleton,
        wakeUp: WakeUp(),
        now: { clock.now },
        logger: log.logger
      )
      let matcher = StatementMatcher(
        providerCalls: providerCalls,
        folder: folder.path + "/statements",
        mail: nil
      )
      return ReconcileService(providerCalls: providerCalls, matcher: matcher)
    }

    init(
      _ adapter: any PaymentAdapter,
      and other: (any PaymentAdapter)? = nil,
      letters: Outbox = Outbox()
    ) async throws {
      folder = try TemporaryFolder()
      self.letters = letters
      store = try Store(
        folder: folder.path,
        key: try unwrapped(VaultKey(bytes: Array(1...32))),
        now: Sample.now
      )
      let clock = clock
      let providerCalls = ProviderCalls(
        publicURL: try unwrapped(WebAddress("https://pay.shop.example")),
        store: store,
        adapters: [adapter] + (other.map { [$0] } ?? []),
        threads: .singleton,
        wakeUp: WakeUp(),
        now: { clock.now },
        logger: log.logger
      )
      let matcher = StatementMatcher(
        providerCalls: providerCalls,
        folder: folder.path + "/statements",
        mail: OperatorMail(
          CurrentMail(letters.mailer, reader: EmailAddress("owner@shop.example")),
          threads: .singleton
        )
      )
      service = ReconcileService(providerCalls: providerCalls, matcher: matcher)
      let reference = try unwrapped(Reference(ReconcileServiceTests.text))
      try await store.open(
        try Sample.checkout(
          reference: reference,
          provider: type(of: adapter).provider,
          email: try unwrapped(EmailAddress(Sale.email))
        )
      )
      try await store.started(
        reference,
        sessionID: nil,
        step: PayStep.redirect(url: "https://pay.example/"),
        at: Sample.now
      )
    }
  }

  @Test func `finds a payment that no webhook told of, and asks no more`() async throws {
    let reference = try unwrapped(Reference(Self.text))
    let paid = try Sample.paid(reference, paymentID: "42")
    let asked = Tally()
    var adapter = PlayedAdapter<WeChatPart>()
    adapter.finds = { (question) in
      #expect(question.reference == reference)
      return asked.add() > 1 ? Payment.Finding(facts: [paid], isFinal: true) : .open
    }
    let bench = try await Bench(adapter)
    defer { bench.store.close() }
    #expect(await bench.service.askDue() == 0)
    bench.clock.pass(seconds: 60)
    #expect(await bench.service.askDue() == 1)
    #expect(await bench.service.askDue() == 0)
    #expect(try bench.store.orders(Order.Filter()).isEmpty)
    bench.clock.pass(seconds: 4 * 60)
    #expect(await bench.service.askDue() == 1)
    #expect(try bench.store.orders(Order.Filter()).count == 1)
    bench.clock.pass(seconds: 7_200)
    #expect(await bench.service.askDue() == 0)
  }

  @Test
  func `a checkout of a provider that was taken out ends, and is asked about when it is back`()
    async throws
  {
    let reference = try unwrapped(Reference(Self.text))
    let paid = try Sample.paid(reference, paymentID: "42")
    var adapter = PlayedAdapter<WeChatPart>()
    adapter.finds = { (_) in Payment.Finding(facts: [paid], isFinal: true) }
    let bench = try await Bench(adapter)
    defer { bench.store.close() }
    let without = try bench.restarted([PlayedAdapter<UnionPayPart>()])
    bench.clock.pass(seconds: 119 * 60)
    await without.round()
    #expect(try unwrapped(try bench.store.checkout(reference)).isExpired == false)
    bench.clock.pass(seconds: 120)
    await without.round()
    #expect(try unwrapped(try bench.store.checkout(reference)).isExpired)
    #expect(bench.log.lines.count { $0.contains("1 checkouts ended unpaid") } == 1)
    #expect(!bench.log.lines.contains { $0.contains("cannot be asked") })
    bench.clock.pass(seconds: 3_600)
    await without.round()
    #expect(try bench.store.orders(Order.Filter()).isEmpty)
    await bench.service.round()
    #expect(try bench.store.orders(Order.Filter()).count == 1)
  }

  @Test func `a provider that hangs holds up no other`() async throws {
    let (freed, isHanging) = (Kept<Bool>(), DispatchSemaphore(value: 0))
    var hanging = PlayedAdapter<WeChatPart>()
    hanging.finds = { (_) throws(ProviderError) in
      freed.keep(isHanging.wait(timeout: .now() + 30) == .success)
      return .open
    }
    var other = PlayedAdapter<UnionPayPart>()
    // The provider that hangs answers only after the other's day is matched.
    other.states = { (_) in
      isHanging.signal()
      return []
    }
    let bench = try await Bench(hanging, and: other)
    defer { bench.store.close() }
    bench.clock.pass(seconds: 60)
    await bench.service.round()
    #expect(freed.value == true)
    #expect(try bench.store.statementDays(.unionpay).count == 1)
  }

  @Test func `a day that cannot be had keeps no other day waiting`() async throws {
    let broken = Kept<CivilDate>()
    var adapter = PlayedAdapter<WeChatPart>()
    adapter.states = { (day) throws(ProviderError) in
      if day == broken.value { throw .untrusted("played to be unreadable") }
      return []
    }
    let bench = try await Bench(adapter)
    defer { bench.store.close() }
    await bench.service.round()
    let first = try unwrapped(try bench.store.statementDays(.wechatpay).first)
    broken.keep(CivilDate(first.firstMoment.advanced(seconds: 86_400)))
    bench.clock.pass(seconds: 3 * 86_400)
    await bench.service.round()
    #expect(try bench.store.statementDays(.wechatpay).count == 3)
    #expect(bench.log.lines.contains { $0.contains("unreadable") })
  }

  @Test func `goes on when the provider is down, and tries again`() async throws {
    let reference = try unwrapped(Reference(Self.text))
    let paid = try Sample.paid(reference, paymentID: "42")
    let isUp = Tally()
    var adapter = PlayedAdapter<WeChatPart>()
    adapter.finds = { (_) throws(ProviderError) in
      guard isUp.count > 0 else { throw .temporary("played to be down") }
      return Payment.Finding(facts: [paid], isFinal: true)
    }
    let bench = try await Bench(adapter)
    defer { bench.store.close() }
    for _ in 0..<6 {
      bench.clock.pass(seconds: 30 * 60)
      await bench.service.round()
    }
    #expect(bench.log.lines.contains { $0.contains("cannot be asked") })
    #expect(try bench.store.orders(Order.Filter()).isEmpty)
    isUp.add()
    bench.clock.pass(seconds: 6 * 3_600)
    await bench.service.round()
    // Paid in time or not, at least a person sees it.
    let isKnown = try bench.store.orders(Order.Filter()).count + bench.store.holds(limit: 9).count
    #expect(isKnown == 1)
  }

  @Test func `repeats a refund until the provider has given the money back`() async throws {
    let reference = try unwrapped(Reference(Self.text))
    let paid = try Sample.paid(reference, paymentID: "42")
    let (asked, ids) = (Tally(), Kept<String>())
    var adapter = PlayedAdapter<WeChatPart>()
    adapter.finds = { (_) in Payment.Finding(facts: [paid], isFinal: true) }
    adapter.refunds = { (request) throws(ProviderError) in
      #expect(ids.value == nil || ids.value == request.id)
      ids.keep(request.id)
      switch asked.add() {
      case 1: throw .temporary("played to be down")
      case 2: return .pending
      default:
        let refund = Refund.Confirmed(id: "R-1", amount: request.amount)
        let key = Payment.Key(paymentID: "42", reference: reference)
        return .done(.refunded(key, refund))
      }
    }
    let bench = try await Bench(adapter)
    defer { bench.store.close() }
    bench.clock.pass(seconds: 60)
    await bench.service.askDue()
    _ = try await bench.store.beginRefund(
      reference,
      amount: nil,
      reason: "sold out",
      by: try unwrapped(Operator("tester")),
      at: bench.clock.now
    )
    for _ in 0..<3 { await bench.service.repeatRefunds() }
    #expect(asked.count == 3)
    #expect(try bench.store.openRefunds().isEmpty)
    let order = try unwrapped(try bench.store.orders(Order.Filter()).first)
    #expect(order.standing.payment == .refunded)
    await bench.service.repeatRefunds()
    #expect(asked.count == 3)
  }

  @Test func `matches a day once it is over, keeps the report and mails it`() async throws {
    let reference = try unwrapped(Reference(Self.text))
    let currency = try unwrapped(Currency("CNY"))
    let days = Kept<CivilDate>()
    var adapter = PlayedAdapter<WeChatPart>()
    adapter.states = { (day) in
      days.keep(day)
      return [
        Statement.Line(
          provider: .wechatpay,
          id: "line-1",
          kind: .payment,
          paymentID: "unheard-of",
          reference: reference,
          amount: Money(minorUnits: 4_850, currency: currency),
          fee: Money(minorUnits: 29, currency: currency),
          at: day.firstMoment
        )
      ]
    }
    let bench = try await Bench(adapter)
    defer { bench.store.close() }
    await bench.service.round()
    let day = try unwrapped(days.value)
    #expect(try bench.store.statementDays(.wechatpay) == [day])
    let letter = try unwrapped(bench.letters.operatorLetters.first)
    #expect(letter.subject.contains("\(day)") && letter.subject.contains("to look at"))
    #expect(letter.text.contains("unheard-of") && letter.text.contains(Self.text))
    for suffix in ["txt", "csv", "json"] {
      let path = "\(bench.folder.path)/statements/wechatpay-\(day).\(suffix)"
      #expect(try String(contentsOfFile: path, encoding: .utf8).contains("unheard-of"))
    }
    // It is not done twice.
    bench.clock.pass(seconds: 2_000)
    await bench.service.round()
    #expect(bench.letters.operatorLetters.count == 1)
  }

  @Test func `comes back later for a statement that is not there yet`() async throws {
    let asked = Tally()
    var adapter = PlayedAdapter<UnionPayPart>()
    adapter.states = { (_) throws(ProviderError) in
      if asked.add() == 1 { throw .temporary("played to be down") }
      return asked.count == 2 ? nil : []
    }
    let bench = try await Bench(adapter)
    defer { bench.store.close() }
    for count in 1...3 {
      await bench.service.round()
      await bench.service.round()
      #expect(asked.count == count)
      bench.clock.pass(seconds: 1_800)
    }
    #expect(try bench.store.statementDays(.unionpay).count == 1)
  }
}
