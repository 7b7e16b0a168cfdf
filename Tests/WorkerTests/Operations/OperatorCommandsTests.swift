import Foundation
import NIOPosix
import Shop
import Storage
import Testing
import Transport
import Worker

struct OperatorCommandsTests {
  /// Every kind of command, in an order in which each has something to do.
  private static let commands: [OperationDocument] = [
    .countStock,
    .listOrders(OrderFilterDocument(state: "delivered", limit: 10)),
    .listOrders(OrderFilterDocument(state: nil, limit: 10)),
    .listOrders(OrderFilterDocument(state: "wrong", limit: 10)),
    .showOrder(reference: Sale.reference),
    .showOrder(reference: "nonsense"),
    .resendOrder(reference: "AAAAAAAAAAAAAAAAAAAA"),
    .releaseOrder(reference: Sale.reference),
    .listHeld,
    .listDeliveries(DeliveryFilterDocument(state: "sent", limit: 10)),
    .listDeliveries(DeliveryFilterDocument(state: "wrong", limit: 10)),
    .retryDelivery(id: 999),
    .previewLines(
      ImportPreviewDocument(
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
      )
    ),
    .voidCodes(VoidDocument(batch: "b1", codeIDs: [], reason: "recalled")),
    .voidCodes(VoidDocument(batch: "no such batch", codeIDs: [], reason: "recalled")),
    .countStock,
    .listBatches(BatchFilterDocument(limit: 10)),
    .showBatch(name: "b1"),
    .showBatch(name: "no such batch"),
    .undoBatch(name: "b1", reason: "wrong file"),
    .moveBatch(name: "b1", sku: "OTHER-1", reason: "wrong product"),
    .moveBatch(name: "b1", sku: "not a SKU", reason: "wrong product"),
    .revealCode(RevealDocument(codeID: 1, reference: nil, unit: nil, reason: "asked")),
    .revealCode(RevealDocument(codeID: nil, reference: Sale.reference, unit: 1, reason: "asked")),
    .revealCode(RevealDocument(codeID: nil, reference: Sale.reference, unit: 9, reason: "asked")),
    .revealCode(RevealDocument(codeID: 999, reference: nil, unit: nil, reason: "asked")),
    .verifyLedger,
    .listPayments(PaymentFilterDocument(provider: "stripe", limit: 10)),
    .listPayments(PaymentFilterDocument(provider: "cheque", limit: 10)),
    .showPayment(id: Sale.reference),
    .showPayment(id: "nonsense"),
    .markPaid(MarkPaidDocument(reference: Sale.reference, proof: "T-1", reason: "seen")),
    .markPaid(MarkPaidDocument(reference: "nonsense", proof: "T-1", reason: "seen")),
    .reconcile(since: "yesterday"),
    .matchStatements(StatementDayDocument(provider: nil, day: "2026-13-01")),
    .readProbe(number: "nonsense"),
    .listCheckouts(CheckoutFilterDocument(limit: 10)),
    .listCheckouts(CheckoutFilterDocument(state: "wrong", limit: 10)),
    .showCheckout(reference: Sale.reference),
    .showCheckout(reference: "nonsense"),
    .reportSales(period: nil),
    .reportSales(period: "2026-13"),
  ]

  /// A worker whose one order was paid and mailed.
  private func sold(_ worker: LiveWorker, _ outbox: Outbox) async throws {
    try await Sale.open(worker.store)
    try await Sale.stock(worker.store)
    #expect(try await Sale.pay(worker).status == 200)
    _ = try await outbox.messages(atLeast: 1)
    while try worker.store.deliveries(state: .sent, limit: 1).isEmpty { await Task.yield() }
  }

  private func overSocket(
    _ operation: OperationDocument,
    _ worker: LiveWorker,
    by name: String = "tester"
  ) async throws -> AnswerDocument {
    let command = CommandDocument(by: name, operation: operation)
    var request = HTTPRequest(
      .post,
      "http://localhost" + ControlResponder.path,
      body: .bytes(Array(try JSONEncoder().encode(command)))
    )
    request.unixSocket = worker.folder.path + "/control.sock"
    let ready = request
    let response = await onThread(of: .singleton) { () -> HTTPResponse? in
      do {
        return try HTTPClient.send(ready)
      } catch {
        return nil
      }
    }
    let body = try unwrapped(try unwrapped(response)).body
    return try JSONDecoder().decode(AnswerDocument.self, from: Data(body))
  }

