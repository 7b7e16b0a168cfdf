/// `stock.json`: what the worker tells the shop's pages about its stock.
package struct StockDocument: Codable, Equatable, Sendable {
  /// 1.
  package let version: Int
  /// A `StockLevel` (`in`, `low` or `out`) by SKU.
  package let stock: [String: String]

  package init(version: Int, stock: [String: String]) {
    self.version = version
    self.stock = stock
  }
}
