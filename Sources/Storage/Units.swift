import GRDB
package import Shop

extension Store {
  /// Gives a unit of an order another code; the old one is revoked, claimed from its supplier and
  /// never shown again, and the buyer is mailed the new state.
  ///
  /// When there is no code the unit waits alone, the buyer is mailed that, and the other units keep
  /// theirs. With `isOwnFault` nothing is claimed. Throws `.unitWaits` for a unit that already
  /// waits, and `.replacedBefore` unless the unit has the code `codeID`, or, where that is nil, the
  /// code that it had first.
  package func replace(
    _ reference: Reference,
    unit number: Int,
    insteadOf codeID: Int64? = nil,
    reason: String,
    isOwnFault: Bool = false,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) -> Replacement {
    guard reason.isOneLine(most: 200) else { throw .badText("--reason") }
    return try await commit(at: at) {
      let done =
        try $0.replace(reference, unit: number, insteadOf: codeID, reason: reason, by: person)
      if !isOwnFault { try $0.claim(done.revokedID, of: reference, reason) }
      return done
    }
  }

  /// A page of claims, newest first; only those against one supplier where it is named.
  package func claims(
    supplier: String?,
    after: Int64?,
    limit: Int
  ) throws(StoreError) -> ListPage<SupplierClaim> {
    try read { db in
      try db.page(
        """
        s.codeID, s.reason, s.claimedAt, b.name, b.supplier, k.sku, k.costMinor, k.costCurrency,
        c.reference
        """,
        from: """
          supplierClaim s JOIN code k ON k.id = s.codeID JOIN batch b ON b.id = k.batchID
          JOIN paidOrder o ON o.id = s.orderID JOIN checkout c ON c.id = o.checkoutID
          """,
        where: "(b.supplier = :supplier OR :supplier IS NULL)",
        by: "s.id",
        ["supplier": supplier],
        after: after,
        limit: limit
      ) { row in
        SupplierClaim(
          codeID: row["codeID"],
          batch: row["name"],
          supplier: row["supplier"],
          sku: try row.parsed("sku", as: SKU.init),
          order: try row.parsed("reference", as: { Reference($0) }),
          reason: row["reason"],
          claimedAt: row.timestamp("claimedAt"),
          cost: (row["costMinor"] as Int64?) == nil
            ? nil : try row.money("costMinor", "costCurrency")
        )
      }
    }
  }
}

extension Transaction {
  /// Takes live units out of an order for good, and revokes their codes: the guards refuse to sell,
  /// mail or show one of them again (I1).
  ///
  /// Returns whether a message with them was on its way: then the caller owes another. `detail` is
  /// the reason in a person's words, up to 200 characters.
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

  /// Inserts the successor of a unit that ended, without a code; returns its row.
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

  fileprivate func replace(
    _ reference: Reference,
    unit number: Int,
    insteadOf codeID: Int64?,
    reason: String,
    by person: Operator
  ) throws -> Replacement {
    guard let order = try order(reference) else { throw StoreError.unknownOrder }
    if let obstacle = order.undeliverable { throw obstacle }
    guard try isWhole(order) else { throw StoreError.altered }
    let found = try db.first(
      """
      SELECT u.id, a.codeID,
        EXISTS (
          SELECT 1 FROM unit p JOIN unitEnd e ON e.unitID = p.id AND e.reason = 'replaced'
          WHERE p.orderID = u.orderID AND p.number = u.number
        ) AS wasReplaced
      FROM liveUnit u LEFT JOIN allocation a ON a.unitID = u.id
      WHERE u.orderID = ? AND u.number = ?
      """,
      [order.id, number]
    )
    guard let found else { throw StoreError.unknownUnit }
    guard let old = found["codeID"] as Int64? else { throw StoreError.unitWaits }
    // A command that is repeated because its answer was lost takes no second code.
    let wasReplaced: Bool = found["wasReplaced"]
    let isRepeat = codeID.map { $0 != old } ?? wasReplaced
    guard !isRepeat else { throw StoreError.replacedBefore(by: old) }
    let unit: Int64 = found["id"]
    let code = try available(order.sku, 1).first
    let hadMail = try end([unit], of: order.id, as: .replaced, reason)
    let heir = try successor(of: unit)
    if let code {
      try give(code, to: heir)
      try oweCodesOnce(order.id)
    } else {
      // The message under way holds a revoked code: the other codes are sent again.
      if try hadMail && hasLiveCodes(order.id) { try oweCodesOnce(order.id) }
      try oweReplacementLetter(order.id)
    }
    let heirCode = code.map { "code \($0)" } ?? "one that is not in stock yet"
    let detail = "unit \(number), code \(old) by \(heirCode): \(reason)"
    try note("replace", "order \(reference)", detail, by: person.actor)
    return Replacement(revokedID: old, codeID: code)
  }

  fileprivate func claim(_ codeID: Int64, of reference: Reference, _ reason: String) throws {
    try db.change(
      """
      INSERT INTO supplierClaim (codeID, orderID, reason, claimedAt)
      SELECT ?, orderID, ?, ? FROM orderOverview WHERE reference = ?
      """,
      [codeID, reason, now.milliseconds, reference.text]
    )
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
