import Shop
package import Storage

/// How many codes of a SKU are in which state.
package struct StockRowDocument: Codable, Equatable, Sendable {
  /// The product's SKU.
  package let sku: String
  /// Codes that can be sold.
  package let available: Int
  /// Codes taken out of sale because their rows were altered by other means than the worker.
  package let quarantined: Int
  /// Codes bound to orders.
  package let allocated: Int
  /// Codes that are never handed out again.
  package let revoked: Int
  /// Codes past their last day.
  package let expired: Int
  /// Codes too near to their last day to be sold, by their product's `min_validity`.
  package let expiringSoon: Int
  /// Units that are paid and wait for codes.
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

  /// Returns a row for each SKU.
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

  /// The batch whose available codes are all revoked; nil when `codeIDs` are meant.
  let batch: String?
  /// The rows of the codes to revoke, which must still be available.
  let codeIDs: [Int64]
  /// Why, for the ledger.
  let reason: String

  package init(batch: String?, codeIDs: [Int64], reason: String) {
    self.batch = batch
    self.codeIDs = codeIDs
    self.reason = reason
  }

  /// Returns how many were revoked.
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

  /// A note that names the batch, or the codes by their rows.
  package func note(of answer: Int) -> ActNote {
    ActNote(
      batch.map { "batch \($0)" } ?? "\(codeIDs)",
      outcome: "\(answer) codes revoked"
    )
  }
}

/// A code in the clear, for the person who asks for it; it prints nothing of the code.
package struct RevealedCodeDocument: Codable, Equatable, Sendable, CustomStringConvertible,
  CustomReflectable
{
  /// The code's row.
  package let id: Int64
  /// The product's SKU.
  package let sku: String
  /// In the clear.
  package let code: String
  /// In the clear; nil when the card has none.
  package let pin: String?
  /// The card's number, where that is not its code; nil when it has none.
  package let number: String?

  /// Shows nothing secret.
  package var description: String { "code \(id): <redacted>" }
  /// Shows nothing secret.
  package var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}

/// Shows one code to a person who says why.
package struct RevealCodeDocument: CommandDocument {
  /// `codes reveal`.
  package static let kind = OperationKind.revealCode

  /// The code's row; nil when an order's unit is meant.
  let codeID: Int64?
  let reference: String?
  /// Counted from 1.
  let unit: Int?
  /// Why, for the ledger.
  let reason: String

  package init(codeID: Int64?, reference: String?, unit: Int?, reason: String) {
    self.codeID = codeID
    self.reference = reference
    self.unit = unit
    self.reason = reason
  }

  /// Returns the code in the clear.
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

  /// A note that names the code by its row.
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
      pin: revealed.code.pin,
      number: revealed.code.number
    )
  }
}
