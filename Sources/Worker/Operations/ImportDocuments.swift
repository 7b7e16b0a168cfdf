import Shop
package import Storage
import Text

/// What an import declares before its first line.
package struct ImportHeaderDocument: Codable, Equatable, Sendable {
  /// The product's SKU.
  package let sku: String
  /// The batch's name, one line.
  package let batch: String
  /// Who sold the codes to the shop; nil when not given.
  package let supplier: String?
  /// SHA-256 of the whole file in lower-case hex, by which an import is resumed.
  package let fileHash: String

  package init(sku: String, batch: String, supplier: String?, fileHash: String) {
    self.sku = sku
    self.batch = batch
    self.supplier = supplier
    self.fileHash = fileHash
  }
}

/// One code to import; it prints nothing of the code.
package struct ImportLineDocument: Codable, Equatable, Sendable, CustomStringConvertible,
  CustomReflectable
{
  /// The line's number in the file, from 1.
  package let line: Int
  /// In the clear.
  package let code: String
  /// In the clear; nil when the card has none.
  package let pin: String?
  /// The card's number, where that is not its code; nil when it has none.
  package let number: String?
  /// In minor units of `currency`.
  package let faceValue: Int64?
  /// Milliseconds since 1970.
  package let expiresAt: Int64?
  /// In minor units of `currency`.
  package let cost: Int64?
  /// The currency's three letters.
  package let currency: String?

  package init(
    line: Int,
    code: String,
    pin: String?,
    number: String? = nil,
    faceValue: Int64?,
    expiresAt: Int64?,
    cost: Int64?,
    currency: String?
  ) {
    self.line = line
    self.code = code
    self.pin = pin
    self.number = number
    self.faceValue = faceValue
    self.expiresAt = expiresAt
    self.cost = cost
    self.currency = currency
  }

  /// Shows nothing secret.
  package var description: String { "line \(line): <redacted>" }
  /// Shows nothing secret.
  package var customMirror: Mirror { Mirror(self, children: ["line": line]) }
}

/// How far an import has come, before lines are sent.
package struct ImportStateDocument: Codable, Equatable, Sendable {
  /// The batch's number.
  package let batchID: Int64
  /// The last line that is in the vault from an earlier run; 0 when none is.
  package let resumesAfterLine: Int
}

/// The result of importing, or previewing, some lines.
package struct LinesTakenDocument: Codable, Equatable, Sendable {
  /// Codes that are new in the vault.
  package let imported: Int
  /// Lines of this same file that are in the vault from an earlier run.
  package let already: Int
  /// The refused lines, in the file's order.
  package let refused: [RefusedLineDocument]
  /// Waiting orders that got their codes.
  package let served: Int
  /// In a preview, new codes that expire too soon to be sold, by the product's `min_validity`.
  package var endingSoon = 0
}

/// A line that was not imported.
package struct RefusedLineDocument: Codable, Equatable, Sendable {
  /// The line's number in the file, from 1.
  package let line: Int
  /// `duplicate`, `similar` or `expired`.
  package let kind: String
  /// One sentence, without anything of the code.
  package let reason: String

  package init(line: Int, kind: String, reason: String) {
    self.line = line
    self.kind = kind
    self.reason = reason
  }
}

/// Begins an import, or resumes one.
package struct BeginImportDocument: CommandDocument {
  /// `codes import`.
  package static let kind = OperationKind.beginImport

  let header: ImportHeaderDocument

  package init(header: ImportHeaderDocument) {
    self.header = header
  }

  /// Returns how far the import has come.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> ImportStateDocument {
    let header = try Import.Header(header)
    let progress = try await commands.store.beginImport(header, by: person, at: commands.now())
    return ImportStateDocument(progress)
  }

  /// A note that names the batch.
  package func note(of answer: ImportStateDocument) -> ActNote {
    ActNote("batch \(header.batch)")
  }
}

/// Returns what `ImportLinesDocument` would, without writing.
package struct PreviewLinesDocument: CommandDocument {
  /// `codes import`.
  package static let kind = OperationKind.previewLines

  let header: ImportHeaderDocument
  /// At most `ImportLine.mostPerChunk`.
  let lines: [ImportLineDocument]
  /// Takes codes too that differ from others in case, dashes or blanks alone.
  let allowsSimilar: Bool

  package init(header: ImportHeaderDocument, lines: [ImportLineDocument], allowsSimilar: Bool) {
    self.header = header
    self.lines = lines
    self.allowsSimilar = allowsSimilar
  }

  /// Returns the result that an import would have.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> LinesTakenDocument {
    let (header, lines) = (try Import.Header(header), try lines.importLines())
    let (allowsSimilar, moment) = (allowsSimilar, commands.now())
    let (results, leastEnd) = try await commands.read { (store) throws(StoreError) in
      (
        try store.previewImport(lines, of: header, allowsSimilar: allowsSimilar, at: moment),
        try store.leastEnd(of: header.sku, at: moment)
      )
    }
    var taken = LinesTakenDocument(results, served: 0)
    let new = Set(results.filter { $0.outcome == .added }.map(\.number))
    taken.endingSoon = lines.count { line in
      new.contains(line.number) && line.expiresAt.map { $0 <= leastEnd } ?? false
    }
    return taken
  }
}

