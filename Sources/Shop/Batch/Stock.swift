/// How many codes of a SKU are in which state, and how many units wait for one.
package struct StockCount: Equatable, Sendable {
  /// The product whose codes are counted.
  package let sku: SKU
  /// Free, and valid for as long as the product asks: what can be sold.
  package let available: Int
  /// Neither sold nor revoked: taken out of sale because they do not open in their rows.
  package let quarantined: Int
  /// Bound to a unit of an order.
  package let allocated: Int
  /// Never to be sold or shown again.
  package let revoked: Int
  /// Stored as available but past their last day: never sold.
  package let expired: Int
  /// Stored as available but too near to their last day for this product: not sold.
  package let expiringSoon: Int
  /// Paid units that wait for a code.
  package let waiting: Int

  package init(
    sku: SKU,
    available: Int,
    quarantined: Int = 0,
    allocated: Int,
    revoked: Int,
    expired: Int,
    expiringSoon: Int,
    waiting: Int
  ) {
    self.sku = sku
    self.available = available
    self.quarantined = quarantined
    self.allocated = allocated
    self.revoked = revoked
    self.expired = expired
    self.expiringSoon = expiringSoon
    self.waiting = waiting
  }
}

/// How much is left of a product, as coarse as the public may know.
package enum StockLevel: String, Sendable {
  /// `lowWaterMark` codes or more.
  case inStock = "in"
  /// Some, but fewer than `lowWaterMark`.
  case low
  /// None: a new order would wait.
  case out

  /// Fewer available codes than this is `low`.
  package static let lowWaterMark = 10

  package init(available: Int) {
    self = available <= 0 ? .out : available < Self.lowWaterMark ? .low : .inStock
  }
}

/// `stock.json`: what the worker tells the shop's pages about its stock.
package struct StockDocument: Codable, Equatable, Sendable {
  /// Always 1.
  package let version: Int
  /// A `StockLevel` (`in`, `low` or `out`) by SKU.
  package let stock: [String: String]

  package init(version: Int, stock: [String: String]) {
    self.version = version
    self.stock = stock
  }
}