  @Test func `answers over the socket as it does without a worker`() async throws {
    let (first, second) = (Outbox(), Outbox())
    try await LiveWorker.run(Sale.options(first)) { live async throws in
      try await sold(live, first)
      try await LiveWorker.run(Sale.options(second)) { other async throws in
        try await sold(other, second)
        let desk = OperatorCommands(
          store: other.store,
          wakeUp: WakeUp(),
          calendar: { ShopCalendar(of: Sample.catalog) },
          now: { Sample.now },
          logger: other.log.logger
        )
        for operation in Self.commands {
          let direct = await desk.perform(CommandDocument(by: "tester", operation: operation))
          #expect(try await overSocket(operation, live) == direct)
        }
      }
    }
  }

  /// A desk over a store of its own, without a worker.
  private func withDesk(_ test: (OperatorCommands, Store) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    let store = try Store(
      folder: folder.path,
      key: try unwrapped(VaultKey(bytes: Array(1...32))),
      now: Sample.now
    )
    defer { store.close() }
    let desk = OperatorCommands(
      store: store,
      wakeUp: WakeUp(),
      calendar: { ShopCalendar(of: Sample.catalog) },
      now: { Sample.now },
      logger: LogBook().logger
    )
    try await test(desk, store)
  }

  @Test func `what waits for a person is cut with a word, and not in silence`() async throws {
    let unknown = try unwrapped(Reference("CSZTL2EYAMJZ9999"))
    try await withDesk { desk, store in
      for number in 1...(Order.Filter.most + 1) {
        let fact = try Sample.paid(unknown, paymentID: "pi_\(number)")
        _ = try await store.settle(PaymentEvent(found: fact, by: .stripe), at: Sample.now)
        guard number >= Order.Filter.most else { continue }
        let command = CommandDocument(by: "tester", operation: .listHeld)
        guard case .held(let held) = await desk.perform(command) else {
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
    try await withDesk { desk, store in
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
        var filter = OrderFilterDocument(limit: 10)
        filter.since = "\(since)"
        filter.until = "\(until)"
        let command = CommandDocument(by: "tester", operation: .listOrders(filter))
        let answer = await desk.perform(command)
        guard case .orders(let page) = answer else { return #expect(Bool(false), "\(answer)") }
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
      let forged = try await overSocket(
        .resendOrder(reference: reference),
        worker,
        by: "root (uid 4711)"
      )
      guard case .refused = forged else { return #expect(Bool(false), "\(forged)") }
      #expect(try await overSocket(.resendOrder(reference: reference), worker) == .done)
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
      for (path, status) in [("/operations/0", 404), (ControlResponder.path, 400)] {
        var request = HTTPRequest(.post, "http://localhost" + path, body: .bytes([0x7B]))
        request.unixSocket = worker.folder.path + "/control.sock"
        let ready = request
        let answer = await onThread(of: .singleton) { () -> Int? in
          do {
            return try HTTPClient.send(ready).status
          } catch {
            return nil
          }
        }
        #expect(answer == status)
      }
      // The operators' door is not on the public one.
      #expect(try await worker.send(.post, ControlResponder.path, body: "{}").status == 404)
    }
  }

  @Test func `imports a file once, refuses doubles by line, and serves who waits`() async throws {
    let outbox = Outbox()
    try await LiveWorker.run(Sale.options(outbox)) { worker async throws in
      try await Sale.open(worker.store)
      #expect(try await Sale.pay(worker).status == 200)
      let desk = OperatorCommands(
        store: worker.store,
        wakeUp: WakeUp(),
        now: { Sample.now },
        logger: worker.log.logger
      )
      let hash = String(repeating: "c", count: 64)
      let first = try await desk.imported(Sale.codes + [Sale.codes[0]], hash: hash)
      #expect(first.imported == 2 && first.served == 1)
      #expect(first.refused.map(\.line) == [4])
      #expect(first.refused.allSatisfy { !$0.reason.contains("CANARY") })
      let header = ImportHeaderDocument(sku: Sample.sku, batch: "b1", supplier: "N", fileHash: hash)
      let again = await desk.perform(CommandDocument(by: "t", operation: .beginImport(header)))
      guard case .importBegun(let state) = again else {
        Issue.record("\(again)")
        return
      }
      // Another batch, for what was refused; what is in the vault of the file stays there.
      #expect(state.batchID == 2 && state.resumesAfterLine == 0)
      let repeated = try await desk.imported(Sale.codes, hash: hash)
      #expect(repeated.imported == 0 && repeated.already == 2 && repeated.refused.isEmpty)
    }
  }
}
