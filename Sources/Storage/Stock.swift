import GRDB
package import Shop

extension Store {
  /// How many codes a new order could have, by SKU.
  ///
  /// Leaves out a SKU without such codes, and one that units wait for. Codes that are valid for
  /// less time than their product asks do not count.
  package func stock() throws(StoreError) -> [SKU: Int] {
    try read { db in
      var stock = try db.freeCodes().filter { $0.value > 0 }
      for sku in try db.waitingUnits().keys { stock[sku] = nil }
      return stock
    }
  }

  /// How many codes of a product a new order could have, counted no further than `most`; none while
  /// somebody waits for one.
  package func available(
    _ sku: SKU,
    upTo most: Int,
    at moment: Timestamp
  ) throws(StoreError) -> Int {
    try read { db in
      guard try !db.isWaitedFor(sku) else { return 0 }
      let row = try db.first(
        """
        SELECT COUNT(*) FROM (
          SELECT 1 FROM code WHERE sku = ?1 AND status = 'available'
            AND expiresAt > MAX(?2, (SELECT clockHighWater FROM meta)) + ?3 LIMIT ?4)
        """,
        [sku.text, moment.milliseconds, try db.minValidity(of: sku), most]
      )
      return row?[0] ?? 0
    }
  }

  /// The moment that a code of a SKU must outlast to be sold at `moment`.
  package func leastEnd(of sku: SKU, at moment: Timestamp) throws(StoreError) -> Timestamp {
    try read { db in
      Timestamp(milliseconds: moment.milliseconds + (try db.minValidity(of: sku)))
    }
  }

  /// How many codes are in which state, ordered by SKU.
  package func stockReport() throws(StoreError) -> [StockCount] {
    try read { db in
      let inState = { (state: CardCode.State) in
        let sql = "SELECT sku, COUNT(*) FROM code WHERE status = ? GROUP BY sku"
        return try db.count(sql, [state.rawValue])
      }
      let available = try inState(.available)
      let sellable = try db.freeCodes()
      let allocated = try inState(.allocated)
      let quarantined = try inState(.quarantined)
      let revoked = try inState(.revoked)
      let expired = try db.count(
        """
        SELECT sku, COUNT(*) FROM code
        WHERE status = 'available' AND expiresAt <= (SELECT clockHighWater FROM meta)
        GROUP BY sku
        """
      )
      let waiting = try db.waitingUnits()
      let skus = Set([available, quarantined, allocated, revoked, waiting].flatMap(\.keys))
      return skus.sorted().map { (sku) -> StockCount in
        let (free, over) = (sellable[sku] ?? 0, expired[sku] ?? 0)
        return StockCount(
          sku: sku,
          available: free,
          quarantined: quarantined[sku] ?? 0,
          allocated: allocated[sku] ?? 0,
          revoked: revoked[sku] ?? 0,
          expired: over,
          expiringSoon: (available[sku] ?? 0) - over - free,
          waiting: waiting[sku] ?? 0
        )
      }
    }
  }
}

extension Database {
  /// How long a code of a SKU must still be valid to be sold, in milliseconds; by the newest
  /// catalog with that SKU, or the default where none has it.
  func minValidity(of sku: SKU) throws -> Int64 {
    let days = try integers(
      """
      SELECT i.minValidityDays FROM catalogItem i JOIN catalogBuild b ON b.id = i.buildID
      WHERE i.sku = ?
      ORDER BY b.replacedAt IS NULL DESC, b.replacedAt DESC, b.id DESC LIMIT 1
      """,
      [sku.text]
    ).first
    return (days ?? Self.defaultMinValidityDays) * 86_400_000
  }

  private static var defaultMinValidityDays: Int64 {
    Int64(CatalogDocument.ProductEntry.defaultMinValidityDays)
  }

  /// Whether an order, or a unit of one, waits for a code of a SKU: it comes before any new order.
  func isWaitedFor(_ sku: SKU) throws -> Bool {
    let waiting = "SELECT 1 FROM backorder WHERE sku = ?"
    if try first(waiting, [sku.text]) != nil { return true }
    return try waitingUnit(of: sku) != nil
  }

  /// The unit that waits alone for a code of a SKU, of the order that was paid first; with the row
  /// of its order.
  func waitingUnit(of sku: SKU) throws -> Row? {
    try first(
      """
      SELECT w.id AS unitID, w.number AS unitNumber, o.* FROM waitingUnit w
      JOIN orderOverview o ON o.orderID = w.orderID
      WHERE o.sku = ? AND o.isDeliverable AND o.fulfilment IN ('allocated', 'delivered')
      ORDER BY w.orderID, w.number LIMIT 1
      """,
      [sku.text]
    )
  }

  /// How many units of each SKU wait for a code: those of whole orders, and single ones whose code
  /// is to be replaced.
  fileprivate func waitingUnits() throws -> [SKU: Int] {
    try count(
      """
      SELECT sku, COUNT(*) FROM (
        SELECT b.sku AS sku FROM backorder b JOIN liveUnit u ON u.orderID = b.orderID
        UNION ALL
        SELECT o.sku FROM waitingUnit w JOIN orderOverview o ON o.orderID = w.orderID
        WHERE o.isDeliverable AND o.fulfilment IN ('allocated', 'delivered'))
      GROUP BY sku
      """
    )
  }

  /// How many codes of each SKU are free and valid for long enough.
  fileprivate func freeCodes() throws -> [SKU: Int] {
    try count(
      """
      WITH validity AS (
        SELECT sku, days FROM (
          SELECT i.sku AS sku, i.minValidityDays AS days, ROW_NUMBER() OVER (
            PARTITION BY i.sku
            ORDER BY b.replacedAt IS NULL DESC, b.replacedAt DESC, b.id DESC) AS place
          FROM catalogItem i JOIN catalogBuild b ON b.id = i.buildID) AS ranked
        WHERE place = 1)
      SELECT c.sku AS sku, COUNT(*) FROM code c LEFT JOIN validity v ON v.sku = c.sku
      WHERE c.status = 'available' AND c.expiresAt >
        (SELECT clockHighWater FROM meta) + COALESCE(v.days, ?) * 86400000
      GROUP BY c.sku
      """,
      [Self.defaultMinValidityDays]
    )
  }

  /// Runs a query of SKUs and numbers.
  fileprivate func count(_ sql: String, _ arguments: StatementArguments = []) throws -> [SKU: Int] {
    var counts: [SKU: Int] = [:]
    for row in try all(sql, arguments) {
      counts[try row.parsed("sku", as: SKU.init)] = row[1]
    }
    return counts
  }
}
