import Foundation
import GRDB
package import Shop

extension Store {
  /// Opens one code for a person; the ledger entry of who and why is durable before it returns.
  ///
  /// Throws `.unknownOrder` or `.unknownCode` when there is none.
  package func revealCode(
    _ place: CardCode.Wanted,
    reason: String,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) -> CardCode.Revealed {
    guard reason.isOneLine(most: 200) else { throw .badText("--reason") }
    return try await commit(at: at) { transaction in
      let id = try transaction.codeID(at: place)
      let sql = "SELECT * FROM code WHERE id = ?"
      guard let row = try transaction.db.first(sql, [id]) else { throw StoreError.unknownCode }
      let code = CardCode.Revealed(
        id: id,
        sku: try row.parsed("sku", as: SKU.init),
        code: try SealedCode.open(
          row["sealed"],
          at: SealedCode.Place(row),
          with: transaction.sealing
        )
      )
      let object =
        switch place {
        case .code: "code \(id)"
        case .unit(let reference, let number): "code \(id) of order \(reference), unit \(number)"
        }
      try transaction.note("reveal", object, reason, by: person.actor)
      return code
    }
  }

  /// Takes codes off sale for good; codes that are bound to an order stay bound.
  ///
  /// Returns how many. Throws `.unknownBatch` when no batch has the name, `.ambiguousBatch` when
  /// several have it, and `.badText`.
  package func voidCodes(
    _ selection: CardCode.Selection,
    reason: String,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) -> Int {
    guard reason.isOneLine(most: 200) else { throw .badText("--reason") }
    return try await commit(at: at) { transaction in
      let count: Int
      let object: String
      switch selection {
      case .batch(let name):
        object = "batch \(name)"
        count = try transaction.db.change(
          """
          UPDATE code SET status = 'revoked'
          WHERE status IN ('available', 'quarantined') AND batchID = ?
          """,
          [try transaction.db.batchRow(name)["id"] as Int64]
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

  /// Where a code is that a person has typed; where none is exactly that, one in other capitals,
  /// without its dashes, or of that number; nil when the vault does not have it.
  package func place(of code: CardCode) throws(StoreError) -> CardCode.Place? {
    let marks = sealing.marks(of: code)
    return try read { db in
      let sql = """
        SELECT k.id, b.name, k.status FROM code k JOIN batch b ON b.id = k.batchID
        WHERE k.status <> 'undone'
          AND (k.fingerprint = ?1 OR k.similar = ?2 OR k.numberMark = ?2)
        ORDER BY k.fingerprint = ?1 DESC, k.id DESC LIMIT 1
        """
      return try db.first(sql, [marks.identity, marks.similarity]).map { row in
        CardCode.Place(
          id: row["id"],
          batch: row["name"],
          state: try row.parsed("status", as: CardCode.State.init)
        )
      }
    }
  }
}

extension Transaction {
  fileprivate func codeID(at place: CardCode.Wanted) throws -> Int64 {
    switch place {
    case .code(let id): return id
    case .unit(let reference, let number):
      // For a replaced unit, the code of its live successor.
      guard let order = try order(reference) else { throw StoreError.unknownOrder }
      let id = try db.integers(
        """
        SELECT a.codeID FROM unit u JOIN allocation a ON a.unitID = u.id
        WHERE u.orderID = ? AND u.number = ? ORDER BY u.generation DESC LIMIT 1
        """,
        [order.id, number]
      ).first
      guard let id else { throw StoreError.unknownCode }
      return id
    }
  }
}
