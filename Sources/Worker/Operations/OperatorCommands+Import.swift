import Shop
import Storage

extension OperatorCommands {
  func beginImport(
    _ document: ImportHeaderDocument,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    guard let header = Import.Header(document) else { return Self.badHeader }
    let progress = try await store.beginImport(header, by: person, at: now())
    return .importBegun(ImportStateDocument(progress))
  }

  func previewLines(_ document: ImportPreviewDocument) async throws(StoreError) -> AnswerDocument {
    guard let header = Import.Header(document.header) else { return Self.badHeader }
    guard let lines = document.lines.importLines else { return Self.malformed }
    let moment = now()
    let results = try await read { (store) throws(StoreError) in
      try store.previewImport(
        lines,
        of: header,
        allowsSimilar: document.allowsSimilar,
        at: moment
      )
    }
    return .linesTaken(LinesTakenDocument(results, served: 0))
  }

  func importLines(
    _ document: ImportLinesDocument,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    guard let lines = document.lines.importLines else { return Self.malformed }
    let chunk = try await store.importChunk(
      lines,
      batch: document.batchID,
      allowsSimilar: document.allowsSimilar,
      by: person,
      at: now()
    )
    return .linesTaken(LinesTakenDocument(chunk.lines, served: chunk.served.count))
  }

  func finishImport(
    _ batch: Int64,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    try await store.finishImport(batch: batch, by: person, at: now())
    return .importFinished
  }

  private static let badHeader = AnswerDocument.refused(
    "the import: expected a SKU, a batch name and a supplier of one line and 1 to 100 characters, "
      + "and a hash, found otherwise"
  )

  private static let malformed = AnswerDocument.refused("the import's lines cannot be read")
}

extension Import.Header {
  fileprivate init?(_ document: ImportHeaderDocument) {
    let digits = document.fileHash.compactMap(\.hexDigitValue)
    let names = [document.batch, document.supplier].compactMap(\.self)
    guard let sku = SKU(document.sku), digits.count == 64,
      names.allSatisfy({ (1...100).contains($0.count) && OperatorCommands.isLine($0) })
    else { return nil }
    self.init(
      sku: sku,
      batch: document.batch,
      supplier: document.supplier,
      fileHash: stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
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
  /// The lines as the store takes them; nil when one of them was not made by our command line.
  fileprivate var importLines: [Import.Line]? {
    var taken: [Import.Line] = []
    for line in self {
      guard let code = CardCode(code: line.code, pin: line.pin) else { return nil }
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
        case .duplicate: "the vault has this code already"
        case .similar:
          "the vault has a code that differs in case, dashes or blanks alone; "
            + "--allow-similar takes it"
        case .expired: "its last day is over"
        }
      return reason.map {
        RefusedLineDocument(line: result.number, kind: result.outcome.rawValue, reason: $0)
      }
    }
    self.served = served
  }
}
