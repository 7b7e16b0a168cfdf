package import Logging
import NIOPosix
package import Shop
package import Storage

/// Carries out operators' commands, for the control socket and for a command line that has the
/// database to itself: one way, so that both do the same.
package struct OperatorDesk: Sendable {
  let store: Store
  /// Rung when something became due.
  let bell: Bell
  /// Nil where no provider can be called.
  let books: Bookkeeper?
  let probes: ProbeBoard
  /// Nil where time is a test's.
  let clock: SteadyClock?
  let now: @Sendable () -> Timestamp
  let logger: Logger

  package init(
    store: Store,
    bell: Bell,
    books: Bookkeeper? = nil,
    probes: ProbeBoard = ProbeBoard(),
    clock: SteadyClock? = nil,
    now: @escaping @Sendable () -> Timestamp,
    logger: Logger
  ) {
    self.store = store
    self.bell = bell
    self.books = books
    self.probes = probes
    self.clock = clock
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
      return try await perform(command.operation, by: person)
    } catch {
      return error.isPassing ? .busy(error.sentence) : .refused(error.sentence)
    }
  }

  private func perform(
    _ operation: OperationDocument,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    switch operation {
    case .countStock:
      let counts = try await read { (store) throws(StoreError) in try store.stockReport() }
      return .stock(counts.map(StockRowDocument.init))
    case .beginImport, .previewLines, .importLines, .finishImport:
      return try await carryImport(operation, by: person)
    case .voidCodes(let document): return try await void(document, by: person)
    case .listBatches, .showBatch, .undoBatch, .moveBatch, .revealCode:
      return try await carryBatch(operation, by: person)
    case .listOrders(let filter): return try await listOrders(filter)
    case .showOrder(let text):
      guard let reference = Reference(text) else { throw .unknownOrder }
      let found = try await read { (store) throws(StoreError) in
        try store.order(reference: reference)
      }
      guard let found else { throw .unknownOrder }
      let waits = try await waiting(reference)
      return .order(OrderDocument(found, waits: waits))
    case .listHeld:
      return .held(try await waiting(nil))
    case .resendOrder(let text):
      guard let reference = Reference(text) else { throw .unknownOrder }
      try await store.resend(reference: reference, by: person, at: now())
    case .releaseOrder(let text):
      guard let reference = Reference(text) else { throw .unknownOrder }
      try await store.release(reference: reference, by: person, at: now())
    case .explainRefund(let text, let partial):
      guard let reference = Reference(text) else { throw .unknownOrder }
      try await store.explainRefund(reference, as: partial.value, by: person, at: now())
    case .holdOrder(let document): return try await hold(document, by: person)
    case .addBlock(let document): return try await block(document, by: person)
    case .removeBlock(let buyer): return try await unblock(buyer, by: person)
    case .listBlocks: return try await listBlocks()
    case .listDeliveries(let filter): return try await listDeliveries(filter)
    case .retryFailed(let since, let perMinute):
      return try await retryFailed(since: since, perMinute: perMinute, by: person)
    case .retryDelivery(let id): try await store.retryDelivery(id: id, by: person, at: now())
    case .listPayments(let filter): return try await listPayments(filter)
    case .listCheckouts(let filter): return try await listCheckouts(filter)
    case .showCheckout(let text): return try await showCheckout(text)
    case .reportSales(let period): return try await reportSales(period)
    case .replaceUnit(let document): return try await replace(document, by: person)
    case .readdressOrder(let document): return try await readdress(document, by: person)
    case .listClaims(let filter): return try await listClaims(filter)
    case .showPayment, .refundOrder, .markPaid, .reconcile, .matchStatements,
      .beginProbe, .readProbe:
      return try await carryMoney(operation, by: person)
    case .showHeldPrices: return try await showHeldPrices()
    case .acceptPrices(let document): return try await accept(document, by: person)
    case .showClock: return try await showClock()
    case .acceptClock(let reason): return try await acceptClock(reason, by: person)
    case .verifyLedger:
      let report = try await verifyLedger()
      return .ledger(LedgerDocument(entries: report.entries, firstBroken: report.firstBroken))
    }
    bell.ring()
    logger.notice(
      "\(Mirror(reflecting: operation).children.first?.label ?? "command") by \(person.name)"
    )
    return .done
  }

  /// Whatever waits for a person, or what of one order does.
  private func waiting(_ reference: Reference?) async throws(StoreError) -> [HeldRowDocument] {
    try await read { (store) throws(StoreError) in
      try store.holds(of: reference, limit: OrderFilter.most).map(HeldRowDocument.init)
        + store.waitingOrders(of: reference, limit: OrderFilter.most).map(HeldRowDocument.init)
    }
  }

  /// Slice by slice, so that other commands have their turn in between.
  private func verifyLedger() async throws(StoreError) -> LedgerReport {
    var reading = LedgerReading()
    while true {
      let start = reading
      let (next, report) = try await read { (store) throws(StoreError) in
        var reading = start
        let report = try store.verifyLedger(&reading)
        return (reading, report)
      }
      if let report { return report }
      reading = next
    }
  }

  private func retryFailed(
    since: String?,
    perMinute: Int,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    let day = since.flatMap { CivilDate($0) }
    guard since == nil || day != nil else {
      return .refused("--since: expected a day as 2026-11-20, found `\(since ?? "")`")
    }
    guard (1...6_000).contains(perMinute) else {
      return .refused("--per-minute: expected 1 to 6000, found `\(perMinute)`")
    }
    let count = try await store.retryFailed(
      since: day?.firstMoment,
      perMinute: perMinute,
      by: person,
      at: now()
    )
    bell.ring()
    return .retried(count: count)
  }

  private func void(
    _ document: VoidDocument,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    let selection = document.batch.map { CodeSelection.batch($0) } ?? .codes(document.codeIDs)
    let count = try await store.voidCodes(
      selection,
      reason: document.reason,
      by: person,
      at: now()
    )
    logger.warning("\(count) codes revoked by \(person.name)")
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
