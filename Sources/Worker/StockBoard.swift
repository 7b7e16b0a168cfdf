import Foundation
import Shop
import Synchronization

/// `stock.json`: how much is left, as coarse as the public may know; counted at most every few
/// seconds, however often it is asked for.
final class StockBoard: Sendable {
  /// Levels are for caches that keep them for 30 seconds anyway.
  static let freshMilliseconds: Int64 = 5_000

  private struct Posted {
    let at: Timestamp
    let catalogHash: String
    let body: [UInt8]
  }

  private let posted = Mutex<Posted?>(nil)

  /// What hangs on the board, if it is fresh and of this catalog.
  func body(of catalog: Catalog, at now: Timestamp) -> [UInt8]? {
    posted.withLock { posted in
      guard let posted, posted.catalogHash == catalog.document.hash,
        (0..<Self.freshMilliseconds).contains(now.milliseconds - posted.at.milliseconds)
      else { return nil }
      return posted.body
    }
  }

  /// Hangs up new levels and returns them.
  func post(_ available: [SKU: Int], of catalog: Catalog, at now: Timestamp) throws -> [UInt8] {
    let levels = catalog.document.products.map { product in
      let count = SKU(product.sku).flatMap { available[$0] } ?? 0
      return (product.sku, StockLevel(available: count).rawValue)
    }
    let document = StockDocument(version: 1, stock: Dictionary(levels) { first, _ in first })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let body = Array(try encoder.encode(document))
    posted.withLock { $0 = Posted(at: now, catalogHash: catalog.document.hash, body: body) }
    return body
  }
}
