import NIOPosix
import Payments
import Shop
import Storage
import Synchronization
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(20))) struct MoneyCommandTests {
  private static let text = "CSZTL2EYAMJZ0010"
  private static let refundOfAll = RefundOrderDocument(
    reference: text,
    payment: nil,
    amount: nil,
    reason: "sold out"
  )

  /// Commands with an open checkout of ¥48.50 at a `PlayedAdapter`.
  private func commands(
    _ adapter: any PaymentAdapter,
    _ folder: TemporaryFolder,
    _ log: LogBook
  ) async throws -> (OperatorCommands, Store) {
    let store = try Store(
      folder: folder.path,
      key: try unwrapped(VaultKey(bytes: Array(1...32))),
      now: Sample.now
    )
    try await store.open(
      try Sample.checkout(
        reference: try unwrapped(Reference(Self.text)),
        provider: type(of: adapter).provider,
        email: try unwrapped(EmailAddress(Sale.email))
      )
    )
    let providerCalls = ProviderCalls(
      publicURL: try unwrapped(WebAddress("https://pay.shop.example")),
      store: store,
      adapters: [adapter],
      threads: .singleton,
      wakeUp: WakeUp(),
      now: { Sample.now },
      logger: log.logger
    )
    let matcher = StatementMatcher(
      providerCalls: providerCalls,
      folder: folder.path + "/statements",
      mail: nil
    )
    let commands = OperatorCommands(
      store: store,
      wakeUp: WakeUp(),
      matcher: matcher,
      now: { Sample.now },
      logger: log.logger
    )
    return (commands, store)
  }

  private func give<Command: CommandDocument>(
    _ command: Command,
    _ commands: OperatorCommands
  ) async -> CommandOutcomeDocument<Command.Answer> {
    await commands.perform(command, by: "tester")
  }

  @Test func `finds what was paid, shows it, gives it back`() async throws {
    let reference = try unwrapped(Reference(Self.text))
    let paid = try Sample.paid(reference, paymentID: "42")
    var adapter = PlayedAdapter<WeChatPart>()
    adapter.finds = { (_) in Payment.Finding(facts: [paid], isFinal: true) }
    adapter.refunds = { (request) in
      let refund = Refund.Confirmed(id: "R-1", amount: request.amount)
      return .done(.refunded(Payment.Key(paymentID: "42", reference: reference), refund))
    }
    let (folder, log) = (try TemporaryFolder(), LogBook())
    let (commands, store) = try await self.commands(adapter, folder, log)
    defer { store.close() }
    let today = "\(CivilDate(Sample.now))"
    guard case .done(let result) = await give(ReconcileDocument(since: today), commands) else {
      Issue.record("nothing was reconciled")
      return
    }
    #expect(result.asked == 1 && result.found.count == 1 && result.unanswered.isEmpty)
    guard case .done(let payment) = await give(ShowPaymentDocument(id: "42"), commands) else {
      Issue.record("no payment is shown")
      return
    }
    #expect(payment.payment.reference == Self.text && payment.events.count == 1)
    for (amount, isTaken) in [("0", false), ("a", false), ("999.00", false), ("48.50", true)] {
      let document = RefundOrderDocument(
        reference: Self.text,
        payment: nil,
        amount: amount,
        reason: "sold out"
      )
      let answer = await give(document, commands)
      if case .done(let refund) = answer {
        #expect(isTaken && refund.state == .done && refund.amount == "48.50 CNY")
      } else {
        #expect(!isTaken, "\(answer)")
      }
    }
    let order = try unwrapped(try store.orders(Order.Filter()).first)
    #expect(order.standing.payment == .refunded)
  }

  @Test func `says what the provider said when it refuses`() async throws {
    let reference = try unwrapped(Reference(Self.text))
    let paid = try Sample.paid(reference, paymentID: "42")
    var adapter = PlayedAdapter<WeChatPart>()
    adapter.finds = { (_) in Payment.Finding(facts: [paid], isFinal: true) }
    adapter.refunds = { (_) throws(ProviderError) in throw .refused("NOTENOUGH") }
    let (folder, log) = (try TemporaryFolder(), LogBook())
    let (commands, store) = try await self.commands(adapter, folder, log)
    defer { store.close() }
    _ = await give(ReconcileDocument(since: "\(CivilDate(Sample.now))"), commands)
    guard case .done(let refund) = await give(Self.refundOfAll, commands) else {
      Issue.record("no refund")
      return
    }
    #expect(refund.state == .refused && refund.detail == "NOTENOUGH")
    #expect(try store.openRefunds().isEmpty)
    #expect(try store.holds(limit: 9).map(\.reason) == [.refund])
  }

  @Test(arguments: ["43", "42"])
  func `tells that codes have left with the refund of the order's own payment alone`(
    payment: String
  ) async throws {
    let reference = try unwrapped(Reference(Self.text))
    let first = try Sample.paid(reference, paymentID: "42")
    let second = try Sample.paid(reference, paymentID: "43")
    var adapter = PlayedAdapter<WeChatPart>()
    adapter.finds = { (_) in Payment.Finding(facts: [first, second], isFinal: true) }
    adapter.refunds = { (_) in .pending }
    let (folder, log) = (try TemporaryFolder(), LogBook())
    let (commands, store) = try await self.commands(adapter, folder, log)
    defer { store.close() }
    let hash = String(repeating: "d", count: 64)
    _ = try await commands.imported(Sale.codes, hash: hash)
    _ = await give(ReconcileDocument(since: "\(CivilDate(Sample.now))"), commands)
    let letter = try #require(try await store.claimDue(limit: 1, at: Sample.now).first)
    try await store.record(
      .sent,
      delivery: letter.deliveryID,
      attempt: letter.attempt,
      at: Sample.now
    )
    let refund = RefundOrderDocument(
      reference: Self.text,
      payment: payment,
      amount: nil,
      reason: "paid twice"
    )
    guard case .done(let answer) = await give(refund, commands) else {
      Issue.record("no refund")
      return
    }
    #expect(answer.left == (payment == "42" ? "its codes were mailed" : nil))
  }

  @Test func `says that a balance is too small, and asks again until it is enough`() async throws {
    let reference = try unwrapped(Reference(Self.text))
    let paid = try Sample.paid(reference, paymentID: "42")
    var adapter = PlayedAdapter<WeChatPart>()
    adapter.finds = { (_) in Payment.Finding(facts: [paid], isFinal: true) }
    adapter.refunds = { (_) in .short("WeChat Pay answered 403, NOT_ENOUGH") }
    let (folder, log) = (try TemporaryFolder(), LogBook())
    let (commands, store) = try await self.commands(adapter, folder, log)
    defer { store.close() }
    _ = await give(ReconcileDocument(since: "\(CivilDate(Sample.now))"), commands)
    for _ in 1...2 {
      guard case .done(let refund) = await give(Self.refundOfAll, commands) else {
        Issue.record("no refund")
        return
      }
      #expect(refund.state == .short)
      #expect(refund.detail?.hasPrefix("the balance there is too small for now: WeChat") == true)
    }
    // The same refund is asked for again, and the order waits.
    let open = try store.openRefunds()
    #expect(open.count == 1 && open.first?.trouble?.contains("too small for now") == true)
    #expect(try store.holds(limit: 9).map(\.reason) == [.refund])
    guard case .done(let held) = await give(ListHeldDocument(), commands) else {
      Issue.record("nothing is listed")
      return
    }
    // No command is suggested if there is none.
    #expect(held.rows.count == 1)
    #expect(HeldRowDocument.hint(for: held.rows)?.hasPrefix("mend at the provider") == true)
    #expect(log.lines.contains { $0.contains("not made yet: the balance there is too small") })
  }

  @Test func `a refund whose ID a refusal used up is asked for under the next`() async throws {
    let reference = try unwrapped(Reference(Self.text))
    let paid = try Sample.paid(reference, paymentID: "42")
    let asked = Mutex<[String]>([])
    var adapter = PlayedAdapter<PayPalPart>()
    adapter.finds = { (_) in Payment.Finding(facts: [paid], isFinal: true) }
    adapter.refunds = { (request) throws(ProviderError) in
      let number = asked.withLock { asked in
        asked.append("\(request.id) \(request.shortages)")
        return asked.count
      }
      switch number {
      case 2: throw .temporary("its answer was lost")
      case 1, 3: return .short("no money", usesUpID: true)
      default: return .short("no money")
      }
    }
    let (folder, log) = (try TemporaryFolder(), LogBook())
    let (commands, store) = try await self.commands(adapter, folder, log)
    defer { store.close() }
    _ = await give(ReconcileDocument(since: "\(CivilDate(Sample.now))"), commands)
    for number in 1...5 {
      guard case .done(let refund) = await give(Self.refundOfAll, commands) else {
        Issue.record("no refund")
        return
      }
      #expect(refund.state == (number == 2 ? .unknown : .short))
    }
    let id = try #require(try store.openRefunds().first).id
    // The lost answer may have been the refund's: it is repeated as it was.
    #expect(asked.withLock { $0 } == [0, 1, 1, 2, 2].map { "\(id) \($0)" })
  }

  @Test func `asks about the payment when its refund is refused, and believes the matcher`()
    async throws
  {
    let reference = try unwrapped(Reference(Self.text))
    let paid = try Sample.paid(reference, paymentID: "42")
    let currency = try unwrapped(Currency("CNY"))
    let (isRefused, asked) = (Tally(), Tally())
    var adapter = PlayedAdapter<WeChatPart>()
    // The money has gone back already, at the provider's own page.
    adapter.finds = { (_) in
      guard isRefused.count > 0 else { return Payment.Finding(facts: [paid], isFinal: true) }
      asked.add()
      let all = Refund.Confirmed(id: "R-9", amount: Money(minorUnits: 4_850, currency: currency))
      let gone = PaymentFact.refunded(Payment.Key(paymentID: "42", reference: reference), all)
      return Payment.Finding(facts: [gone, paid], isFinal: true)
    }
    adapter.refunds = { (_) throws(ProviderError) in
      isRefused.add()
      throw .refused("NOTENOUGH")
    }
    let (folder, log) = (try TemporaryFolder(), LogBook())
    let (commands, store) = try await self.commands(adapter, folder, log)
    defer { store.close() }
    _ = await give(ReconcileDocument(since: "\(CivilDate(Sample.now))"), commands)
    _ = await give(Self.refundOfAll, commands)
    #expect(asked.count == 1)
    let order = try unwrapped(try store.orders(Order.Filter()).first)
    #expect(order.standing.payment == .refunded)
  }

  /// Commands whose one checkout is paid, and the answer to `orders refund` of an amount.
  private func refunding(
    _ adapter: PlayedAdapter<WeChatPart>,
    _ work: ((String?, Bool) async -> RefundDocument?, Store) async throws -> Void
  ) async throws {
    let paid = try Sample.paid(try unwrapped(Reference(Self.text)), paymentID: "42")
    var adapter = adapter
    adapter.finds = { (_) in Payment.Finding(facts: [paid], isFinal: true) }
    let (folder, log) = (try TemporaryFolder(), LogBook())
    let (commands, store) = try await self.commands(adapter, folder, log)
    defer { store.close() }
    _ = await give(ReconcileDocument(since: "\(CivilDate(Sample.now))"), commands)
    let refund = { (amount: String?, isAgain: Bool) async -> RefundDocument? in
      let document = RefundOrderDocument(
        reference: Self.text,
        payment: nil,
        amount: amount,
        reason: "sold out",
        isAgain: isAgain
      )
      guard case .done(let state) = await give(document, commands) else { return nil }
      return state
    }
    try await work(refund, store)
  }

  @Test func `the same command again gives nothing more, unless it says so`() async throws {
    let key = Payment.Key(paymentID: "42", reference: Reference(Self.text))
    let asked = Tally()
    var adapter = PlayedAdapter<WeChatPart>()
    adapter.refunds = { (request) throws(ProviderError) in
      if asked.add() == 1 { throw .temporary("played to be lost") }
      return .done(.refunded(key, Refund.Confirmed(id: request.id, amount: request.amount)))
    }
    try await refunding(adapter) { refund, store async throws in
      let lost = try unwrapped(await refund("10.00", false))
      let done = try unwrapped(await refund("10.00", false))
      let known = try unwrapped(await refund("10.00", false))
      #expect([lost, done, known].map(\.state) == [.unknown, .done, .done])
      #expect(Set([lost, done, known].map(\.id)).count == 1)
      #expect(asked.count == 2)
      let more = try unwrapped(await refund("10.00", true))
      #expect(more.id != done.id && asked.count == 3)
      #expect(try store.payment("42")?.summary.refunded?.minorUnits == 2_000)
    }
  }

  @Test func `a refund that the provider could not give is not called done`() async throws {
    let key = Payment.Key(paymentID: "42", reference: Reference(Self.text))
    var adapter = PlayedAdapter<WeChatPart>()
    adapter.refunds = { (_) in
      .failed(.refundFailed(key, refundID: "R-1"), "end it in the console")
    }
    try await refunding(adapter) { refund, store async throws in
      let answer = await refund(nil, false)
      #expect(answer?.state == .failed && answer?.detail == "end it in the console")
      let held = try store.holds(limit: 9)
      #expect(held.map(\.reason) == [.refund])
      #expect(held.map(\.refundTrouble) == ["end it in the console"])
    }
  }

  @Test func `money that nobody can be asked for is given back by hand, and said to be`()
    async throws
  {
    let (folder, log) = (try TemporaryFolder(), LogBook())
    let (commands, store) = try await self.commands(PlayedAdapter<EPayPart>(), folder, log)
    defer { store.close() }
    let paid = try Sample.paid(try unwrapped(Reference(Self.text)), paymentID: "42")
    _ = try await store.settle(PaymentEvent(found: paid, by: .epay), at: Sample.now)
    for _ in 1...2 {
      guard case .done(let refund) = await give(Self.refundOfAll, commands) else {
        Issue.record("no refund")
        return
      }
      #expect(refund.state == .done && refund.detail?.contains("by hand") == true)
    }
    let order = try unwrapped(try store.orders(Order.Filter()).first)
    #expect(order.standing.payment == .refunded)
  }

  @Test func `what the held list suggests is what works`() throws {
    let reference = try unwrapped(Reference(Self.text))
    let row = { (reason: HoldReason, soldBy: Payment.Held.OtherMoney?) in
      HeldRowDocument(
        Payment.Held(
          provider: .stripe,
          paymentID: "pi_1",
          reference: reference,
          amount: nil,
          reason: reason,
          receivedAt: Sample.now,
          hasOrder: false,
          soldBy: soldBy
        )
      ).next
    }
    let refund = "orders refund \(Self.text) --payment pi_1"
    let byHand = Payment.Held.OtherMoney(paymentID: "T-1", isByHand: true)
    let byProvider = Payment.Held.OtherMoney(paymentID: "pi_0", isByHand: false)
    for reason in [HoldReason.amount, .currency, .late, .provider] {
      #expect(row(reason, nil).contains(", or orders mark-paid \(Self.text)"))
      #expect(row(reason, byProvider) == refund)
      let stops = ", which stops the order that T-1 paid, then orders release \(Self.text)"
      #expect(row(reason, byHand) == refund + stops)
    }
    #expect(row(.surplus, byProvider) == refund)
  }

  @Test func `takes a person's word once for each proof`() async throws {
    let (folder, log) = (try TemporaryFolder(), LogBook())
    let (commands, store) = try await self.commands(PlayedAdapter<WeChatPart>(), folder, log)
    defer { store.close() }
    let document = MarkPaidDocument(reference: Self.text, proof: "T-1", reason: "seen")
    guard case .done(let marked) = await give(document, commands) else {
      Issue.record("not marked")
      return
    }
    #expect(marked.outcome == "paid, waiting for stock")
    let again = MarkPaidDocument(reference: Self.text, proof: "T-2", reason: "seen")
    guard case .refused(let words) = await give(again, commands) else {
      Issue.record("marked twice")
      return
    }
    #expect(words.contains("expected to be unpaid"))
    #expect(try store.orders(Order.Filter()).count == 1)
  }
}