/// Takes some lines of an import.
package struct ImportLinesDocument: CommandDocument {
  /// `codes import`.
  package static let kind = OperationKind.importLines

  let batchID: Int64
  /// At most `ImportLine.mostPerChunk`.
  let lines: [ImportLineDocument]
  /// Takes codes too that differ from others in case, dashes or blanks alone.
  let allowsSimilar: Bool

  package init(batchID: Int64, lines: [ImportLineDocument], allowsSimilar: Bool = false) {
    self.batchID = batchID
    self.lines = lines
    self.allowsSimilar = allowsSimilar
  }

  /// Returns the result, with the number of waiting orders that were served.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> LinesTakenDocument {
    let chunk = try await commands.store.importChunk(
      lines.importLines(),
      batch: batchID,
      allowsSimilar: allowsSimilar,
      by: person,
      at: commands.now()
    )
    return LinesTakenDocument(chunk.lines, served: chunk.served.count)
  }

  /// A note that names the batch and counts its codes.
  package func note(of answer: LinesTakenDocument) -> ActNote {
    ActNote("batch \(batchID)", outcome: "\(answer.imported) codes")
  }
}

/// Ends an import, once all of its lines were sent.
package struct FinishImportDocument: CommandDocument {
  /// `codes import`.
  package static let kind = OperationKind.finishImport

  let batchID: Int64

  package init(batchID: Int64) {
    self.batchID = batchID
  }

  /// Closes the batch.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> DoneDocument {
    try await commands.store.finishImport(batch: batchID, by: person, at: commands.now())
    return DoneDocument()
  }

  /// A note that names the batch.
  package func note(of answer: DoneDocument) -> ActNote {
    ActNote("batch \(batchID)")
  }
}

extension Import.Header {
  fileprivate init(_ document: ImportHeaderDocument) throws(CommandRefusal) {
    let names = [document.batch, document.supplier].compactMap(\.self)
    guard let sku = SKU(document.sku), let hash = [UInt8](hex: document.fileHash.utf8),
      hash.count == 32,
      names.allSatisfy({ (1...100).contains($0.count) && OperatorCommands.isLine($0) })
    else {
      throw CommandRefusal(
        "the import: expected a SKU, a batch name and a supplier of one line and 1 to 100 "
          + "characters, and a hash, found otherwise"
      )
    }
    self.init(
      sku: sku,
      batch: document.batch,
      supplier: document.supplier,
      fileHash: hash
    )
  }
}

extension ImportStateDocument {
  fileprivate init(_ progress: Import.Progress) {
    batchID = progress.batchID
    resumesAfterLine = progress.resumesAfterLine
  }
}

extension [ImportLineDocument] {
  /// The lines as the store takes them; refuses lines that `codes import` does not send.
  fileprivate func importLines() throws(CommandRefusal) -> [Import.Line] {
    var taken: [Import.Line] = []
    for line in self {
      guard let code = CardCode(code: line.code, pin: line.pin, number: line.number) else {
        throw CommandRefusal("the import's lines cannot be read")
      }
      let currency = line.currency.flatMap(Currency.init)
      let money = { (units: Int64?) in
        units.flatMap { units in currency.map { Money(minorUnits: units, currency: $0) } }
      }
      taken.append(
        Import.Line(
          number: line.line,
          code: code,
          faceValue: money(line.faceValue),
          expiresAt: line.expiresAt.map(Timestamp.init(milliseconds:)),
          cost: money(line.cost)
        )
      )
    }
    return taken
  }
}

extension LinesTakenDocument {
  fileprivate init(_ results: [Import.LineResult], served: Int) {
    imported = results.count { $0.outcome == .added }
    already = results.count { $0.outcome == .already }
    refused = results.compactMap { result in
      let reason =
        switch result.outcome {
        case .added, .already: nil as String?
        case .duplicate: "the vault has this already, as a code, a number or a PIN"
        case .similar:
          "the vault has a card that \(Import.Outcome.similarity); --allow-similar takes it"
        case .expired: "its last day is over"
        }
      return reason.map {
        RefusedLineDocument(line: result.number, kind: result.outcome.rawValue, reason: $0)
      }
    }
    self.served = served
  }
}
