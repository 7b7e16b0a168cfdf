import Foundation
import GRDB
package import Shop

extension Store {
  /// How many codes a new order could have, by SKU; a SKU without any is not listed, nor is one
  /// that somebody waits for.
  package func stock() throws(StoreError) -> [SKU: Int] {
    try read { db in
      var stock = try db.count(
        """
        SELECT sku, COUNT(*) FROM code
        WHERE status = 'available' AND expiresAt > (SELECT clockHighWater FROM meta)
        GROUP BY sku
        """
      )
      for sku in try db.count("SELECT sku, COUNT(*) FROM backorder GROUP BY sku").keys {
        stock[sku] = nil
      }
      return stock
    }
  }

  /// How many codes are in which state, ordered by SKU.
  package func stockReport() throws(StoreError) -> [StockCount] {
    try read { db in
      let inState = { (state: String) in
        try db.count("SELECT sku, COUNT(*) FROM code WHERE status = ? GROUP BY sku", [state])
      }
      let available = try inState("available")
      let allocated = try inState("allocated")
      let revoked = try inState("revoked")
      let expired = try db.count(
        """
        SELECT sku, COUNT(*) FROM code
        WHERE status = 'available' AND expiresAt <= (SELECT clockHighWater FROM meta)
        GROUP BY sku
        """
      )
      let waiting = try db.count(
        """
        SELECT b.sku, COUNT(*) FROM backorder b JOIN liveUnit u ON u.orderID = b.orderID
        GROUP BY b.sku
        """
      )
      let skus = Set([available, allocated, revoked, waiting].flatMap(\.keys))
      return skus.sorted().map { sku in
        StockCount(
          sku: sku,
          available: (available[sku] ?? 0) - (expired[sku] ?? 0),
          allocated: allocated[sku] ?? 0,
          revoked: revoked[sku] ?? 0,
          expired: expired[sku] ?? 0,
          waiting: waiting[sku] ?? 0
        )
      }
    }
  }
}

extension Database {
  /// A query of SKUs and numbers.
  fileprivate func count(_ sql: String, _ arguments: StatementArguments = []) throws -> [SKU: Int] {
    var counts: [SKU: Int] = [:]
    for row in try all(sql, arguments) {
      counts[try row.parsed("sku", as: SKU.init)] = row[1]
    }
    return counts
  }
}

extension [UInt8] {
  /// As SQLite takes a blob.
  var blob: Data { Data(self) }
}
