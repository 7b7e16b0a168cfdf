import GRDB
package import Shop

extension Store {
  /// Begins an import, resumes one that was cut off, or says that the file is here already.
  ///
  /// Throws `.fileOfOtherSKU` when the same file was given for another SKU.
  package func beginImport(
    _ header: ImportHeader,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) -> ImportProgress {
    try await commit(at: at) { try $0.begin(header, by: person) }
  }

  /// Takes some lines, and serves those who wait, longest waiting first, in the same transaction:
  /// a rush cannot overtake those who have paid (I7).
  ///
  /// Throws `.badChunk` for more than `ImportLine.mostPerChunk` lines or numbers that do not rise.
  package func importChunk(
    _ lines: [ImportLine],
    batch: Int64,
    at: Timestamp
  ) async throws(StoreError) -> ImportedChunk {
    guard lines.count <= ImportLine.mostPerChunk,
      zip(lines, lines.dropFirst()).allSatisfy({ $0.number < $1.number })
    else { throw .badChunk }
    return try await commit(at: at) { try $0.take(lines, batch) }
  }

  /// Ends an import: the same file is never taken again.
  package func finishImport(
    batch: Int64,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { transaction in
      let finished = try transaction.db.change(
        "UPDATE batch SET finishedAt = COALESCE(finishedAt, ?) WHERE id = ?",
        [transaction.now.milliseconds, batch]
      )
      guard finished > 0 else { throw StoreError.unknownBatch }
      try transaction.note("import", "batch \(batch)", "finished", by: person.actor)
    }
  }

  /// What `importChunk` would say of the lines, without writing: for a dry run.
  ///
  /// A code that stands twice among the lines is a duplicate the second time.
  package func previewImport(
    _ lines: [ImportLine],
    at: Timestamp
  ) throws(StoreError) -> [ImportLineResult] {
    let sealing = sealing
    return try read { db in
      var seen: Set<[UInt8]> = []
      return try lines.map { line in
        let fingerprint = sealing.fingerprint(line.code)
        if let end = line.expiresAt, end <= at {
          return ImportLineResult(number: line.number, outcome: .expired)
        }
        let known = "SELECT 1 FROM code WHERE fingerprint = ?"
        let isNew =
          try seen.insert(Array(fingerprint)).inserted && db.first(known, [fingerprint]) == nil
        return ImportLineResult(number: line.number, outcome: isNew ? .added : .duplicate)
      }
    }
  }

  /// Takes codes off sale for good; those that an order has stay with it.
  ///
  /// Returns how many.
  package func voidCodes(
    _ selection: CodeSelection,
    reason: String,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) -> Int {
    try await commit(at: at) { transaction in
      let count: Int
      let object: String
      switch selection {
      case .batch(let name):
        object = "batch \(name)"
        count = try transaction.db.change(
          """
          UPDATE code SET status = 'revoked' WHERE status = 'available'
            AND batchID IN (SELECT id FROM batch WHERE name = ?)
          """,
          [name]
        )
      case .codes(let ids):
        object = "codes \(ids)"
        count = try ids.reduce(0) { sum, id in
          try sum
            + transaction.db.change(
              """
              UPDATE code SET status = 'revoked'
              WHERE status IN ('available', 'quarantined') AND id = ?
              """,
              [id]
            )
        }
      }
      try transaction.note("void", object, "\(count) codes: \(reason)", by: person.actor)
      return count
    }
  }
}

extension Transaction {
  fileprivate func begin(_ header: ImportHeader, by person: Operator) throws -> ImportProgress {
    let known = try db.first(
      "SELECT id, sku, lastLine, finishedAt FROM batch WHERE fileHash = ?",
      [header.fileHash.blob]
    )
    if let known {
      let sku: SKU = try known.parsed("sku", as: SKU.init)
      guard sku == header.sku else { throw StoreError.fileOfOtherSKU(sku) }
      return ImportProgress(
        batchID: known["id"],
        resumesAfterLine: known["lastLine"],
        isComplete: (known["finishedAt"] as Int64?) != nil
      )
    }
    try db.change(
      "INSERT INTO batch (sku, name, supplier, fileHash, startedAt) VALUES (?, ?, ?, ?, ?)",
      [
        header.sku.text, header.batch, header.supplier, header.fileHash.blob, now.milliseconds,
      ]
    )
    let id = db.lastInsertedRowID
    try note("import", "batch \(id)", "\(header.batch) of \(header.sku)", by: person.actor)
    return ImportProgress(batchID: id, resumesAfterLine: 0, isComplete: false)
  }

  fileprivate func take(_ lines: [ImportLine], _ batchID: Int64) throws -> ImportedChunk {
    let sql = "SELECT sku, lastLine, finishedAt FROM batch WHERE id = ?"
    guard let batch = try db.first(sql, [batchID]), (batch["finishedAt"] as Int64?) == nil else {
      throw StoreError.unknownBatch
    }
    let sku: SKU = try batch.parsed("sku", as: SKU.init)
    let lastLine: Int = batch["lastLine"]
    let results = try lines.map { line in
      let outcome: ImportOutcome =
        line.number <= lastLine ? .already : try take(line, batchID, sku)
      return ImportLineResult(number: line.number, outcome: outcome)
    }
    let reached = max(lastLine, lines.last?.number ?? 0)
    try db.change("UPDATE batch SET lastLine = ? WHERE id = ?", [reached, batchID])
    let served = try serve(sku)
    let added = results.count { $0.outcome == .added }
    let detail =
      "\(added) of \(lines.count) codes to line \(reached), \(served.count) orders served"
    try note("import", "batch \(batchID)", detail, by: "worker")
    return ImportedChunk(lines: results, served: served)
  }

  private func take(_ line: ImportLine, _ batchID: Int64, _ sku: SKU) throws -> ImportOutcome {
    if let end = line.expiresAt, end <= now { return .expired }
    let fingerprint = sealing.fingerprint(line.code)
    let known = "SELECT 1 FROM code WHERE fingerprint = ?"
    guard try db.first(known, [fingerprint]) == nil else { return .duplicate }
    let place = SealedCode.Place(
      id: try nextCodeID(),
      batchID: batchID,
      sku: sku.text,
      fingerprint: fingerprint,
      expiresAt: line.expiresAt?.milliseconds ?? Schema.never
    )
    try db.change(
      """
      INSERT INTO code (id, batchID, sku, fingerprint, sealed, status, expiresAt, faceMinor,
        faceCurrency, costMinor, costCurrency)
      VALUES (?, ?, ?, ?, ?, 'available', ?, ?, ?, ?, ?)
      """,
      [
        place.id, batchID, sku.text, fingerprint,
        try SealedCode.seal(line.code, at: place, with: sealing),
        place.expiresAt, line.faceValue?.minorUnits,
        line.faceValue?.currency.code, line.cost?.minorUnits, line.cost?.currency.code,
      ]
    )
    return .added
  }

  /// The ID of the next code, which sealing names.
  ///
  /// Codes are never deleted, and there is one writer.
  private func nextCodeID() throws -> Int64 {
    (try db.integers("SELECT COALESCE(MAX(id), 0) FROM code").first ?? 0) + 1
  }
}
