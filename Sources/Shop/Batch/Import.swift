/// A supplier's codes on their way into the vault: one file, in chunks of lines, as one batch.
package enum Import {}

extension Import {
  /// What is known of an import before its first line.
  package struct Header: Equatable, Sendable {
    /// The product that all lines are codes of.
    package let sku: SKU
    /// The operators' name of the batch, 1 to 100 characters.
    package let batch: String
    /// Who sold the codes to the shop, where the operator says so.
    package let supplier: String?
    /// SHA-256 of the whole file, 32 bytes; its lines that are in the vault are not taken again.
    package let fileHash: [UInt8]

    package init(sku: SKU, batch: String, supplier: String?, fileHash: [UInt8]) {
      self.sku = sku
      self.batch = batch
      self.supplier = supplier
      self.fileHash = fileHash
    }
  }

  /// How far an import has come before its lines are given.
  package struct Progress: Equatable, Sendable {
    /// The row of the batch that the lines go into.
    package let batchID: Int64
    /// Lines up to this number are already dealt with and need not be given; 0 for a new file.
    package let resumesAfterLine: Int

    package init(batchID: Int64, resumesAfterLine: Int) {
      self.batchID = batchID
      self.resumesAfterLine = resumesAfterLine
    }
  }

  /// One code on its way into the vault.
  package struct Line: Equatable, Sendable {
    /// The line of the file, counted from 1; each line's is greater than the one before.
    package let number: Int
    /// The secret, as the supplier's file has it.
    package let code: CardCode
    /// The face value that the file gives; nil for none.
    package let faceValue: Money?
    /// The moment from which it is not sold; nil for a code without an end.
    package let expiresAt: Timestamp?
    /// What the shop paid for it.
    package let cost: Money?

    /// The most lines of one chunk; a webhook waits no longer than their transaction takes.
    package static let mostPerChunk = 500

    package init(
      number: Int,
      code: CardCode,
      faceValue: Money? = nil,
      expiresAt: Timestamp? = nil,
      cost: Money? = nil
    ) {
      self.number = number
      self.code = code
      self.faceValue = faceValue
      self.expiresAt = expiresAt
      self.cost = cost
    }
  }

  /// What became of one line.
  package struct LineResult: Equatable, Sendable {
    /// The number of the line in its file.
    package let number: Int
    /// Whether the code is in the vault, and if not, why.
    package let outcome: Import.Outcome

    package init(number: Int, outcome: Import.Outcome) {
      self.number = number
      self.outcome = outcome
    }
  }

  /// What became of the code of one line.
  package enum Outcome: String, Equatable, Sendable {
    /// It is for sale, or went to an order that waited.
    case added
    /// This line of the same file was dealt with before, or by a run that was cut off.
    case already
    /// The vault has this code, from this file or another: refused.
    case duplicate
    /// The vault has a card that `similarity` says of: refused unless allowed.
    case similar
    /// Past its last day: refused.
    case expired

    /// What is said of a similar card, after its place.
    package static let similarity =
      "differs in case or signs alone, is the same account, or has the same long number or PIN"
  }

  /// What became of a chunk of lines.
  package struct Chunk: Equatable, Sendable {
    /// One for each line that was given, in their order.
    package let lines: [Import.LineResult]
    /// Orders that had waited and got their codes, longest waiting first.
    package let served: [Reference]

    package init(lines: [Import.LineResult], served: [Reference]) {
      self.lines = lines
      self.served = served
    }
  }
}
