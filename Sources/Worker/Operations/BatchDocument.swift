import Shop

/// A batch of codes in a list, and alone.
package struct BatchDocument: Codable, Equatable, Sendable {
  package let id: Int64
  package let name: String
  package let sku: String
  package let supplier: String?
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let startedAt: String
  /// Nil while the import was cut off.
  package let finishedAt: String?
  /// When it was taken back.
  package let undoneAt: String?
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
    package let id: Int64
    /// Of the file that it was imported from.
    package let line: Int
  }

  package let codes: Int
  /// Waiting orders that got their codes.
  package let served: Int
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

/// Which batches are listed, newest first.
package struct BatchFilterDocument: Codable, Equatable, Sendable {
  /// Only those with a lower number, or nil.
  package let before: Int64?
  package let limit: Int

  package init(before: Int64? = nil, limit: Int) {
    self.before = before
    self.limit = limit
  }
}

/// Which one code a person wants to see, and why.
package struct RevealDocument: Codable, Equatable, Sendable {
  /// The code's ID, or nil where an order's unit is meant.
  package let codeID: Int64?
  package let reference: String?
  /// Counted from 1.
  package let unit: Int?
  package let reason: String

  package init(codeID: Int64?, reference: String?, unit: Int?, reason: String) {
    self.codeID = codeID
    self.reference = reference
    self.unit = unit
    self.reason = reason
  }
}

/// One code in the clear, on its way to the person who asked; prints nothing of it.
package struct RevealedCodeDocument: Codable, Equatable, Sendable, CustomStringConvertible,
  CustomReflectable
{
  package let id: Int64
  package let sku: String
  package let code: String
  package let pin: String?

  package var description: String { "code \(id): <redacted>" }
  package var customMirror: Mirror { Mirror(self, children: ["id": id]) }
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

extension RevealedCodeDocument {
  init(_ revealed: RevealedCode) {
    self.init(
      id: revealed.id,
      sku: revealed.sku.text,
      code: revealed.code.code,
      pin: revealed.code.pin
    )
  }
}
