import GRDB
import Shop

extension Transaction {
  /// Codes for a newly paid order: all of them, or none when the stock is short or an order that
  /// was paid earlier waits for the same SKU (I6).
  func codesForNewOrder(_ sale: Sale) throws -> [Int64] {
    guard try !db.isWaitedFor(sale.sku) else { return [] }
    return try available(sale.sku, sale.quantity)
  }

  /// That many codes that are valid for as long as the product asks, earliest expiry first, then
  /// oldest; none when there are fewer.
  ///
  /// Each is opened before it is bound: one that does not open in its row is quarantined, with an
  /// alarm.
  func available(_ sku: SKU, _ quantity: Int) throws -> [Int64] {
    let leastEnd = now.milliseconds + (try db.minValidity(of: sku))
    while true {
      let codes = try db.all(
        """
        SELECT id, batchID, sku, fingerprint, sealed, expiresAt FROM code
        WHERE sku = ? AND status = 'available' AND expiresAt > ?
        ORDER BY expiresAt, id LIMIT ?
        """,
        [sku.text, leastEnd, quantity]
      )
      guard codes.count == quantity else { return [] }
      let altered = codes.filter { !isOwn($0) }.map { $0["id"] as Int64 }
      if altered.isEmpty { return codes.map { $0["id"] } }
      for id in altered { try quarantine(id) }
    }
  }

  /// Takes a code that does not open out of sale, and raises an alarm.
  func quarantine(_ codeID: Int64) throws {
    try db.change("UPDATE code SET status = 'quarantined' WHERE id = ?", [codeID])
    try raise(.alteredCode(id: codeID), about: "code \(codeID)")
  }

  /// Whether a code opens in its row.
  private func isOwn(_ row: Row) -> Bool {
    do {
      _ = try SealedCode.open(row["sealed"], at: SealedCode.Place(row), with: sealing)
      return true
    } catch {
      return false
    }
  }

  /// Binds one code to each live unit of an order, for ever, and owes the buyer its message
  /// (I1, I9).
  func bind(_ codes: [Int64], to orderID: Int64) throws {
    let units = try db.integers(
      "SELECT id FROM liveUnit WHERE orderID = ? ORDER BY number",
      [orderID]
    )
    guard units.count == codes.count else {
      throw StoreError.failed("an order has all of its codes or none")
    }
    for (code, unit) in zip(codes, units) { try give(code, to: unit) }
    try owe(orderID, .order)
    let list = codes.map(String.init).joined(separator: ",")
    try note("allocate", "order row \(orderID)", "codes \(list)", by: "worker")
  }

  /// Binds a code to a unit for ever (I1).
  func give(_ code: Int64, to unit: Int64) throws {
    try db.change(
      "INSERT INTO allocation (codeID, unitID, allocatedAt) VALUES (?, ?, ?)",
      [code, unit, now.milliseconds]
    )
  }

  /// Puts an order into the queue for its SKU, at the place of its payment.
  func wait(_ orderID: Int64, _ sku: SKU) throws {
    try db.change("INSERT INTO backorder (orderID, sku) VALUES (?, ?)", [orderID, sku.text])
  }

  /// Gives codes to the units that wait for a SKU, first paid first, until one order needs more
  /// than there are; returns the orders that were served (I7).
  ///
  /// A single unit that waits again has the place of its order.
  func serve(_ sku: SKU) throws -> [Reference] {
    var served: [Reference] = []
    while true {
      let found = try db.first(
        """
        SELECT o.*, b.sku AS waitingFor,
          (SELECT COUNT(*) FROM liveUnit u WHERE u.orderID = b.orderID) AS waiting
        FROM backorder b JOIN orderOverview o ON o.orderID = b.orderID
        WHERE b.sku = ? ORDER BY b.orderID LIMIT 1
        """,
        [sku.text]
      )
      if let unit = try db.waitingUnit(of: sku),
        found.map({ (unit["orderID"] as Int64) < $0["orderID"] }) ?? true
      {
        guard try serve(unit, &served) else { break }
        continue
      }
      guard let head = found else { break }
      let order = try OrderRecord(head)
      let orderID = order.id
      // Never more than was bought; fewer where units were refunded while the order waited.
      let waiting: Int = head["waiting"]
      guard try isAsWritten(order), 1...order.quantity ~= waiting, sku == order.sku else {
        try raise(.alteredCheckout(order.reference), about: "order \(order.reference)")
        try holdForPerson(order, .altered)
        try move(orderID, to: .blocked)
        try db.change("DELETE FROM backorder WHERE orderID = ?", [orderID])
        continue
      }
      let codes = try available(sku, waiting)
      guard !codes.isEmpty else { break }
      try bind(codes, to: orderID)
      try move(orderID, to: .allocated)
      try db.change("DELETE FROM backorder WHERE orderID = ?", [orderID])
      served.append(order.reference)
    }
    return served
  }

