import Logging
import Shop
import Storage

extension OperatorDesk {
  /// The most batches of one list.
  package static let mostBatches = 1_000

  /// Commands about batches, and about one code.
  func carryBatch(
    _ operation: OperationDocument,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    switch operation {
    case .listBatches(let filter):
      let limit = min(max(filter.limit, 1), Self.mostBatches)
      let batches = try await read { (store) throws(StoreError) in
        try store.batches(before: filter.before, limit: limit)
      }
      return .batches(batches.map(BatchDocument.init))
    case .showBatch(let name):
      return .batch(
        BatchDocument(try await read { (store) throws(StoreError) in try store.batch(name) })
      )
    case .undoBatch(let name, let reason):
      let count = try await store.undoBatch(name, reason: reason, by: person, at: now())
      logger.warning("batch \(name) taken back by \(person.name): \(count) codes")
      return .batchUndone(codes: count)
    case .moveBatch(let name, let text, let reason):
      guard let sku = SKU(text) else { return .refused("--sku: expected A–Z, 0–9 and dashes") }
      let moved = try await store.moveBatch(
        name,
        to: sku,
        reason: reason,
        by: person,
        at: now()
      )
      if !moved.served.isEmpty { bell.ring() }
      logger.warning("batch \(name) moved to \(sku) by \(person.name): \(moved.codes) codes")
      return .batchMoved(codes: moved.codes, served: moved.served.count)
    case .revealCode(let document): return try await reveal(document, by: person)
    default: return .refused("the command cannot be read")
    }
  }

  private func reveal(
    _ document: RevealDocument,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    let place: RevealedPlace
    if let id = document.codeID {
      place = .code(id)
    } else {
      guard let reference = document.reference.flatMap({ Reference($0) }) else {
        throw .unknownOrder
      }
      place = .unit(reference, document.unit ?? 1)
    }
    let revealed = try await store.revealCode(
      place,
      reason: document.reason,
      by: person,
      at: now()
    )
    logger.warning("code \(revealed.id) shown to \(person.name): \(document.reason)")
    return .code(RevealedCodeDocument(revealed))
  }
}
