import Shop
package import Storage

/// A batch of codes in a list, and alone.
package struct BatchDocument: Codable, Equatable, Sendable {
  /// Its number.
  package let id: Int64
  /// As the import named it.
  package let name: String
  /// The product's.
  package let sku: String
  /// Who sold the codes to the shop; nil where nobody said.
  package let supplier: String?
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let startedAt: String
  /// Nil while the import was cut off.
  package let finishedAt: String?
  /// When it was taken back.
  package let undoneAt: String?
  /// Codes that can be sold.
  package let available: Int
  /// Out of sale because they do not open in their rows.
  package let quarantined: Int
  /// Bound to an order, whatever became of it.
  package let sold: Int
  /// Revoked before anybody bought them.
  package let voided: Int
  /// Taken back with the batch.
  package let withdrawn: Int
}

/// What became of a batch that was moved.
package struct MovedBatchDocument: Codable, Equatable, Sendable {
  /// A code that did not open: quarantined, and moved nowhere.
  package struct StayedDocument: Codable, Equatable, Sendable {
    /// The code's row.
    package let id: Int64
    /// Of the file that it was imported from.
    package let line: Int
  }

  /// Codes that moved.
  package let codes: Int
  /// Waiting orders that got their codes.
  package let served: Int
  /// Codes that did not open.
  package let stayed: Int
  /// The first of those that stayed.
  package let first: [StayedDocument]

  /// How many are named one by one.
  private static let mostNamed = 10

  init(_ moved: Batch.Moved) {
    codes = moved.codes
    served = moved.served.count
    stayed = moved.stayed.count
    first = moved.stayed.prefix(Self.mostNamed).map { StayedDocument(id: $0.codeID, line: $0.line) }
  }
}

extension OperatorCommands {
  /// The most batches of one list.
  package static let mostBatches = 1_000
}

/// Lists batches, newest first.
package struct ListBatchesDocument: CommandDocument {
  /// `batches list`.
  package static let kind = OperationKind.listBatches

  /// Only those with a lower number, or nil.
  let before: Int64?
  /// At most so many.
  let limit: Int

  package init(before: Int64? = nil, limit: Int) {
    self.before = before
    self.limit = limit
  }

  /// So many of them.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> [BatchDocument] {
    let (before, limit) = (before, min(max(limit, 1), OperatorCommands.mostBatches))
    return try await commands.read { (store) throws(StoreError) in
      try store.batches(before: before, limit: limit)
    }
    .map(BatchDocument.init)
  }
}

/// Shows one batch.
package struct ShowBatchDocument: CommandDocument {
  /// `batches show`.
  package static let kind = OperationKind.showBatch

  /// Its number or its name.
  let name: String

  package init(name: String) {
    self.name = name
  }

  /// The batch, with its codes counted.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> BatchDocument {
    let name = name
    return BatchDocument(
      try await commands.read { (store) throws(StoreError) in try store.batch(name) }
    )
  }
}

/// Takes a batch back whole.
package struct UndoBatchDocument: CommandDocument {
  /// `batches undo`.
  package static let kind = OperationKind.undoBatch

  /// Its number or its name.
  let name: String
  /// Kept in the ledger.
  let reason: String

  package init(name: String, reason: String) {
    self.name = name
    self.reason = reason
  }

  /// How many codes went with it.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> Int {
    try await commands.store.undoBatch(name, reason: reason, by: person, at: commands.now())
  }

  /// Names the batch and counts its codes.
  package func note(of answer: Int) -> ActNote {
    ActNote("batch \(name)", outcome: "\(answer) codes taken back")
  }
}

/// Moves a batch whole to another SKU.
package struct MoveBatchDocument: CommandDocument {
  /// `batches move`.
  package static let kind = OperationKind.moveBatch

  /// Its number or its name.
  let name: String
  let sku: String
  /// Kept in the ledger.
  let reason: String

  package init(name: String, sku: String, reason: String) {
    self.name = name
    self.sku = sku
    self.reason = reason
  }

  /// What moved, what stayed and who was served.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> MovedBatchDocument {
    guard let sku = SKU(sku) else {
      throw CommandRefusal("--sku: expected A–Z, 0–9 and dashes")
    }
    let moved = try await commands.store.moveBatch(
      name,
      to: sku,
      reason: reason,
      by: person,
      at: commands.now()
    )
    return MovedBatchDocument(moved)
  }

  /// Names the batch, and counts what became of it.
  package func note(of answer: MovedBatchDocument) -> ActNote {
    ActNote(
      "batch \(name) to \(sku)",
      outcome:
        "\(answer.codes) codes moved, \(answer.stayed) stayed, \(answer.served) orders served"
    )
  }
}

extension BatchDocument {
  init(_ batch: Batch) {
    self.init(
      id: batch.id,
      name: batch.name,
      sku: batch.sku.text,
      supplier: batch.supplier,
      startedAt: batch.startedAt.text,
      finishedAt: batch.finishedAt?.text,
      undoneAt: batch.undoneAt?.text,
      available: batch.codes.available,
      quarantined: batch.codes.quarantined,
      sold: batch.codes.sold,
      voided: batch.codes.voided,
      withdrawn: batch.codes.withdrawn
    )
  }
}
