import Foundation
import GRDB
package import Shop

extension Store {
  /// Begins an import, or resumes one that was cut off.
  ///
  /// A file that was imported whole before begins a new batch, for the lines of it that were
  /// refused. Throws `.fileOfOtherSKU` when the file's codes are in the vault under another SKU.
  package func beginImport(
    _ header: Import.Header,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) -> Import.Progress {
    try await commit(at: at) { try $0.beginImport(header, by: person) }
  }

  /// Imports some lines, and serves the units that wait, longest waiting first, in the same
  /// transaction: new buyers cannot overtake those who have paid (I7).
  ///
  /// `allowsSimilar` accepts codes that differ from others only in case, dashes or blanks. Throws
  /// `.badChunk` for more than `Import.Line.mostPerChunk` lines or numbers that do not rise.
  package func importChunk(
    _ lines: [Import.Line],
    batch: Int64,
    allowsSimilar: Bool = false,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) -> Import.Chunk {
    guard lines.count <= Import.Line.mostPerChunk,
      zip(lines, lines.dropFirst()).allSatisfy({ $0.number < $1.number })
    else { throw .badChunk }
    return try await commit(at: at) { try $0.importLines(lines, batch, allowsSimilar, by: person) }
  }

  /// Ends an import.
  package func finishImport(
    batch: Int64,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { transaction in
      let finished = try transaction.db.change(
        """
        UPDATE batch SET finishedAt = COALESCE(finishedAt, ?) WHERE id = ? AND undoneAt IS NULL
        """,
        [transaction.now.milliseconds, batch]
      )
      guard finished > 0 else { throw StoreError.unknownBatch }
      try transaction.note("import", "batch \(batch)", "finished", by: person.actor)
    }
  }

  /// What `importChunk` would answer about the lines, without writing anything.
  ///
  /// The second occurrence of a code among the lines is a duplicate. Throws `.fileOfOtherSKU` as
  /// `beginImport` does.
  package func previewImport(
    _ lines: [Import.Line],
    of header: Import.Header,
    allowsSimilar: Bool = false,
    at: Timestamp
  ) throws(StoreError) -> [Import.LineResult] {
    let sealing = sealing
    return try read { db in
      try db.expectSameSKU(header)
      var met = SeenCards<Data, Int>()
      return try lines.map { line in
        let marks = sealing.marks(of: line.code)
        var outcome = try db.outcome(of: line, marks, allowsSimilar, header.fileHash.blob, at: at)
        if outcome == .added {
          switch met.match(marks)?.match {
          case .same: outcome = .duplicate
          case .similar where !allowsSimilar: outcome = .similar
          case .similar, nil: met.insert(marks, at: line.number)
          }
        }
        return Import.LineResult(number: line.number, outcome: outcome)
      }
    }
  }
}

extension Transaction {
  fileprivate func beginImport(_ header: Import.Header, by person: Operator) throws
    -> Import.Progress
  {
    try db.expectSameSKU(header)
    let open = try db.first(
      """
      SELECT id, lastLine, sku FROM batch
      WHERE fileHash = ? AND finishedAt IS NULL AND undoneAt IS NULL
      """,
      [header.fileHash.blob]
    )
    if let open, open["sku"] == header.sku.text {
      return Import.Progress(batchID: open["id"], resumesAfterLine: open["lastLine"])
    }
    // An unfinished batch of another SKU has no code: the command was mistaken, so it is not
    // resumed.
    if let slip = open {
      let id: Int64 = slip["id"]
      try db.change("UPDATE batch SET undoneAt = ? WHERE id = ?", [now.milliseconds, id])
      try note("undo", "batch \(id)", "begun for another SKU, without a code", by: person.actor)
    }
    try db.change(
      "INSERT INTO batch (sku, name, supplier, fileHash, startedAt) VALUES (?, ?, ?, ?, ?)",
      [
        header.sku.text, header.batch, header.supplier, header.fileHash.blob, now.milliseconds,
      ]
    )
    let id = db.lastInsertedRowID
    try note("import", "batch \(id)", "\(header.batch) of \(header.sku)", by: person.actor)
    return Import.Progress(batchID: id, resumesAfterLine: 0)
  }

