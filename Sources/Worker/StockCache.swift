import Foundation
import Shop
import Synchronization

/// `stock.json`: how much is left, as coarse as the public may know; counted at most every few
/// seconds, however often it is asked for.
final class StockCache: Sendable {
  /// Levels are for caches that keep them for 30 seconds anyway.
  static let freshMilliseconds: Int64 = 5_000

  /// What hangs on the board.
  struct Levels: Sendable {
    fileprivate let at: Timestamp
    fileprivate let catalogHash: String
    /// Of every product of the catalog, by SKU.
    fileprivate let levels: [String: String]
    /// The answer to most questions: everything.
    fileprivate let whole: [UInt8]

    /// The document that answers a question; what the catalog does not have is left out.
    func body(answering question: StockQuestion) throws -> [UInt8] {
      guard case .products(let skus) = question else { return whole }
      let asked = skus.compactMap { sku in levels[sku.text].map { (sku.text, $0) } }
      return try StockCache.json(Dictionary(uniqueKeysWithValues: asked))
    }
  }

  private let posted = Mutex<Levels?>(nil)

  /// What hangs on the board, if it is fresh and of this catalog.
  func levels(of catalog: Catalog, at now: Timestamp) -> Levels? {
    posted.withLock { posted in
      guard let posted, posted.catalogHash == catalog.document.hash,
        (0..<Self.freshMilliseconds).contains(now.milliseconds - posted.at.milliseconds)
      else { return nil }
      return posted
    }
  }

  /// Hangs up new levels and returns them.
  func post(_ available: [SKU: Int], of catalog: Catalog, at now: Timestamp) throws -> Levels {
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
    posted.withLock { $0 = fresh }
    return fresh
  }

  private static func json(_ levels: [String: String]) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return Array(try encoder.encode(StockDocument(version: 1, stock: levels)))
  }
}
