import GRDB
package import Shop

extension Store {
  /// Gives a unit of an order another code; the old one is revoked, claimed from its supplier and
  /// never shown again, and the buyer is mailed what holds now.
  ///
  /// When there is none to give the unit waits alone, the buyer is told, and the rest of the order
  /// stays as it is. Throws `.unitWaits` for one that waits already.
  package func replace(
    _ reference: Reference,
    unit number: Int,
    reason: String,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) -> Replacement {
    guard reason.isOneLine(most: 200) else { throw .badText("--reason") }
    return try await commit(at: at) {
      try $0.replace(reference, unit: number, reason: reason, by: person)
    }
  }

  /// Corrects the address of an order: its messages and a new link go there, the old link ends.
  ///
  /// Throws what stops one that is stopped, `.shownBefore` when its codes were seen on
  /// its page, `.underWay` while a message of it is being sent.
  package func readdress(
    _ reference: Reference,
    to email: EmailAddress,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) {
    try await commit(at: at) { try $0.readdress(reference, to: email, by: person) }
  }

  /// A page of claims, newest first; of one supplier alone where it is named.
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
  fileprivate func replace(
    _ reference: Reference,
    unit number: Int,
    reason: String,
    by person: Operator
  ) throws -> Replacement {
    guard let order = try order(reference) else { throw StoreError.unknownOrder }
    if let obstacle = order.undeliverable { throw obstacle }
    guard try isWhole(order) else { throw StoreError.altered }
    let found = try db.first(
      """
      SELECT u.id, a.codeID FROM liveUnit u LEFT JOIN allocation a ON a.unitID = u.id
      WHERE u.orderID = ? AND u.number = ?
      """,
      [order.id, number]
    )
    guard let found else { throw StoreError.unknownUnit }
    guard let old = found["codeID"] as Int64? else { throw StoreError.unitWaits }
    let unit: Int64 = found["id"]
    let code = try available(order.sku, 1).first
    let hadMail = try end([unit], of: order.id, as: .replaced, reason)
    let heir = try successor(of: unit)
    if let code {
      try give(code, to: heir)
      try oweCodesOnce(order.id)
    } else {
      // What was being sent said a code that is dead now: the others are sent again.
      if try hadMail && hasLiveCodes(order.id) { try oweCodesOnce(order.id) }
      try oweReplacementLetter(order.id)
    }
    try db.change(
      "INSERT INTO supplierClaim (codeID, orderID, reason, claimedAt) VALUES (?, ?, ?, ?)",
      [old, order.id, reason, now.milliseconds]
    )
    let heirCode = code.map { "code \($0)" } ?? "one that is not in stock yet"
    let detail = "unit \(number), code \(old) by \(heirCode): \(reason)"
    try note("replace", "order \(reference)", detail, by: person.actor)
    return Replacement(revokedID: old, codeID: code)
  }

  fileprivate func readdress(
    _ reference: Reference,
    to email: EmailAddress,
    by person: Operator
  ) throws {
    guard let order = try order(reference) else { throw StoreError.unknownOrder }
    let obstacle = order.undeliverable
    let isWaiting = obstacle == .waitsForStock
    if let obstacle, !isWaiting { throw obstacle }
    guard try isWhole(order) else { throw StoreError.altered }
    guard try db.first("SELECT 1 FROM reveal WHERE orderID = ?", [order.id]) == nil else {
      throw StoreError.shownBefore
    }
    try requireNothingUnderWay(order.id)
    try changeLink(of: order, .readdressed, to: email)
    let stopped = try supersedeMessages(of: order.id, because: "the address was corrected") { _ in
      true
    }
    if try isWaiting || !hasLiveCodes(order.id) {
      try oweAgain(stopped.contains(.waiting) ? .waiting : .link, order)
    } else {
      try oweCodesOnce(order.id)
    }
    try note("readdress", "order \(reference)", "to \(email)", by: person.actor)
  }
}
