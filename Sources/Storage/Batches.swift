import Foundation
import GRDB
package import Shop

extension Store {
  /// Batches, newest first, at most `limit`; only those before the row `id`, where it is given.
  package func batches(before id: Int64? = nil, limit: Int) throws(StoreError) -> [Batch] {
    try read { db in
      try db.all(
        "SELECT * FROM batch WHERE id < ? ORDER BY id DESC LIMIT ?",
        [id ?? .max, limit]
      ).map(db.batch)
    }
  }

  /// The batch with that number or name.
  ///
  /// Throws `.unknownBatch` when there is none, `.ambiguousBatch` when several have the name.
  package func batch(_ name: String) throws(StoreError) -> Batch {
    try read { try $0.batch($0.batchRow(name)) }
  }

  /// Takes back a batch: none of its codes is sold after that, and those that nobody bought may be
  /// imported again; the others stay with their orders.
  ///
  /// Returns how many codes were taken back. Throws as `batch(_:)` does, `.batchSold` when all of
  /// its codes were bought, and `.batchUndone` when it was taken back before.
  package func undoBatch(
    _ name: String,
    reason: String,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) -> Int {
    guard reason.isOneLine(most: 200) else { throw .badText("--reason") }
    return try await commit(at: at) { transaction in
      let id = try transaction.batchToCorrect(name)["id"] as Int64
      try transaction.db.change(
        "UPDATE batch SET undoneAt = ? WHERE id = ?",
        [transaction.now.milliseconds, id]
      )
      let count = try transaction.db.change(
        """
        UPDATE code SET status = 'undone'
        WHERE batchID = ? AND NOT EXISTS (SELECT 1 FROM allocation WHERE codeID = code.id)
        """,
        [id]
      )
      try transaction.note("undo", "batch \(id)", "\(count) codes: \(reason)", by: person.actor)
      return count
    }
  }

  /// Moves a batch to the SKU that it is really for, and serves the units that wait for that; a
  /// code that was bought stays with its order, under the SKU that it was sold as.
  ///
  /// Every code is opened and sealed anew. One that does not open stays behind, quarantined, and is
  /// listed in the result: it can be sold under neither SKU. Throws as `undoBatch` does, and
  /// `.batchOfSameSKU`.
  package func moveBatch(
    _ name: String,
    to sku: SKU,
    reason: String,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) -> Batch.Moved {
    guard reason.isOneLine(most: 200) else { throw .badText("--reason") }
    return try await commit(at: at) { transaction in
      let row = try transaction.batchToCorrect(name)
      let before: SKU = try row.parsed("sku", as: SKU.init)
      guard before != sku else { throw StoreError.batchOfSameSKU }
      let id: Int64 = row["id"]
      try transaction.db.change("UPDATE batch SET sku = ? WHERE id = ?", [sku.text, id])
      let (count, stayed) = try transaction.reseal(batch: id, as: sku)
      let served = try transaction.serve(sku)
      var detail = "\(count) codes from \(before) to \(sku), \(served.count) orders served"
      if !stayed.isEmpty { detail += ", \(stayed.count) stayed behind" }
      try transaction.note("move", "batch \(id)", "\(detail): \(reason)", by: person.actor)
      return Batch.Moved(codes: count, stayed: stayed, served: served)
    }
  }
}

extension Transaction {
  /// The row of a batch of which not all codes were bought and which was not taken back.
  fileprivate func batchToCorrect(_ name: String) throws -> Row {
    let row = try db.batchRow(name)
    guard (row["undoneAt"] as Int64?) == nil else { throw StoreError.batchUndone }
    let sold = try db.soldCodes(of: row["id"])
    let all = try db.integers("SELECT COUNT(*) FROM code WHERE batchID = ?", [row["id"] as Int64])
    guard sold == 0 || all.first.map({ $0 > sold }) ?? false else {
      throw StoreError.batchSold(sold)
    }
    return row
  }

  /// Seals the codes of a batch that nobody bought under the SKU that the batch has at present;
  /// returns how many, and which do not open.
  fileprivate func reseal(batch: Int64, as sku: SKU) throws -> (Int, [Batch.Moved.Stayed]) {
    let rows = try db.all(
      """
      SELECT * FROM code WHERE batchID = ?
        AND NOT EXISTS (SELECT 1 FROM allocation WHERE codeID = code.id) ORDER BY id
      """,
      [batch]
    )
    var stayed: [Batch.Moved.Stayed] = []
    for row in rows {
      let place = SealedCode.Place(row)
      guard let sealed = SealedCode.resealed(row["sealed"], at: place, for: sku, with: sealing)
      else {
        if row["status"] == CardCode.State.available.rawValue { try quarantine(place.id) }
        stayed.append(Batch.Moved.Stayed(codeID: place.id, line: row["line"]))
        continue
      }
      try db.change(
        "UPDATE code SET sku = ?, sealed = ? WHERE id = ?",
        [sku.text, sealed, place.id]
      )
    }
    return (rows.count - stayed.count, stayed)
  }
}

extension Database {
  /// The row of a batch by its ID, or else by its name.
  func batchRow(_ name: String) throws -> Row {
    if let id = Int64(name), let row = try first("SELECT * FROM batch WHERE id = ?", [id]) {
      return row
    }
    let rows = try all("SELECT * FROM batch WHERE name = ? ORDER BY id DESC LIMIT 20", [name])
    let live = rows.filter { ($0["undoneAt"] as Int64?) == nil }
    guard let row = live.first ?? rows.first else { throw StoreError.unknownBatch }
    guard live.count < 2 else { throw StoreError.ambiguousBatch(live.map { $0["id"] }) }
    return row
  }

  fileprivate func soldCodes(of batch: Int64) throws -> Int {
    Int(
      try integers(
        """
        SELECT COUNT(*) FROM code c JOIN allocation a ON a.codeID = c.id WHERE c.batchID = ?
        """,
        [batch]
      ).first ?? 0
    )
  }

  fileprivate func batch(_ row: Row) throws -> Batch {
    let id: Int64 = row["id"]
    let rows = try all(
      "SELECT status, COUNT(*) AS number FROM code WHERE batchID = ? GROUP BY status",
      [id]
    )
    var counts: [CardCode.State: Int] = [:]
    for row in rows {
      counts[try row.parsed("status", as: CardCode.State.init)] = row["number"]
    }
    let sold = try soldCodes(of: id)
    let unsoldRevoked = (counts[.revoked] ?? 0) + (counts[.allocated] ?? 0) - sold
    let finished: Int64? = row["finishedAt"]
    let undone: Int64? = row["undoneAt"]
    return Batch(
      id: id,
      sku: try row.parsed("sku", as: SKU.init),
      name: row["name"],
      supplier: row["supplier"],
      startedAt: row.timestamp("startedAt"),
      finishedAt: finished.map(Timestamp.init(milliseconds:)),
      undoneAt: undone.map(Timestamp.init(milliseconds:)),
      codes: Batch.Counts(
        available: counts[.available] ?? 0,
        quarantined: counts[.quarantined] ?? 0,
        sold: sold,
        voided: unsoldRevoked,
        undone: counts[.undone] ?? 0
      )
    )
  }
}
