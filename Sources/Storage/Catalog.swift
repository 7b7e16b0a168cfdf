import Crypto
import Foundation
import GRDB
package import Shop
import Text

extension Store {
  /// Records what the shop sells, and returns products that it must not sell yet: those whose terms
  /// changed by more than `alarm` allows since they were last accepted.
  ///
  /// Serves units that wait for codes which the new catalog allows to be sold (I7).
  @discardableResult
  package func recordCatalog(
    _ document: CatalogDocument,
    alarm: PriceAlarm = .standard,
    at: Timestamp
  ) async throws(StoreError) -> [HeldPrice] {
    try await commit(at: at) { transaction in
      let held = try transaction.holdPrices(of: document, alarm)
      try transaction.record(document.without(held))
      try transaction.serveEverybody()
      return held
    }
  }
}

/// The facts of a product in a catalog build, in a fixed order, by which a hosted payment link
/// sells.
struct RecordedPrice {
  let facts: [String]

  init(_ product: CatalogDocument.ProductEntry, build: CatalogDocument) {
    var facts: [String] = [
      build.hash, build.shop.language, product.sku, "\(product.priceMinor)", product.currency,
      build.faceValue(of: product), "\(product.limit)", product.delivery.rawValue,
    ]
    facts += Self.facts(of: product.furtherPrices.map { ($0.currency, $0.minor) })
    for (language, title) in product.title.sorted(by: { $0.key < $1.key }) {
      let redeem = RedeemInstructions(product.redeem[language]) ?? .none
      facts += [language, title, redeem.html, redeem.text]
    }
    self.facts = facts
  }

  /// Reads the columns of an item with its build, its further prices, and the texts in every
  /// language.
  init(_ row: Row, further: [Money], texts: [Row]) {
    let price: Int64 = row["priceMinor"]
    let limit: Int64 = row["mostPerCheckout"]
    var facts: [String] = [
      row["hash"], row["language"], row["sku"], "\(price)", row["currency"], row["faceValue"],
      "\(limit)", row["kind"],
    ]
    facts += Self.facts(of: further.map { ($0.currency.code, $0.minorUnits) })
    let byLanguage = texts.map { ($0["language"] as String, $0) }
    for (language, text) in byLanguage.sorted(by: { $0.0 < $1.0 }) {
      facts += [language, text["title"], text["redeemHTML"], text["redeemText"]]
    }
    self.facts = facts
  }

  /// Begins with their number, so that no price reads as another fact.
  private static func facts(of further: [(currency: String, minor: Int64)]) -> [String] {
    let prices = further.sorted { $0.currency < $1.currency }
    return ["\(prices.count)"] + prices.flatMap { [$0.currency, "\($0.minor)"] }
  }
}

extension Transaction {
  /// Records the current build; the one before is honoured for its grace window.
  func record(_ document: CatalogDocument) throws {
    try db.change(
      "DELETE FROM catalogBuild WHERE replacedAt < ?",
      [now.advanced(seconds: -Self.graceSeconds).milliseconds]
    )
    let current = "SELECT 1 FROM catalogBuild WHERE hash = ? AND replacedAt IS NULL"
    // A product that was held back is added to its build later.
    guard try db.first(current, [document.hash]) == nil else { return try insert(document) }
    try db.change(
      "UPDATE catalogBuild SET replacedAt = ? WHERE replacedAt IS NULL",
      [now.milliseconds]
    )
    try keepMessageDomain(of: document.shop.baseURL)
    let isBack =
      try db.change(
        "UPDATE catalogBuild SET replacedAt = NULL WHERE hash = ?",
        [document.hash]
      ) > 0
    if !isBack {
      try db.change(
        "INSERT INTO catalogBuild (hash, language, recordedAt) VALUES (?, ?, ?)",
        [document.hash, document.shop.language, now.milliseconds]
      )
    }
    try insert(document)
    try note(
      "catalog",
      "build \(document.hash)",
      "\(document.products.count) products",
      by: "worker"
    )
  }

  /// Stores those products of a build that are not stored yet.
  private func insert(_ document: CatalogDocument) throws {
    let build = try db.first("SELECT id FROM catalogBuild WHERE hash = ?", [document.hash])
    guard let buildID = build.map({ $0[0] as Int64 }) else {
      throw StoreError.failed("a build of the catalog is missing")
    }
    let items = try db.all("SELECT sku FROM catalogItem WHERE buildID = ?", [buildID])
    let known = Set(items.map { $0[0] as String })
    for product in document.products where !known.contains(product.sku) {
      let price = RecordedPrice(product, build: document)
      try db.change(
        """
        INSERT INTO catalogItem (buildID, sku, priceMinor, currency, faceValue, mostPerCheckout,
          kind, minValidityDays, binding)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          buildID, product.sku, product.priceMinor, product.currency,
          document.faceValue(of: product), product.limit, product.delivery.rawValue,
          product.minValidityDays,
          sealing.bind(price.facts, as: .price),
        ]
      )
      let itemID = db.lastInsertedRowID
      for price in product.furtherPrices {
        try db.change(
          "INSERT INTO catalogPrice (itemID, currency, priceMinor) VALUES (?, ?, ?)",
          [itemID, price.currency, price.minor]
        )
      }
      for (language, title) in product.title {
        let redeem = RedeemInstructions(product.redeem[language]) ?? .none
        try db.change(
          """
          INSERT INTO catalogText (itemID, language, title, redeemHTML, redeemText)
          VALUES (?, ?, ?, ?, ?)
          """,
          [itemID, language, title, redeem.html, redeem.text]
        )
      }
    }
  }

  /// Stores the shop's own host, which Message-IDs end with.
  private func keepMessageDomain(of baseURL: String) throws {
    let rest = baseURL.split(separator: "/").dropFirst().first ?? ""
    let host = rest.split(separator: ":").first.map { $0.lowercased() } ?? ""
    guard !host.isEmpty, host.utf8.allSatisfy({ (33...126).contains($0) }) else { return }
    try db.change("UPDATE meta SET messageDomain = ?", [host])
  }
}

extension CatalogDocument {
  /// The right value of `hash`: lower-case hex SHA-256 of the document with an empty hash, as JSON
  /// with sorted keys and without escaped slashes; the generator computes the same.
  package var contentHash: String {
    var document = self
    document.hash = ""
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let bytes: Data
    do {
      bytes = try encoder.encode(document)
    } catch {
      preconditionFailure("a catalog of strings and integers can always be encoded: \(error)")
    }
    return SHA256.hash(data: bytes).hex
  }
}

extension CatalogDocument {
  /// The face value as a buyer of a hosted link reads it, in the shop's language.
  fileprivate func faceValue(of product: ProductEntry) -> String {
    product.faceValueText(in: Language(tag: shop.language) ?? .english)
  }
}