  fileprivate func importLines(
    _ lines: [Import.Line],
    _ batchID: Int64,
    _ allowsSimilar: Bool,
    by person: Operator
  ) throws -> Import.Chunk {
    let sql = "SELECT sku, lastLine, finishedAt, undoneAt, fileHash FROM batch WHERE id = ?"
    guard let batch = try db.first(sql, [batchID]), (batch["finishedAt"] as Int64?) == nil,
      (batch["undoneAt"] as Int64?) == nil
    else { throw StoreError.unknownBatch }
    let sku: SKU = try batch.parsed("sku", as: SKU.init)
    let lastLine: Int = batch["lastLine"]
    let results = try lines.map { line in
      guard line.number > lastLine else {
        return Import.LineResult(number: line.number, outcome: .already)
      }
      let marks = sealing.marks(of: line.code)
      let outcome = try db.outcome(of: line, marks, allowsSimilar, batch["fileHash"], at: now)
      if outcome == .added { try insert(line, batchID, sku, marks) }
      return Import.LineResult(number: line.number, outcome: outcome)
    }
    let reached = max(lastLine, lines.last?.number ?? 0)
    try db.change("UPDATE batch SET lastLine = ? WHERE id = ?", [reached, batchID])
    let served = try serve(sku)
    let added = results.count { $0.outcome == .added }
    let detail =
      "\(added) of \(lines.count) codes to line \(reached), \(served.count) orders served"
    try note("import", "batch \(batchID)", detail, by: person.actor)
    return Import.Chunk(lines: results, served: served)
  }

  private func insert(
    _ line: Import.Line,
    _ batchID: Int64,
    _ sku: SKU,
    _ marks: CardMarks<Data>
  ) throws {
    let place = SealedCode.Place(
      id: try nextCodeID(),
      batchID: batchID,
      sku: sku.text,
      fingerprint: marks.identity,
      expiresAt: line.expiresAt?.milliseconds ?? Schema.never
    )
    try db.change(
      """
      INSERT INTO code (id, batchID, sku, line, fingerprint, similar, numberMark, pinMark, sealed,
        status, expiresAt, faceMinor, faceCurrency, costMinor, costCurrency)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'available', ?, ?, ?, ?, ?)
      """,
      [
        place.id, batchID, sku.text, line.number, marks.identity, marks.similarity, marks.number,
        marks.pin,
        try SealedCode.seal(line.code, at: place, with: sealing),
        place.expiresAt, line.faceValue?.minorUnits,
        line.faceValue?.currency.code, line.cost?.minorUnits, line.cost?.currency.code,
      ]
    )
  }

  /// The ID of the next code, which its seal names.
  ///
  /// The next free number: codes are never deleted, and there is one writer.
  private func nextCodeID() throws -> Int64 {
    (try db.integers("SELECT COALESCE(MAX(id), 0) FROM code").first ?? 0) + 1
  }
}

extension Database {
  /// Refuses a file whose codes are in the vault under another SKU.
  fileprivate func expectSameSKU(_ header: Import.Header) throws {
    let other = try first(
      """
      SELECT sku FROM batch b WHERE fileHash = ? AND sku <> ? AND undoneAt IS NULL
        AND EXISTS (SELECT 1 FROM code WHERE batchID = b.id)
      """,
      [header.fileHash.blob, header.sku.text]
    )
    guard let other else { return }
    throw StoreError.fileOfOtherSKU(try other.parsed("sku", as: SKU.init))
  }

  /// The outcome of a line, given the codes of the vault.
  ///
  /// The rule of `SeenCards`, for preview and import. Codes that were taken back with their batch
  /// do not count.
  fileprivate func outcome(
    of line: Import.Line,
    _ marks: CardMarks<Data>,
    _ allowsSimilar: Bool,
    _ fileHash: Data,
    at moment: Timestamp
  ) throws -> Import.Outcome {
    let same = try first(
      """
      SELECT c.line, b.fileHash FROM code c JOIN batch b ON b.id = c.batchID
      WHERE c.fingerprint = ? AND c.status <> 'undone'
      """,
      [marks.identity]
    )
    if let same {
      let isSameLine = same["fileHash"] == fileHash && same["line"] == line.number
      return isSameLine ? .already : .duplicate
    }
    let code = marks.similarity
    let isCrossed =
      try isBeside([code, nil]) || isCode([marks.number, marks.pin])
    if isCrossed { return .duplicate }
    if let end = line.expiresAt, end <= moment { return .expired }
    guard !allowsSimilar else { return .added }
    let long = [marks.isNumberLong ? marks.number : nil, marks.isPinLong ? marks.pin : nil]
    return try isCode([code, nil]) || isBeside(long) ? .similar : .added
  }

  /// Whether one of the marks is of a code.
  private func isCode(_ marks: [Data?]) throws -> Bool {
    let sql = "SELECT 1 FROM code WHERE similar IN (?, ?) AND status <> 'undone'"
    return try first(sql, StatementArguments(marks)) != nil
  }

  /// Whether one of the marks is of a code's number or PIN.
  private func isBeside(_ marks: [Data?]) throws -> Bool {
    try ["numberMark", "pinMark"].contains { column in
      let sql = "SELECT 1 FROM code WHERE \(column) IN (?, ?) AND status <> 'undone'"
      return try first(sql, StatementArguments(marks)) != nil
    }
  }
}
