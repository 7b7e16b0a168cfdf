/// How much is left of a product, as coarse as the public may know.
package enum StockLevel: String, Sendable {
  /// Enough.
  case inStock = "in"
  /// Some, but fewer than the low-water mark.
  case low
  /// None: an order would wait.
  case out

  /// Fewer available codes than this is `low`.
  package static let lowWaterMark = 10

  package init(available: Int) {
    self = available <= 0 ? .out : available < Self.lowWaterMark ? .low : .inStock
  }
}
