import Foundation
import Shop
import Site

/// Writes the search index of a made-up catalog without rendering a page.
///
/// `scripts/check-search` asks it for shops that would take minutes to build.
enum Searching {
  /// `arguments` are the catalog's file, a language tag and the folder to write to; prints the
  /// address of the directory.
  static func run(_ arguments: [String]) throws {
    guard arguments.count == 3, let language = LanguageTag(tag: arguments[1]),
      let catalog = FileManager.default.contents(atPath: arguments[0])
    else { throw CocoaError(.fileReadUnknown) }
    let document = try JSONDecoder().decode(CatalogDocument.self, from: catalog)
    let content = try document.content()
    var index: SearchIndex?
    let elapsed = ContinuousClock().measure { index = SearchIndex(content, in: language) }
    guard let index else { return }
    for file in [index.directory] + index.files {
      let place = URL(filePath: arguments[2]).appending(path: file.path)
      let folder = place.deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(file.bytes).write(to: place)
    }
    print("/" + index.directory.path)
    print("\(content.products.count) products in \(elapsed.inSeconds) s")
  }

  /// What `scripts/rig/catalog.py` writes.
  struct CatalogDocument: Decodable {
    var products: [ProductDocument]
    var categories: [TermDocument]
    var scenarios: [TermDocument]

    struct ProductDocument: Decodable {
      var sku: String
      var title: [String: String]
      var brand: String?
      var category: String
      var scenarios: [String]
      var tags: [String]
      var price: String
      var region: String?
      var labels: [String]?
    }

    struct TermDocument: Decodable {
      var key: String
      var title: [String: String]
    }
  }
}

extension Searching.CatalogDocument {
  /// The shop of the catalog, in Chinese and English; the first product is the newest.
  func content() throws -> SiteContent {
    SiteContent(
      config: try Self.config(),
      products: try products.map { try $0.product() },
      categories: categories.map(\.term),
      scenarios: scenarios.map(\.term),
      pages: [],
      staticFiles: [],
      templates: [:]
    )
  }

  private static func config() throws -> SiteConfig {
    SiteConfig(
      title: localized(["zh-CN": "试验铺"]),
      description: localized([:]),
      baseURL: "https://cards.example.com",
      workerURL: nil,
      language: .chinese,
      languages: [.chinese, .english],
      currency: try cny(),
      accent: "#0b6b5c",
      supportEmail: nil,
      payments: [],
      legal: SiteConfig.Legal(icp: nil, licence: nil)
    )
  }

  fileprivate static func cny() throws -> Currency {
    guard let currency = Currency("CNY") else { throw CocoaError(.coderInvalidValue) }
    return currency
  }

  fileprivate static func localized(_ texts: [String: String]) -> Localized {
    var known: [LanguageTag: String] = [:]
    for (tag, text) in texts {
      if let language = LanguageTag(tag: tag) { known[language] = text }
    }
    return Localized(known, default: .chinese)
  }
}

extension Searching.CatalogDocument.TermDocument {
  fileprivate var term: Term {
    Term(key: key, title: Searching.CatalogDocument.localized(title), weight: 0, intro: [:])
  }
}

extension Searching.CatalogDocument.ProductDocument {
  fileprivate func product() throws -> Product {
    guard let sku = SKU(sku) else { throw CocoaError(.coderInvalidValue) }
    let currency = try Searching.CatalogDocument.cny()
    return Product(
      sku: sku,
      slug: self.sku.lowercased(),
      texts: Product.Texts(title: Searching.CatalogDocument.localized(title), body: [:]),
      offer: Product.Offer(
        price: try Money(parsing: price, currency: currency),
        region: region,
        limit: 1
      ),
      shelving: Product.Shelving(
        category: category,
        scenarios: scenarios,
        tags: tags,
        brand: brand,
        labels: (labels ?? []).map(ProductLabel.init)
      ),
      source: "\(self.sku).md"
    )
  }
}
