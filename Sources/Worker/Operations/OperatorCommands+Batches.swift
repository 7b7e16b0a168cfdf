import Shop
import Storage

extension OperatorCommands {
  /// The most batches of one list.
  package static let mostBatches = 1_000

  func listBatches(_ filter: BatchFilterDocument) async throws(StoreError) -> AnswerDocument {
    let limit = min(max(filter.limit, 1), Self.mostBatches)
    let batches = try await read { (store) throws(StoreError) in
      try store.batches(before: filter.before, limit: limit)
    }
    return .batches(batches.map(BatchDocument.init))
  }

  func showBatch(_ name: String) async throws(StoreError) -> AnswerDocument {
    .batch(BatchDocument(try await read { (store) throws(StoreError) in try store.batch(name) }))
  }

  /// Takes a batch back whole.
  func undo(
    _ name: String,
    _ reason: String,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    let count = try await store.undoBatch(name, reason: reason, by: person, at: now())
    return .batchUndone(codes: count)
  }

  /// Moves a batch whole to another SKU.
  func move(
    _ name: String,
    to text: String,
    _ reason: String,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    guard let sku = SKU(text) else { return .refused("--sku: expected A–Z, 0–9 and dashes") }
    let moved = try await store.moveBatch(name, to: sku, reason: reason, by: person, at: now())
    return .batchMoved(MovedBatchDocument(moved))
  }

  /// Shows one code, for a reason.
  func reveal(
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
    return .code(RevealedCodeDocument(revealed))
  }
}
