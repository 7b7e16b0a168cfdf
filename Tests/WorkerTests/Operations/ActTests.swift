import NIOPosix
import Payments
import Shop
import Storage
import Synchronization
import Testing
import Worker

/// Every act of a person is named in ledger and log; there is a row for each kind of act.
@Suite(.timeLimit(.minutes(20))) struct ActTests {
  /// A command, the ledger's name of it, and what it requires.
  private struct Act: Sendable {
    let kind: OperationKind
    let action: String
    let prepare: @Sendable (Bench) async throws -> any CommandDocument

    init(
      _ kind: OperationKind,
      _ action: String,
      _ prepare: @escaping @Sendable (Bench) async throws -> any CommandDocument
    ) {
      self.kind = kind
      self.action = action
      self.prepare = prepare
    }
  }

  private static let acts = [
    Act(.beginImport, "import") { _ in BeginImportDocument(header: Bench.header) },
    Act(.importLines, "import") { bench in
      ImportLinesDocument(batchID: try await bench.begin(), lines: [])
    },
    Act(.finishImport, "import") { FinishImportDocument(batchID: try await $0.begin()) },
    Act(.voidCodes, "void") { bench in
      try await bench.stock()
      return VoidCodesDocument(batch: "b1", codeIDs: [], reason: "recalled")
    },
    Act(.undoBatch, "undo") { bench in
      try await bench.stock()
      return UndoBatchDocument(name: "b1", reason: "wrong file")
    },
    Act(.moveBatch, "move") { bench in
      try await bench.stock()
      return MoveBatchDocument(name: "b1", sku: "GC-50", reason: "wrong product")
    },
    Act(.revealCode, "reveal") { bench in
      try await bench.stock()
      return RevealCodeDocument(codeID: 1, reference: nil, unit: nil, reason: "asked")
    },
    Act(.resendOrder, "resend") { ResendOrderDocument(reference: try await $0.sell()) },
    Act(.holdOrder, "hold") {
      HoldOrderDocument(reference: try await $0.sell(), reason: "x")
    },
    Act(.releaseOrder, "release") { bench in
      let reference = try await bench.sell()
      let hold = HoldOrderDocument(reference: reference, reason: "asked the bank")
      #expect(await bench.give(hold) == .done(HeldOrderDocument(left: nil)))
      return ReleaseOrderDocument(reference: reference)
    },
    Act(.explainRefund, "explain") { bench in
      let reference = try await bench.sell()
      try await bench.refundPart()
      return ExplainRefundDocument(
        reference: reference,
        partial: PartialRefundDocument(units: nil)
      )
    },
    Act(.addBlock, "block") { _ in Bench.block },
    Act(.removeBlock, "unblock") { bench in
      _ = await bench.give(Bench.block)
      return RemoveBlockDocument(buyer: Bench.block.buyer)
    },
    Act(.retryDelivery, "retry") { bench in
      _ = try await bench.sell()
      return RetryDeliveryDocument(id: 1)
    },
    Act(.retryDeliveries, "retry") { bench in
      _ = try await bench.sell()
      for message in try await bench.store.claimDue(limit: 9, at: Sample.now) {
        let trouble = SendTrouble(phase: .recipient, smtpCode: 550, detail: "unknown")
        try await bench.store.record(
          .permanent(trouble),
          delivery: message.deliveryID,
          attempt: message.attempt,
          at: Sample.now
        )
      }
      return RetryDeliveriesDocument(ended: .failed, since: nil, perMinute: 60)
    },
    Act(.acceptClock, "clock") { _ in AcceptClockDocument(reason: "the battery was empty") },
    Act(.acceptPrices, "acceptPrice") { bench in
      var cheap = Sample.catalog
      cheap.products[0].priceMinor = 1
      for catalog in [Sample.catalog, cheap] {
        _ = try await bench.store.recordCatalog(catalog, at: Sample.now)
      }
      return AcceptPricesDocument(build: cheap.hash, skus: [], reason: "a sale")
    },
    Act(.refundOrder, "refund") { bench in
      let reference = try await bench.sell()
      return RefundOrderDocument(
        reference: reference,
        payment: nil,
        amount: nil,
        reason: "sold out"
      )
    },
    Act(.markPaid, "mark-paid") { _ in
      MarkPaidDocument(reference: Bench.reference, proof: "T-1", reason: "seen")
    },
    Act(.replaceUnit, "replace") { bench in
      ReplaceUnitDocument(reference: try await bench.sell(), unit: 1, reason: "used")
    },
    Act(.readdressOrder, "readdress") { bench in
      let reference = try await bench.sell()
      return ReaddressOrderDocument(reference: reference, email: "b@canary.example")
    },
    Act(.relinkOrder, "relink") { bench in
      RelinkOrderDocument(
        reference: try await bench.sell(),
        isMailed: true,
        reason: "seen by others"
      )
    },
    Act(.beginRehearsal, "rehearse") { _ in Bench.rehearsal },
    Act(.endRehearsal, "rehearse") { bench in
      _ = await bench.give(Bench.rehearsal)
      return EndRehearsalDocument(provider: .wechatpay)
    },
  ]

  @Test func `every operation that changes something has its row`() {
    let expected = OperationKind.allCases.filter { $0.effect == .acts }
    #expect(Set(Self.acts.map(\.kind)) == Set(expected))
    #expect(Self.acts.count == expected.count)
  }

  @Test func `a command that is read by its kind's name is of that kind`() {
    for kind in OperationKind.allCases { #expect(kind.document.kind == kind) }
  }

  @Test(arguments: acts.indices)
  func `an act is named in ledger and log with who gave it`(row: Int) async throws {
    let act = Self.acts[row]
    let bench = try await Bench()
    defer { bench.store.close() }
    let command = try await act.prepare(bench)
    #expect(type(of: command).kind == act.kind)
    let before = try bench.store.ledger(LedgerFilter(actor: "ops")).total
    let answer = await bench.told(command, by: "ops")
    let entries = try bench.store.ledger(LedgerFilter(actor: "ops"))
    #expect(entries.total == before + 1, "\(act.kind): \(answer)")
    #expect(entries.first?.action == act.action)
    #expect(entries.first?.actor == "operator ops (uid 1000)")
    let lines = bench.log.lines.filter { $0.contains("by ops") }
    #expect(lines.count == 1, "\(act.kind): \(lines)")
    #expect(lines.allSatisfy { !$0.contains("canary.buyer") && !$0.contains("CANARY") })
  }

  @Test func `an act that was refused, and a look, are named nowhere`() async throws {
    let bench = try await Bench()
    defer { bench.store.close() }
    for command: any CommandDocument in [
      ResendOrderDocument(reference: Bench.reference), UndoBatchDocument(name: "none", reason: "x"),
      CountStockDocument(), ListHeldDocument(), VerifyLedgerDocument(),
      ListLedgerDocument(limit: 9),
    ] {
      _ = await bench.told(command, by: "ops")
    }
    #expect(try bench.store.ledger(LedgerFilter(actor: "ops")).isEmpty)
    #expect(!bench.log.lines.contains { $0.contains("by ops") })
  }

  @Test func `a clock that the store did not accept is not gone by`() async throws {
    let isFull = Mutex(false)
    let wall = Mutex(Sample.now)
    let clock = SteadyClock {
      SteadyClock.Reading(wall: wall.withLock { $0 }, uptime: 0, boot: "this start")
    }
    wall.withLock { $0 = Sample.now.advanced(seconds: 86_400) }
    let probe = CommitProbe { if isFull.withLock({ $0 }) { throw Missing() } }
    let bench = try await Bench(probe: probe, clock: clock)
    defer { bench.store.close() }
    let command = AcceptClockDocument(reason: "the battery was empty")
    isFull.withLock { $0 = true }
    guard case .refused = await bench.give(command) else {
      Issue.record("accepted by a store that cannot write")
      return
    }
    #expect(clock.jumpSeconds == 86_400 && clock.now() == Sample.now)
    isFull.withLock { $0 = false }
    guard case .done(let said) = await bench.give(command) else {
      Issue.record("not accepted")
      return
    }
    #expect(said.jumpSeconds == nil && said.secondsBehind == 0)
    #expect(clock.now() == Sample.now.advanced(seconds: 86_400))
  }

  @Test func `the ledger is listed by order, by person and by page`() async throws {
    let bench = try await Bench()
    defer { bench.store.close() }
    let reference = try await bench.sell()
    _ = await bench.give(ResendOrderDocument(reference: reference), by: "ops")
    var filter = ListLedgerDocument(limit: 1)
    filter.order = reference
    guard case .done(let page) = await bench.give(filter) else {
      Issue.record("no page")
      return
    }
    #expect(page.rows.map(\.action) == ["resend"] && page.total == 2)
    #expect(page.after == page.rows.last.map { "\($0.number)" })
    let people = try bench.store.ledger(LedgerFilter(actor: "operator"))
    #expect(people.allSatisfy { $0.actor.hasPrefix("operator ") } && people.total > 2)
    #expect(try bench.store.ledger(LedgerFilter(actor: "op")).isEmpty)
    filter.order = "nonsense"
    guard case .refused = await bench.give(filter) else {
      Issue.record("a list of nonsense")
      return
    }
  }
}

/// Commands with one open checkout, three codes to import and a provider that accepts everything.
private struct Bench: Sendable {
  static let reference = "CSZTL2EYAMJZ0010"
  static let rehearsal = BeginRehearsalDocument(
    provider: .wechatpay,
    amountMinor: 1,
    currency: "CNY",
    isPhone: false,
    email: "canary.buyer@canary.example"
  )
  static let block = AddBlockDocument(buyer: "canary.buyer@canary.example", reason: "stolen cards")
  static let header = ImportHeaderDocument(
    sku: Sample.sku,
    batch: "b2",
    supplier: nil,
    fileHash: String(repeating: "c", count: 64)
  )

  let folder: TemporaryFolder
  let log = LogBook()
  let store: Store
  let commands: OperatorCommands

  init(probe: CommitProbe = .none, clock: SteadyClock? = nil) async throws {
    folder = try TemporaryFolder()
    let key = try unwrapped(VaultKey(bytes: Array(1...32)))
    store = try Store(folder: folder.path, key: key, probe: probe, now: Sample.now)
    let reference = try unwrapped(Reference(Self.reference))
    try await store.open(
      try Sample.checkout(
        reference: reference,
        provider: .wechatpay,
        email: try unwrapped(EmailAddress(Sale.email))
      )
    )
    let paid = try Sample.paid(reference, paymentID: "42")
    var adapter = PlayedAdapter<WeChatPart>()
    adapter.finds = { (_) in Payment.Finding(facts: [paid], isFinal: true) }
    adapter.refunds = { (request) in
      let refund = Refund.Confirmed(id: "R-1", amount: request.amount)
      return .done(.refunded(Payment.Key(paymentID: "42", reference: reference), refund))
    }
    let providerCalls = ProviderCalls(
      publicURL: try unwrapped(WebAddress("https://pay.shop.example")),
      store: store,
      adapters: [adapter],
      threads: .singleton,
      wakeUp: WakeUp(),
      now: { Sample.now },
      logger: log.logger
    )
    let statements = folder.path + "/statements"
    commands = OperatorCommands(
      store: store,
      wakeUp: WakeUp(),
      matcher: StatementMatcher(providerCalls: providerCalls, folder: statements, mail: nil),
      clock: clock,
      now: { clock?.now() ?? Sample.now },
      logger: log.logger
    )
  }

  func give<Command: CommandDocument>(
    _ command: Command,
    by name: String = "before"
  ) async -> CommandOutcomeDocument<Command.Answer> {
    await commands.perform(command, by: name, userID: 1_000)
  }

  /// The outcome of a command of any kind, in words.
  func told(_ command: some CommandDocument, by name: String) async -> String {
    "\(await give(command, by: name))"
  }

  /// Begins an import; returns its batch.
  func begin() async throws -> Int64 {
    guard case .done(let state) = await give(BeginImportDocument(header: Self.header)) else {
      throw Missing()
    }
    return state.batchID
  }

  func stock() async throws {
    let hash = String(repeating: "d", count: 64)
    let codes = Sale.codes + ["CANARYEE55FF66"]
    #expect(try await commands.imported(codes, hash: hash).imported == codes.count)
  }

  /// The provider refunds a part of the money by itself.
  func refundPart() async throws {
    let part = Money(minorUnits: 100, currency: try unwrapped(Currency("CNY")))
    let key = Payment.Key(paymentID: "42", reference: Reference(Self.reference))
    let event = PaymentEvent(
      provider: .wechatpay,
      id: "part",
      kind: "test",
      fact: .refunded(key, Refund.Confirmed(id: "R-0", amount: part)),
      body: Array("{}".utf8)
    )
    _ = try await store.settle(event, at: Sample.now)
  }

  /// Pays the checkout; returns its reference.
  func sell() async throws -> String {
    try await stock()
    let today = "\(CivilDate(Sample.now))"
    guard case .done(let result) = await give(ReconcileDocument(since: today)) else {
      throw Missing()
    }
    #expect(result.found.count == 1)
    return Self.reference
  }
}
