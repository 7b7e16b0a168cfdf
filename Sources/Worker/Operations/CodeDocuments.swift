import Shop
package import Storage

/// How many codes of a SKU are in which state.
package struct StockRowDocument: Codable, Equatable, Sendable {
  /// The product's.
  package let sku: String
  /// Codes that can be sold.
  package let available: Int
  /// Taken out of sale because they were changed past the worker.
  package let quarantined: Int
  /// Codes that orders have.
  package let allocated: Int
  /// Codes that nobody gets any more.
  package let revoked: Int
  /// Past their last day.
  package let expired: Int
  /// Nearer to their last day than their product allows: not sold.
  package let expiringSoon: Int
  /// Units that were paid and wait.
  package let waiting: Int

  package init(
    sku: String,
    available: Int,
    quarantined: Int = 0,
    allocated: Int,
    revoked: Int,
    expired: Int,
    expiringSoon: Int,
    waiting: Int
  ) {
    self.sku = sku
    self.available = available
    self.quarantined = quarantined
    self.allocated = allocated
    self.revoked = revoked
    self.expired = expired
    self.expiringSoon = expiringSoon
    self.waiting = waiting
  }
}

/// Counts codes by SKU and state.
package struct CountStockDocument: CommandDocument {
  /// `codes stock`.
  package static let kind = OperationKind.countStock

  package init() {}

  /// A row for each SKU.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> [StockRowDocument] {
    try await commands.read { (store) throws(StoreError) in try store.stockReport() }
      .map(StockRowDocument.init)
  }
}

/// Revokes codes that are never to be sold.
package struct VoidCodesDocument: CommandDocument {
  /// `codes void`.
  package static let kind = OperationKind.voidCodes

  /// All that are still available of that batch, or nil.
  let batch: String?
  /// These, if they are still available.
  let codeIDs: [Int64]
  /// Kept in the ledger.
  let reason: String

  package init(batch: String?, codeIDs: [Int64], reason: String) {
    self.batch = batch
    self.codeIDs = codeIDs
    self.reason = reason
  }

  /// How many were revoked.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> Int {
    let selection = batch.map { CardCode.Selection.batch($0) } ?? .codes(codeIDs)
    return try await commands.store.voidCodes(
      selection,
      reason: reason,
      by: person,
      at: commands.now()
    )
  }

  /// Names the batch, or the codes by their rows.
  package func note(of answer: Int) -> ActNote {
    ActNote(
      batch.map { "batch \($0)" } ?? "\(codeIDs)",
      outcome: "\(answer) codes revoked"
    )
  }
}

/// One code in the clear, on its way to the person who asked; prints nothing of it.
package struct RevealedCodeDocument: Codable, Equatable, Sendable, CustomStringConvertible,
  CustomReflectable
{
  /// Its row.
  package let id: Int64
  /// The product's.
  package let sku: String
  /// In the clear.
  package let code: String
  /// In the clear; nil where the card has none.
  package let pin: String?

  /// Shows nothing secret.
  package var description: String { "code \(id): <redacted>" }
  /// Shows nothing secret.
  package var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}

/// Shows one code to a person who says why.
package struct RevealCodeDocument: CommandDocument {
  /// `codes reveal`.
  package static let kind = OperationKind.revealCode

  /// The code's ID, or nil where an order's unit is meant.
  let codeID: Int64?
  let reference: String?
  /// Counted from 1.
  let unit: Int?
  /// Kept in the ledger.
  let reason: String

  package init(codeID: Int64?, reference: String?, unit: Int?, reason: String) {
    self.codeID = codeID
    self.reference = reference
    self.unit = unit
    self.reason = reason
  }

  /// The code in the clear.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> RevealedCodeDocument {
    let place: CardCode.Wanted
    if let codeID {
      place = .code(codeID)
    } else {
      place = .unit(try commands.reference(reference ?? ""), unit ?? 1)
    }
    let revealed = try await commands.store.revealCode(
      place,
      reason: reason,
      by: person,
      at: commands.now()
    )
    return RevealedCodeDocument(revealed)
  }

  /// Names the code by its row, and never itself.
  package func note(of answer: RevealedCodeDocument) -> ActNote {
    ActNote(
      codeID.map { "code \($0)" } ?? "order \(reference ?? "") unit \(unit ?? 1)",
      outcome: "code \(answer.id)"
    )
  }
}

extension StockRowDocument {
  init(_ count: StockCount) {
    self.init(
      sku: count.sku.text,
      available: count.available,
      quarantined: count.quarantined,
      allocated: count.allocated,
      revoked: count.revoked,
      expired: count.expired,
      expiringSoon: count.expiringSoon,
      waiting: count.waiting
    )
  }
}

extension RevealedCodeDocument {
  init(_ revealed: CardCode.Revealed) {
    self.init(
      id: revealed.id,
      sku: revealed.sku.text,
      code: revealed.code.code,
      pin: revealed.code.pin
    )
  }
}
