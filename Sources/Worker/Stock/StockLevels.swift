import Foundation
package import Shop
import Synchronization

/// A request to `stock.json`: for the levels of all products, or of a few.
///
/// Holds, always: at most 60 products, each a well-formed SKU, which need not exist.
package enum StockQuestion: Equatable, Sendable {
  case everything
  case products(Set<SKU>)

  /// Enough for a page of a list, or for a product with its related ones.
  package static let mostProducts = 60

  /// Reads a query like `sku=A&sku=B`; nil when it is anything else or names too many.
  ///
  /// Nothing is percent-decoded, since a well-formed SKU needs no encoding.
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

/// The coarse stock levels for `stock.json`, counted at most every few seconds however often they
/// are asked for.
final class StockCache: Sendable {
  /// How long a count is used; caches keep the answer for 30 seconds anyway.
  static let freshMilliseconds: Int64 = 5_000

  /// The levels of one count.
  struct Levels: Sendable {
    fileprivate let at: Timestamp
    fileprivate let catalogHash: String
    /// The level of every product of the catalog, by SKU.
    fileprivate let levels: [String: String]
    /// The document with all levels, which answers most requests.
    fileprivate let whole: [UInt8]

    /// The document that answers a request; products not in the catalog are left out.
    func body(answering question: StockQuestion) throws -> [UInt8] {
      guard case .products(let skus) = question else { return whole }
      let asked = skus.compactMap { sku in levels[sku.text].map { (sku.text, $0) } }
      return try StockCache.json(Dictionary(uniqueKeysWithValues: asked))
    }
  }

  private let kept = Mutex<Levels?>(nil)

  /// The levels of the last count, if it is fresh and of this catalog.
  func levels(of catalog: Catalog, at now: Timestamp) -> Levels? {
    kept.withLock { kept in
      guard let kept, kept.catalogHash == catalog.document.hash,
        (0..<Self.freshMilliseconds).contains(now.milliseconds - kept.at.milliseconds)
      else { return nil }
      return kept
    }
  }

  /// Keeps the levels of a new count and returns them.
  func keep(_ available: [SKU: Int], of catalog: Catalog, at now: Timestamp) throws -> Levels {
    let pairs = catalog.document.products.map { product in
      let count = SKU(product.sku).flatMap { available[$0] } ?? 0
      return (product.sku, StockLevel(available: count).rawValue)
    }
    let levels = Dictionary(pairs) { first, _ in first }
    let fresh = Levels(
      at: now,
      catalogHash: catalog.document.hash,
      levels: levels,
      whole: try Self.json(levels)
    )
    kept.withLock { $0 = fresh }
    return fresh
  }

  private static func json(_ levels: [String: String]) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return Array(try encoder.encode(StockDocument(version: 1, stock: levels)))
  }
}
