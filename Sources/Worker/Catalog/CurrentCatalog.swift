import Foundation
package import Shop
import Storage
import Synchronization

/// Why a catalog cannot be sold from.
package enum CatalogProblem: Error, Equatable, CustomStringConvertible {
  case unreadable(path: String, reason: String)
  /// Somebody else than root or the worker's user may have written it.
  case exposed(path: String, found: String, remedy: String)
  /// Its hash shows that it is not what the generator wrote.
  case changed(path: String)
  case tooLarge(path: String, limit: Int)
  case notJSON(path: String, reason: String)
  case version(path: String, found: Int)
  case product(path: String, sku: String, fault: String)

  /// One line for the log.
  package var description: String {
    let build = "run `cardstock build` and point `catalog` at its catalog.json"
    return switch self {
    case .unreadable(let path, let reason):
      "\(path): expected a readable file, found: \(reason); \(build)"
    case .exposed(let path, let found, let remedy):
      "\(path): expected a file that only root and this user can write, found \(found); \(remedy)"
    case .changed(let path):
      "\(path): expected the content that its own hash names, found another; it was edited or "
        + "cut after the build: \(build)"
    case .tooLarge(let path, let limit):
      "\(path): expected at most \(limit) bytes, found more; \(build)"
    case .notJSON(let path, let reason):
      "\(path): expected a catalog, found: \(reason); \(build)"
    case .version(let path, let found):
      "\(path): expected version \(CatalogDocument.currentVersion), found \(found); "
        + "build the shop with the cardstock of this release"
    case .product(let path, let sku, let fault):
      "\(path): product \(sku): \(fault); \(build)"
    }
  }
}

extension CatalogDocument {
  /// The largest catalog that is read: some 50,000 products with long instructions.
  package static let largestFile = 128 << 20

  /// Reads and checks a catalog file: who may write it, its form, and its own hash.
  package init(path: String) throws(CatalogProblem) {
    if FileManager.default.fileExists(atPath: path) {
      do throws(TrustedFile.Refusal) {
        try TrustedFile.check(path)
      } catch {
        throw .exposed(path: path, found: error.found, remedy: error.remedy)
      }
    }
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    } catch {
      let isThere = FileManager.default.fileExists(atPath: path)
      throw .unreadable(
        path: path,
        reason: isThere ? "no permission or not a file" : "no such file"
      )
    }
    guard data.count <= Self.largestFile else {
      throw .tooLarge(path: path, limit: Self.largestFile)
    }
    let document: CatalogDocument
    do {
      document = try JSONDecoder().decode(CatalogDocument.self, from: data)
    } catch {
      throw Self.problem(of: data, path: path)
    }
    guard document.version == Self.currentVersion else {
      throw .version(path: path, found: document.version)
    }
    guard document.hash == document.contentHash else { throw .changed(path: path) }
    for product in document.products {
      if let fault = product.fault { throw .product(path: path, sku: product.sku, fault: fault) }
    }
    self = document
  }

  /// What is wrong with a file of another form: most often it is of another release.
  private static func problem(of data: Data, path: String) -> CatalogProblem {
    do {
      let found = try JSONDecoder().decode(CatalogVersionDocument.self, from: data).version
      if found != currentVersion { return .version(path: path, found: found) }
    } catch {
      return .notJSON(path: path, reason: "JSON of another form")
    }
    return .notJSON(path: path, reason: "JSON of another form")
  }
}

/// What a catalog of any release says of itself.
private struct CatalogVersionDocument: Codable {
  let version: Int
}

extension CatalogDocument.ProductEntry {
  /// A template's placeholder that is left in a text for buyers; nil when there is none.
  private var placeholder: String? {
    for (language, text) in title.sorted(by: { $0.key < $1.key }) {
      if PlaceholderText.emptyTitles.contains(text.lowercased()) { return text }
      if let found = PlaceholderText.first(in: text, language: language) { return found }
    }
    for (language, how) in redeem.sorted(by: { $0.key < $1.key }) {
      if let found = PlaceholderText.first(in: how.text, language: language) { return found }
    }
    return nil
  }

  /// Why the product cannot be sold; nil when it can.
  fileprivate var fault: String? {
    if SKU(sku) == nil { return "the SKU is malformed" }
    guard let prices else { return "a currency is malformed" }
    guard prices.allSatisfy({ (1...Money.largestMinorUnits).contains($0.minorUnits) }) else {
      return "a price is out of range"
    }
    guard Set(prices.map(\.currency)).count == prices.count else {
      return "it has two prices in one currency"
    }
    if limit < 1 { return "the limit is below 1" }
    if !(0...3_650).contains(minValidityDays) { return "min_validity is out of range" }
    if title.isEmpty { return "it has no title" }
    return placeholder.map { "expected text for buyers, found a template's: `\($0)`" }
  }
}

/// The catalog in use, replaced as a whole when its file changes.
package final class CurrentCatalog: Sendable {
  private let current: Mutex<Catalog>

  package init(_ document: CatalogDocument) {
    current = Mutex(Catalog(document))
  }

  /// The latest catalog that passed its checks.
  package var catalog: Catalog { current.withLock { $0 } }

  /// Replaces the catalog.
  package func replace(with document: CatalogDocument) {
    let next = Catalog(document)
    current.withLock { $0 = next }
  }
}

/// A checked catalog, with what the routes need of it.
package struct Catalog: Sendable {
  /// The file's content.
  package let document: CatalogDocument
  /// The shop's first language.
  package let language: Language
  /// The stylesheet of the worker's pages, in the shop's accent colour.
  package let stylesheet: Asset
  /// When the shop's days begin and end.
  package let calendar: ShopCalendar
  private let products: [String: CatalogDocument.ProductEntry]

  package init(_ document: CatalogDocument) {
    self.document = document
    language = Language(tag: document.shop.language) ?? .english
    stylesheet = .stylesheet(accent: document.shop.accent)
    calendar = ShopCalendar(of: document)
    products = Dictionary(document.products.map { ($0.sku, $0) }) { first, _ in first }
  }

  /// The product of that SKU, if it is for sale.
  package func product(_ sku: SKU) -> CatalogDocument.ProductEntry? { products[sku.text] }

  /// The text in that language, or else in the shop's own.
  package func text(_ texts: [String: String], in asked: Language) -> String {
    texts[asked.tag] ?? texts[document.shop.language] ?? texts.values.min() ?? ""
  }

  /// How the product is redeemed, in that language or else in the shop's own.
  package func redeem(
    _ product: CatalogDocument.ProductEntry,
    in asked: Language
  ) -> RedeemInstructions {
    RedeemInstructions(product.redeem[asked.tag] ?? product.redeem[document.shop.language])
      ?? .none
  }

  /// The shop's name.
  package func title(in language: Language) -> String { text(document.shop.title, in: language) }

  /// The file behind an `/assets/` path.
  package func asset(path: String) -> Asset? {
    [stylesheet, .copyScript, .payScript, .bridgeScript].first { $0.path == path }
  }
}
