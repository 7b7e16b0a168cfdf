import GRDB
import Shop

extension Transaction {
  /// Takes live units out of an order for good, and revokes their codes: no guard lets one of them
  /// be sold, mailed or shown again (I1).
  ///
  /// Returns whether a message with them was on its way: then another is owed, which the caller
  /// does. `detail` says why in a person's words, up to 300 characters.
  func end(
    _ units: [Int64],
    of orderID: Int64,
    as reason: UnitEnd,
    _ detail: String,
    for partialRefundID: Int64? = nil
  ) throws -> Bool {
    for unit in units {
      try db.change(
        """
        INSERT INTO unitEnd (unitID, reason, detail, endedAt, partialRefundID)
        VALUES (?, ?, ?, ?, ?)
        """,
        [unit, reason.rawValue, detail, now.milliseconds, partialRefundID]
      )
    }
    return try supersedeMessages(of: orderID)
  }

  /// The unit that takes the place of one that ended, still without a code; returns its row.
  func successor(of unitID: Int64) throws -> Int64 {
    try db.change(
      """
      INSERT INTO unit (orderID, number, generation)
      SELECT orderID, number, generation + 1 FROM unit WHERE id = ?
      """,
      [unitID]
    )
    return db.lastInsertedRowID
  }

  /// Stops every message that was tried and would say something else now (I9).
  ///
  /// One that is being sent is stopped when its attempt is recorded, unless it went.
  ///
  /// Returns whether there was one.
  func supersedeMessages(of orderID: Int64) throws -> Bool {
    let stopped = try db.change(
      """
      UPDATE delivery SET state = 'superseded', supersededAt = ?, dueAt = NULL
      WHERE orderID = ? AND purpose IN ('order', 'resend') AND attempt > 0
        AND state IN ('retry', 'uncertain', 'failed', 'blocked')
      """,
      [now.milliseconds, orderID]
    )
    let marked = try db.change(
      """
      UPDATE delivery SET supersededAt = ?
      WHERE orderID = ? AND purpose IN ('order', 'resend') AND state = 'sending'
        AND supersededAt IS NULL
      """,
      [now.milliseconds, orderID]
    )
    return stopped + marked > 0
  }
}

extension Database {
  /// The units of an order, live and ended, by number and generation.
  func units(of orderID: Int64) throws -> [OrderUnit] {
    try all(
      """
      SELECT u.number, u.generation, a.codeID, e.reason
      FROM unit u LEFT JOIN allocation a ON a.unitID = u.id LEFT JOIN unitEnd e ON e.unitID = u.id
      WHERE u.orderID = ? ORDER BY u.number, u.generation
      """,
      [orderID]
    ).map { row in
      OrderUnit(
        number: row["number"],
        generation: row["generation"],
        codeID: row["codeID"],
        end: try row.parsedIfPresent("reason", as: UnitEnd.init)
      )
    }
  }
}
