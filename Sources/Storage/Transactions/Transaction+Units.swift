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
    as reason: Order.UnitEnd,
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

  /// Stops every message with codes that was tried and would hand over others now; returns whether
  /// there was one.
  func supersedeMessages(of orderID: Int64) throws -> Bool {
    try !supersedeMessages(of: orderID, because: "the codes changed") { $0.handsOver }.isEmpty
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

  /// Stops every message that was tried and would say something else now (I9), written or failed
  /// ones included, which a person may have repeated; a refund's letter that is stopped is owed
  /// anew at once.
  ///
  /// One that is being sent is stopped when its attempt is recorded, unless it went. Returns what
  /// the stopped ones were for.
  func supersedeMessages(
    of orderID: Int64,
    because reason: String,
    where isMeant: (Delivery.Purpose) -> Bool
  ) throws -> Set<Delivery.Purpose> {
    let tried = try db.all(
      """
      SELECT id, purpose FROM delivery
      WHERE orderID = ? AND attempt > 0 AND supersededAt IS NULL
        AND state NOT IN ('sent', 'superseded')
      ORDER BY id
      """,
      [orderID]
    )
    var stopped: Set<Delivery.Purpose> = []
    for row in tried {
      let purpose: Delivery.Purpose = try row.parsed("purpose", as: Delivery.Purpose.init)
      guard isMeant(purpose) else { continue }
      try supersede(row["id"], reason)
      if purpose == .refunded { try oweRefundLetter(orderID, try refundNotice(of: row["id"])) }
      stopped.insert(purpose)
    }
    return stopped
  }
}

extension Database {
  /// The units of an order, live and ended, by number and generation.
  func units(of orderID: Int64) throws -> [Order.Unit] {
    try all(
      """
      SELECT u.number, u.generation, a.codeID, e.reason
      FROM unit u LEFT JOIN allocation a ON a.unitID = u.id LEFT JOIN unitEnd e ON e.unitID = u.id
      WHERE u.orderID = ? ORDER BY u.number, u.generation
      """,
      [orderID]
    ).map { row in
      Order.Unit(
        number: row["number"],
        generation: row["generation"],
        codeID: row["codeID"],
        end: try row.parsedIfPresent("reason", as: Order.UnitEnd.init)
      )
    }
  }
}
