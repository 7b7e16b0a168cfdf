package import Shop

/// What somebody wants to know from `stock.json`: the level of everything, or of a few products.
///
/// Holds, always: at most 60 products, each a well-formed SKU; whether they exist is not its
/// matter.
package enum StockQuestion: Equatable, Sendable {
  case everything
  case products(Set<SKU>)

  /// One page of a shop's list, with a shelf or two below it.
  package static let mostProducts = 60

  /// Reads `sku=A&sku=B`; nil when it is anything else, or too much.
  ///
  /// No part of a well-formed SKU is ever percent-encoded.
  package init?(query: String) {
    guard !query.isEmpty else {
      self = .everything
      return
    }
    let fields = query.split(
      separator: "&",
      maxSplits: Self.mostProducts,
      omittingEmptySubsequences: false
    )
    guard fields.count <= Self.mostProducts else { return nil }
    var skus: Set<SKU> = []
    for field in fields {
      guard field.hasPrefix("sku="), let sku = SKU(String(field.dropFirst(4))) else { return nil }
      skus.insert(sku)
    }
    self = .products(skus)
  }
}
