import Foundation
import NIOPosix
import Shop
import Storage
import Testing
import Transport
import Worker

@testable import cardstock_worker

@Suite(.timeLimit(.minutes(20))) struct OperatorCommandsTests {
  /// Commands of every kind, in an order in which each has something to do.
  private static let commands: [any CommandDocument] = [
    CountStockDocument(),
    ListOrdersDocument(state: .delivered, limit: 10),
    ListOrdersDocument(state: nil, limit: 10),
    ShowOrderDocument(reference: Sale.reference),
    ShowOrderDocument(reference: "nonsense"),
    ResendOrderDocument(reference: "AAAAAAAAAAAAAAAAAAAA"),
    ReleaseOrderDocument(reference: Sale.reference),
    ListHeldDocument(),
    ListDeliveriesDocument(state: .sent, limit: 10),
    RetryDeliveryDocument(id: 999),
    PreviewLinesDocument(
      header: ImportHeaderDocument(
        sku: Sample.sku,
        batch: "b2",
        supplier: nil,
        fileHash: String(repeating: "d", count: 64)
      ),
      lines: [
        ImportLineDocument(
          line: 2,
          code: Sale.codes[0],
          pin: nil,
          faceValue: nil,
          expiresAt: nil,
          cost: nil,
          currency: nil
        )
      ],
      allowsSimilar: false
    ),
    VoidCodesDocument(batch: "b1", codeIDs: [], reason: "recalled"),
    VoidCodesDocument(batch: "no such batch", codeIDs: [], reason: "recalled"),
    CountStockDocument(),
    ListBatchesDocument(limit: 10),
    ShowBatchDocument(name: "b1"),
    ShowBatchDocument(name: "no such batch"),
    UndoBatchDocument(name: "b1", reason: "wrong file"),
    MoveBatchDocument(name: "b1", sku: "OTHER-1", reason: "wrong product"),
    MoveBatchDocument(name: "b1", sku: "not a SKU", reason: "wrong product"),
    RevealCodeDocument(codeID: 1, reference: nil, unit: nil, reason: "asked"),
    RevealCodeDocument(codeID: nil, reference: Sale.reference, unit: 1, reason: "asked"),
    RevealCodeDocument(codeID: nil, reference: Sale.reference, unit: 9, reason: "asked"),
    RevealCodeDocument(codeID: 999, reference: nil, unit: nil, reason: "asked"),
    VerifyLedgerDocument(),
    ListPaymentsDocument(provider: .stripe, limit: 10),
    ShowPaymentDocument(id: Sale.reference),
    ShowPaymentDocument(id: "nonsense"),
    MarkPaidDocument(reference: Sale.reference, proof: "T-1", reason: "seen"),
    MarkPaidDocument(reference: "nonsense", proof: "T-1", reason: "seen"),
    ReconcileDocument(since: "yesterday"),
    MatchStatementsDocument(provider: nil, day: "2026-13-01"),
    ReadProbeDocument(number: "nonsense"),
    ListCheckoutsDocument(limit: 10),
    ShowCheckoutDocument(reference: Sale.reference),
    ShowCheckoutDocument(reference: "nonsense"),
    ReportSalesDocument(period: nil),
    ReportSalesDocument(period: "2026-13"),
  ]

  /// Gives a worker an order that is paid and mailed.
  private func sold(_ worker: LiveWorker, _ outbox: Outbox) async throws {
    try await Sale.open(worker.store)
    try await Sale.stock(worker.store)
    #expect(try await Sale.pay(worker).status == 200)
    _ = try await outbox.messages(atLeast: 1)
    while try worker.store.deliveries(state: .sent, limit: 1).isEmpty { await Task.yield() }
  }

  /// Whether a command has the same outcome over the socket and directly.
  private func isSame(
    _ command: some CommandDocument,
    _ live: LiveWorker,
    _ direct: OperatorCommands
  ) async throws -> Bool {
    try await live.command(command) == direct.perform(command, by: "tester")
  }

  @Test func `a preview counts codes that end too soon to be sold`() async throws {
    try await LiveWorker.run { live async throws in
      let lives: [Int64?] = [nil, 3, 30]
      let lines = lives.enumerated().map { number, days in
        ImportLineDocument(
          line: number + 2,
          code: "SOON-CODE-\(number)X",
          pin: nil,
          faceValue: nil,
          expiresAt: days.map { Sample.now.milliseconds + $0 * 86_400_000 },
          cost: nil,
          currency: nil
        )
      }
      let header = ImportHeaderDocument(
        sku: Sample.sku,
        batch: "b2",
        supplier: nil,
        fileHash: String(repeating: "d", count: 64)
      )
      let document = PreviewLinesDocument(header: header, lines: lines, allowsSimilar: false)
      guard case .done(let taken) = try await live.command(document) else { throw Missing() }
      #expect(taken.imported == 3 && taken.endingSoon == 1)
    }
  }

  @Test func `no statement is fetched of a day to come`() async throws {
    try await LiveWorker.run { live async throws in
      let document = MatchStatementsDocument(provider: nil, day: "2999-01-01")
      let outcome = try await live.command(document)
      guard case .refused(let words) = outcome else { throw Missing() }
      #expect(words.contains("--day: expected a day that has begun, found `2999-01-01`"))
      guard case .refused(let unknown) = try await live.command(ShowPaymentDocument(id: "zzz"))
      else { throw Missing() }
      #expect(unknown.contains("no payment has the ID `zzz`"))
    }
  }

  @Test func `answers over the socket as it does without a worker`() async throws {
    let (first, second) = (Outbox(), Outbox())
    try await LiveWorker.run(Sale.options(first)) { live async throws in
      try await sold(live, first)
      try await LiveWorker.run(Sale.options(second)) { other async throws in
        try await sold(other, second)
        let commands = Sale.commands(other.store, logger: other.log.logger)
        for command in Self.commands {
          #expect(try await isSame(command, live, commands), "\(type(of: command))")
        }
      }
    }
  }

  @Test func `what waits for a person is cut with a word, and not in silence`() async throws {
    let unknown = try unwrapped(Reference("CSZTL2EYAMJZ9999"))
    try await Sale.withCommands { commands, store in
      for number in 1...(Order.Filter.most + 1) {
        let fact = try Sample.paid(unknown, paymentID: "pi_\(number)")
        _ = try await store.settle(PaymentEvent(found: fact, by: .stripe), at: Sample.now)
        guard number >= Order.Filter.most else { continue }
        guard case .done(let held) = await commands.perform(ListHeldDocument(), by: "tester") else {
          return #expect(Bool(false), "not listed")
        }
        #expect(held.rows.count == Order.Filter.most && held.isCut == (number > Order.Filter.most))
      }
    }
  }

  @Test func `lists take in the whole of their first and last day, by the shop's calendar`()
    async throws
  {
    let reference = try unwrapped(Reference("CSZTL2EYAMJZ0009"))
    try await Sale.withCommands { commands, store in
      let email = try unwrapped(EmailAddress(Sale.email))
      try await store.open(try Sample.checkout(reference: reference, email: email))
      let paid = try Sample.paid(reference, paymentID: "pi_1")
      _ = try await store.settle(PaymentEvent(found: paid, by: .stripe), at: Sample.now)
      let day = ShopCalendar(of: Sample.catalog).day(of: Sample.now)
      let next = CivilDate(day.firstMoment.advanced(seconds: 86_400))
      let before = CivilDate(day.firstMoment.advanced(seconds: -86_400))
      for (since, until, count) in [
        (day, day, 1), (before, day, 1), (day, next, 1), (next, next, 0), (before, before, 0),
      ] {
        var filter = ListOrdersDocument(limit: 10)
        filter.since = "\(since)"
        filter.until = "\(until)"
        let answer = await commands.perform(filter, by: "tester")
        guard case .done(let page) = answer else { return #expect(Bool(false), "\(answer)") }
        #expect(page.total == count, "\(since) to \(until)")
      }
    }
  }

  @Test func `writes down who the system says it is, beside the name that was given`() async throws
  {
    let outbox = Outbox()
    try await LiveWorker.run(Sale.options(outbox)) { worker async throws in
      try await sold(worker, outbox)
      let delivery = try unwrapped(try worker.store.deliveries(state: nil, limit: 1).first)
      let reference = delivery.reference.text
      let forged = try await worker.command(
        ResendOrderDocument(reference: reference),
        by: "root (uid 4711)"
      )
      guard case .refused = forged else { return #expect(Bool(false), "\(forged)") }
      #expect(
        try await worker.command(ResendOrderDocument(reference: reference))
          == .done(DoneDocument())
      )
      var bytes = Data()
      for name in ["vault.sqlite", "vault.sqlite-wal"] {
        bytes += try Data(contentsOf: URL(fileURLWithPath: worker.folder.path + "/" + name))
      }
      #expect(bytes.range(of: Data("operator tester (uid \(geteuid()))".utf8)) != nil)
      #expect(bytes.range(of: Data("4711".utf8)) == nil)
    }
  }

  @Test func `lets nobody but its own user open the socket`() async throws {
    try await LiveWorker.run { worker async throws in
      let path = worker.folder.path + "/control.sock"
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }
  }

  @Test func `refuses a command of another version and one that it cannot read`() async throws {
    try await LiveWorker.run { worker async throws in
      let known = ControlResponder.path(of: .listOrders)
      let word = #"{"by":"t","command":{"state":"WORD","page":{"limit":1}}}"#
      for (path, body, status) in [
        ("/operations/0/listOrders", "{", 404), (known + "s", "{", 404), (known, "{", 400),
        (known, word.replacing("WORD", with: "held"), 200),
        // A word that is not a case of the enum.
        (known, word.replacing("WORD", with: "wrong"), 400),
      ] {
        #expect(
          try await worker.sendToSocket(Array(body.utf8), path).status == status,
          "\(path) \(body)"
        )
      }
      // The public server has no operators' commands.
      #expect(try await worker.send(.post, known, body: "{}").status == 404)
    }
  }

  @Test func `an answer to another command, or of another release, is not taken for done`() throws {
    let held = CommandOutcomeDocument.done(HeldOrderDocument(left: "its codes were mailed"))
    let (done, other) = (try JSONEncoder().encode(held), Array("{}".utf8))
    typealias Link = OperatorLink
    let read = { (status: Int, body: [UInt8]) in
      Link.outcome(
        of: HoldOrderDocument.self,
        HTTPResponse(status: status, headers: [], body: body),
        "sock"
      )
    }
    #expect(read(200, Array(done)) == held)
    for (status, body) in [(200, other), (200, []), (404, Array(done))] {
      guard case .refused(let sentence) = read(status, body) else {
        Issue.record("taken for done: \(status)")
        continue
      }
      #expect(sentence.contains("use the cardstock-worker that"))
    }
  }

  @Test func `imports a file once, refuses doubles by line, and serves who waits`() async throws {
    let outbox = Outbox()
    try await LiveWorker.run(Sale.options(outbox)) { worker async throws in
      try await Sale.open(worker.store)
      #expect(try await Sale.pay(worker).status == 200)
      let commands = Sale.commands(worker.store, logger: worker.log.logger)
      let hash = String(repeating: "c", count: 64)
      let first = try await commands.imported(Sale.codes + [Sale.codes[0]], hash: hash)
      #expect(first.imported == 2 && first.served == 1)
      #expect(first.refused.map(\.line) == [4])
      #expect(first.refused.allSatisfy { !$0.reason.contains("CANARY") })
      let header = ImportHeaderDocument(sku: Sample.sku, batch: "b1", supplier: "N", fileHash: hash)
      let again = await commands.perform(BeginImportDocument(header: header), by: "t")
      guard case .done(let state) = again else {
        Issue.record("\(again)")
        return
      }
      // The refused lines go into another batch; the imported ones stay.
      #expect(state.batchID == 2 && state.resumesAfterLine == 0)
      let repeated = try await commands.imported(Sale.codes, hash: hash)
      #expect(repeated.imported == 0 && repeated.already == 2 && repeated.refused.isEmpty)
    }
  }
}