  /// Serves every SKU that units wait for: a new catalog or clock may allow codes that were too
  /// near to their last day (I7).
  func serveEverybody() throws {
    let waited = try db.all(
      """
      SELECT sku FROM backorder UNION
      SELECT o.sku FROM waitingUnit w JOIN orderOverview o ON o.orderID = w.orderID ORDER BY 1
      """
    )
    for row in waited {
      let sku: SKU = try row.parsed("sku", as: SKU.init)
      let served = try serve(sku)
      guard !served.isEmpty else { continue }
      try note("serve", "product \(sku)", "\(served.count) orders served", by: "worker")
    }
  }

  /// Gives a unit that waits alone its code and owes the mail; false when there is no code.
  ///
  /// An order whose row was altered is held instead, and waits no longer.
  private func serve(_ unit: Row, _ served: inout [Reference]) throws -> Bool {
    let order = try OrderRecord(unit)
    guard try isWhole(order) else {
      try stop(order, .alteredOrder(order.reference))
      return true
    }
    guard let code = try available(order.sku, 1).first else { return false }
    try give(code, to: unit["unitID"])
    _ = try supersedeMessages(of: order.id)
    try oweCodesOnce(order.id)
    let detail = "unit \(unit["unitNumber"] as Int), code \(code)"
    try note("allocate", "order row \(order.id)", detail, by: "worker")
    if !served.contains(order.reference) { served.append(order.reference) }
    return true
  }

  /// Revokes the codes bound to a refunded order: they are never sold again.
  func revokeCodes(of orderID: Int64) throws {
    try db.change(
      """
      UPDATE code SET status = 'revoked' WHERE status = 'allocated' AND id IN (
        SELECT a.codeID FROM unit u JOIN allocation a ON a.unitID = u.id WHERE u.orderID = ?)
      """,
      [orderID]
    )
  }

  /// Whether codes were ever bound to the order; such an order never returns to the queue.
  func hasCodes(_ orderID: Int64) throws -> Bool {
    try db.first(
      "SELECT 1 FROM unit u JOIN allocation a ON a.unitID = u.id WHERE u.orderID = ?",
      [orderID]
    ) != nil
  }

  /// Whether there is a code to hand over; false while every bound code is being replaced.
  func hasLiveCodes(_ orderID: Int64) throws -> Bool {
    try db.first(
      "SELECT 1 FROM liveUnit u JOIN allocation a ON a.unitID = u.id WHERE u.orderID = ?",
      [orderID]
    ) != nil
  }

  /// The codes of an order's live units, opened, as the mail and the order page show them.
  ///
  /// Throws `.altered` when one is of another SKU than the order's, and an error of the seal when
  /// one does not open in its row.
  func units(of orderID: Int64, sku: SKU) throws -> [Order.AllocatedUnit] {
    let rows = try db.all(
      """
      SELECT u.number, c.id, c.batchID, c.sku, c.fingerprint, c.sealed, c.expiresAt, c.faceMinor,
        c.faceCurrency,
        (SELECT MAX(n.number) FROM unit n WHERE n.orderID = u.orderID) AS bought
      FROM liveUnit u JOIN allocation a ON a.unitID = u.id JOIN code c ON c.id = a.codeID
      WHERE u.orderID = ? ORDER BY u.number
      """,
      [orderID]
    )
    return try rows.map { row in
      guard row["sku"] == sku.text else { throw StoreError.altered }
      return Order.AllocatedUnit(
        number: row["number"],
        count: row["bought"],
        code: try SealedCode.open(row["sealed"], at: SealedCode.Place(row), with: sealing),
        expiresAt: row["expiresAt"] == Schema.never ? nil : row.timestamp("expiresAt"),
        faceValue: (row["faceMinor"] as Int64?) == nil
          ? nil : try row.money("faceMinor", "faceCurrency")
      )
    }
  }
}
