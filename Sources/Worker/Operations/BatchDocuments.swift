import Shop
package import Storage

/// A batch of codes.
package struct BatchDocument: Codable, Equatable, Sendable {
  /// The row's number, by which commands name it.
  package let id: Int64
  /// The name that the import gave it.
  package let name: String
  /// The product's SKU.
  package let sku: String
  /// Who sold the codes to the shop; nil when not given.
  package let supplier: String?
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let startedAt: String
  /// `YYYY-MM-DD HH:MM:SSZ`; nil when the import is not finished.
  package let finishedAt: String?
  /// When the batch was undone, `YYYY-MM-DD HH:MM:SSZ`; nil when it was not.
  package let undoneAt: String?
  /// Codes that can be sold.
  package let available: Int
  /// Codes taken out of sale because their sealed rows do not open.
  package let quarantined: Int
  /// Codes that were bound to an order, whatever became of it.
  package let sold: Int
  /// Codes revoked before anybody bought them.
  package let voided: Int
  /// Codes taken back with the batch; the same codes may come again.
  package let undone: Int
}

/// The result of moving a batch to another SKU.
package struct MovedBatchDocument: Codable, Equatable, Sendable {
  /// A code whose sealed row does not open: quarantined, and not moved.
  package struct StayedDocument: Codable, Equatable, Sendable {
    /// The code's row.
    package let id: Int64
    /// The line's number in the file that it was imported from.
    package let line: Int
  }

  /// Codes that moved.
  package let codes: Int
  /// Waiting orders that got their codes.
  package let served: Int
  /// Codes that were not moved.
  package let stayed: Int
  /// The first of the codes that were not moved.
  package let first: [StayedDocument]

  /// The most codes that are named one by one.
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

  /// Lists only batches with a lower number; nil for no bound.
  let before: Int64?
  /// The most batches to list.
  let limit: Int

  package init(before: Int64? = nil, limit: Int) {
    self.before = before
    self.limit = limit
  }

  /// Returns the newest of them.
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

  /// The batch's number or name.
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

/// Undoes an import: withdraws all codes of a batch.
package struct UndoBatchDocument: CommandDocument {
  /// `batches undo`.
  package static let kind = OperationKind.undoBatch

  /// The batch's number or name.
  let name: String
  /// Why, for the ledger.
  let reason: String

  package init(name: String, reason: String) {
    self.name = name
    self.reason = reason
  }

  /// Returns how many codes were taken back.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> Int {
    try await commands.store.undoBatch(name, reason: reason, by: person, at: commands.now())
  }

  /// A note that names the batch and counts its codes.
  package func note(of answer: Int) -> ActNote {
    ActNote("batch \(name)", outcome: "\(answer) codes taken back")
  }
}

/// Moves a whole batch to another SKU.
package struct MoveBatchDocument: CommandDocument {
  /// `batches move`.
  package static let kind = OperationKind.moveBatch

  /// The batch's number or name.
  let name: String
  let sku: String
  /// Why, for the ledger.
  let reason: String

  package init(name: String, sku: String, reason: String) {
    self.name = name
    self.sku = sku
    self.reason = reason
  }

  /// Returns how many codes moved, which did not, and how many waiting orders were served.
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

  /// A note that names the batch and the result.
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
      undone: batch.codes.undone
    )
  }
}
