import GRDB
import Shop

extension Transaction {
  /// Codes for an order that was paid just now: all of them, or none when the stock is short or
  /// somebody who paid earlier waits for the same SKU (I6).
  func codesForNewOrder(_ sale: Sale) throws -> [Int64] {
    let waiting = "SELECT 1 FROM backorder WHERE sku = ?"
    guard try db.first(waiting, [sale.sku.text]) == nil else { return [] }
    return try available(sale.sku, sale.quantity)
  }

  /// That many codes, earliest expiry first, then oldest; none when there are fewer.
  private func available(_ sku: SKU, _ quantity: Int) throws -> [Int64] {
    let codes = try db.integers(
      """
      SELECT id FROM code WHERE sku = ? AND status = 'available' AND expiresAt > ?
      ORDER BY expiresAt, id LIMIT ?
      """,
      [sku.text, now.milliseconds, quantity]
    )
    return codes.count == quantity ? codes : []
  }

  /// Binds one code to each unit of an order, for ever, and owes the buyer its message (I1, I9).
  func bind(_ codes: [Int64], to orderID: Int64) throws {
    let units = try db.integers("SELECT id FROM unit WHERE orderID = ? ORDER BY number", [orderID])
    guard units.count == codes.count else {
      throw StoreError.failed("an order has all of its codes or none")
    }
    for (code, unit) in zip(codes, units) {
      try db.change(
        "INSERT INTO allocation (codeID, unitID, allocatedAt) VALUES (?, ?, ?)",
        [code, unit, now.milliseconds]
      )
    }
    try owe(orderID, .order)
    let list = codes.map(String.init).joined(separator: ",")
    try note("allocate", "order row \(orderID)", "codes \(list)", by: "worker")
  }

  /// Puts an order in the queue for its SKU, at the place of its payment.
  func wait(_ orderID: Int64, _ sku: SKU, _ quantity: Int) throws {
    try db.change(
      "INSERT INTO backorder (orderID, sku, quantity) VALUES (?, ?, ?)",
      [orderID, sku.text, quantity]
    )
  }

  /// Serves those who wait for a SKU, first paid first, until the first who needs more than there
  /// is; returns who was served (I7).
  func serve(_ sku: SKU) throws -> [Reference] {
    var served: [Reference] = []
    while let head = try db.first(
      """
      SELECT b.orderID, b.quantity, o.reference
      FROM backorder b JOIN orderOverview o ON o.orderID = b.orderID
      WHERE b.sku = ? ORDER BY b.orderID LIMIT 1
      """,
      [sku.text]
    ) {
      let codes = try available(sku, head["quantity"])
      guard !codes.isEmpty else { break }
      let orderID: Int64 = head["orderID"]
      try bind(codes, to: orderID)
      try move(orderID, to: .allocated)
      try db.change("DELETE FROM backorder WHERE orderID = ?", [orderID])
      served.append(try head.parsed("reference", as: { Reference($0) }))
    }
    return served
  }

  /// What a refunded order was bound to is never sold again.
  func revokeCodes(of orderID: Int64) throws {
    try db.change(
      """
      UPDATE code SET status = 'revoked' WHERE status = 'allocated' AND id IN (
        SELECT a.codeID FROM unit u JOIN allocation a ON a.unitID = u.id WHERE u.orderID = ?)
      """,
      [orderID]
    )
  }

  func hasCodes(_ orderID: Int64) throws -> Bool {
    try db.first(
      "SELECT 1 FROM unit u JOIN allocation a ON a.unitID = u.id WHERE u.orderID = ?",
      [orderID]
    ) != nil
  }

  /// The codes of an order, opened: what the mail and the order page show.
  func units(of orderID: Int64) throws -> [AllocatedUnit] {
    let rows = try db.all(
      """
      SELECT u.number, c.fingerprint, c.sealed, c.expiresAt
      FROM unit u JOIN allocation a ON a.unitID = u.id JOIN code c ON c.id = a.codeID
      WHERE u.orderID = ? ORDER BY u.number
      """,
      [orderID]
    )
    return try rows.map { row in
      AllocatedUnit(
        number: row["number"],
        count: rows.count,
        code: try SealedCode.open(row["sealed"], fingerprint: row["fingerprint"], with: sealing),
        expiresAt: row["expiresAt"] == Schema.never ? nil : row.timestamp("expiresAt")
      )
    }
  }
}
