package import Logging
import NIOPosix
package import Shop
package import Storage

/// Carries out operators' commands, for the control socket and for a command line that has the
/// database to itself: one way, so that both do the same.
package struct OperatorCommands: Sendable {
  let store: Store
  /// Rung when something became due.
  let wakeUp: WakeUp
  /// Nil where no provider can be called.
  let books: StatementMatcher?
  let probes: PendingProbes
  /// Nil where time is a test's.
  let clock: SteadyClock?
  /// When the shop's days begin and end.
  let calendar: @Sendable () -> ShopCalendar
  let now: @Sendable () -> Timestamp
  let logger: Logger

  package init(
    store: Store,
    wakeUp: WakeUp,
    books: StatementMatcher? = nil,
    probes: PendingProbes = PendingProbes(),
    clock: SteadyClock? = nil,
    calendar: @escaping @Sendable () -> ShopCalendar = { .utc },
    now: @escaping @Sendable () -> Timestamp,
    logger: Logger
  ) {
    self.store = store
    self.wakeUp = wakeUp
    self.books = books
    self.probes = probes
    self.clock = clock
    self.calendar = calendar
    self.now = now
    self.logger = logger
  }

  /// Lets go of the database.
  package func close() {
    store.close()
  }

  /// Does what the command says; a refusal is an answer like any other.
  ///
  /// `userID` is the caller's as the system tells it, never what the caller says.
  package func perform(
    _ command: CommandDocument,
    userID: UInt32? = nil
  ) async -> AnswerDocument {
    guard let person = Operator(command.by, userID: userID) else {
      return .refused(
        "the operator's name: expected 1 to 64 letters, digits, blanks and ._@+-, found otherwise"
      )
    }
    do {
      let answer = try await perform(command.operation, by: person)
      note(command.operation, answer, by: person)
      return answer
    } catch {
      return error.isPassing ? .busy(error.sentence) : .refused(error.sentence)
    }
  }

  /// Names in the log what a person did, and wakes whoever has something to do because of it: here
  /// alone, for every operation.
  private func note(
    _ operation: OperationDocument,
    _ answer: AnswerDocument,
    by person: Operator
  ) {
    guard operation.kind.effect != .none, answer.isDone else { return }
    let words = [operation.kind.command, operation.object].compactMap(\.self)
    let outcome = answer.outcome.map { ": \($0)" } ?? ""
    logger.notice("\(words.joined(separator: " ")) by \(person.name)\(outcome)")
    wakeUp.ring()
  }

  private func perform(
    _ operation: OperationDocument,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    switch operation {
    case .countStock: return try await countStock()
    case .beginImport(let header): return try await beginImport(header, by: person)
    case .previewLines(let document): return try await previewLines(document)
    case .importLines(let document): return try await importLines(document, by: person)
    case .finishImport(let batch): return try await finishImport(batch, by: person)
    case .voidCodes(let document): return try await void(document, by: person)
    case .listBatches(let filter): return try await listBatches(filter)
    case .showBatch(let name): return try await showBatch(name)
    case .undoBatch(let name, let reason): return try await undo(name, reason, by: person)
    case .moveBatch(let name, let sku, let reason):
      return try await move(name, to: sku, reason, by: person)
    case .revealCode(let document): return try await reveal(document, by: person)
    case .listOrders(let filter): return try await listOrders(filter)
    case .showOrder(let text): return try await showOrder(text)
    case .listHeld: return .held(try await waiting(nil))
    case .resendOrder(let text): return try await resend(text, by: person)
    case .releaseOrder(let text): return try await release(text, by: person)
    case .explainRefund(let text, let partial):
      return try await explainRefund(text, partial, by: person)
    case .holdOrder(let document): return try await hold(document, by: person)
    case .addBlock(let document): return try await block(document, by: person)
    case .removeBlock(let buyer): return try await unblock(buyer, by: person)
    case .listBlocks: return try await listBlocks()
    case .listDeliveries(let filter): return try await listDeliveries(filter)
    case .retryDeliveries(let state, let since, let perMinute):
      return try await retry(state, since: since, perMinute: perMinute, by: person)
    case .retryDelivery(let id): return try await retryDelivery(id, by: person)
    case .listPayments(let filter): return try await listPayments(filter)
    case .listCheckouts(let filter): return try await listCheckouts(filter)
    case .showCheckout(let text): return try await showCheckout(text)
    case .reportSales(let period): return try await reportSales(period)
    case .replaceUnit(let document): return try await replace(document, by: person)
    case .readdressOrder(let document): return try await readdress(document, by: person)
    case .relinkOrder(let document): return try await relink(document, by: person)
    case .listClaims(let filter): return try await listClaims(filter)
    case .listLedger(let filter): return try await listLedger(filter)
    case .beginRehearsal(let document): return try await beginRehearsal(document, by: person)
    case .showRehearsal(let name, let isAsked):
      return try await showRehearsal(name, isAsked: isAsked)
    case .endRehearsal(let name): return try await endRehearsal(name, by: person)
    case .showPayment(let id): return try await showPayment(id)
    case .refundOrder(let document): return try await refund(document, by: person)
    case .markPaid(let document): return try await markPaid(document, by: person)
    case .reconcile(let since): return try await reconcile(since)
    case .matchStatements(let document): return try await matchStatements(document)
    case .beginProbe: return .probe(number: probes.begin())
    case .readProbe(let number):
      return .probed(probes.outcome(of: number).map { ProbeWord($0).rawValue })
    case .showHeldPrices: return try await showHeldPrices()
    case .acceptPrices(let document): return try await accept(document, by: person)
    case .showClock: return try await showClock()
    case .acceptClock(let reason): return try await acceptClock(reason, by: person)
    case .verifyLedger: return .ledger(try await verifyLedger())
    }
  }

  private func countStock() async throws(StoreError) -> AnswerDocument {
    let counts = try await read { (store) throws(StoreError) in try store.stockReport() }
    return .stock(counts.map(StockRowDocument.init))
  }

  private func showOrder(_ text: String) async throws(StoreError) -> AnswerDocument {
    let reference = try self.reference(text)
    let found = try await read { (store) throws(StoreError) in
      try store.order(reference: reference)
    }
    guard let found else { throw .unknownOrder }
    return .order(OrderDocument(found, waits: try await waiting(reference).rows))
  }

  private func resend(_ text: String, by person: Operator) async throws(StoreError)
    -> AnswerDocument
  {
    try await store.resend(reference: reference(text), by: person, at: now())
    return .done
  }

  /// Whatever waits for a person, or what of one order does.
  private func waiting(_ reference: Reference?) async throws(StoreError) -> HeldDocument {
    let most = Order.Filter.most
    return try await read { (store) throws(StoreError) in
      let payments = try store.holds(of: reference, limit: most + 1)
      let orders = try store.waitingOrders(of: reference, limit: most + 1)
      return HeldDocument(
        rows: payments.prefix(most).map(HeldRowDocument.init)
          + orders.prefix(most).map(HeldRowDocument.init),
        isCut: max(payments.count, orders.count) > most
      )
    }
  }

  private func explainRefund(
    _ text: String,
    _ partial: PartialRefundDocument,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    try await store.explainRefund(reference(text), as: partial.value, by: person, at: now())
    return .done
  }

  private func release(_ text: String, by person: Operator) async throws(StoreError)
    -> AnswerDocument
  {
    try await store.release(reference: reference(text), by: person, at: now())
    return .done
  }

  private func retryDelivery(_ id: Int64, by person: Operator) async throws(StoreError)
    -> AnswerDocument
  {
    try await store.retryDelivery(id: id, by: person, at: now())
    return .done
  }

  /// An order's reference as it was typed.
  func reference(_ text: String) throws(StoreError) -> Reference {
    guard let reference = Reference(text) else { throw .unknownOrder }
    return reference
  }

  /// Slice by slice, so that other commands have their turn in between.
  private func verifyLedger() async throws(StoreError) -> LedgerDocument {
    var reading = LedgerReading()
    while true {
      let start = reading
      let (next, report) = try await read { (store) throws(StoreError) in
        var reading = start
        let report = try store.verifyLedger(&reading)
        return (reading, report)
      }
      if let report {
        return LedgerDocument(entries: report.entries, firstBroken: report.firstBroken)
      }
      reading = next
    }
  }

  private func retry(
    _ state: String,
    since: String?,
    perMinute: Int,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    guard let ended = RetriedDeliveries(rawValue: state) else {
      return .refused("the deliveries: expected failed or written, found `\(state)`")
    }
    let day = since.flatMap { CivilDate($0) }
    guard since == nil || day != nil else {
      return .refused("--since: expected a day as 2026-11-20, found `\(since ?? "")`")
    }
    guard (1...6_000).contains(perMinute) else {
      return .refused("--per-minute: expected 1 to 6000, found `\(perMinute)`")
    }
    let count = try await store.retry(
      ended,
      since: day.map { calendar().moments(of: $0).lowerBound },
      perMinute: perMinute,
      by: person,
      at: now()
    )
    return .retried(count: count)
  }

  private func void(
    _ document: VoidDocument,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    let selection = document.batch.map { CardCode.Selection.batch($0) } ?? .codes(document.codeIDs)
    let count = try await store.voidCodes(
      selection,
      reason: document.reason,
      by: person,
      at: now()
    )
    return .voided(count: count)
  }

  /// A read of the database on a thread of its own: the whole ledger may take a while.
  func read<Value: Sendable>(
    _ read: @escaping @Sendable (Store) throws(StoreError) -> Value
  ) async throws(StoreError) -> Value {
    let store = store
    let result = await onThread(of: .singleton) { () -> Result<Value, StoreError> in
      do throws(StoreError) {
        return .success(try read(store))
      } catch {
        return .failure(error)
      }
    }
    guard let result else { throw .closed }
    return try result.get()
  }
}
