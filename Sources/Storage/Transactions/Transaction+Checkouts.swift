import Foundation
import GRDB
import Shop

extension Transaction {
  /// Keeps a quote; a reference that exists is refused.
  @discardableResult
  func open(_ checkout: Checkout) throws -> Int64 {
    let email = try sealing.seal(
      checkout.email.text.utf8,
      as: .email,
      of: checkout.reference.text
    )
    try db.change(
      """
      INSERT INTO checkout (reference, provider, emailSealed, emailHash, language, amountMinor,
        currency, createdAt, expiresAt)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        checkout.reference.text, checkout.provider.rawValue, email, sealing.hash(checkout.email),
        checkout.language.rawValue, checkout.amount.minorUnits, checkout.amount.currency.code,
        checkout.createdAt.milliseconds, checkout.expiresAt.milliseconds,
      ]
    )
    let id = db.lastInsertedRowID
    let line = checkout.line
    try db.change(
      """
      INSERT INTO line (checkoutID, sku, quantity, unitPriceMinor, title, faceValue, kind, redeem)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        id, line.sku.text, line.quantity, line.unitPrice.minorUnits, line.title, line.faceValue,
        line.kind.rawValue, line.redeem,
      ]
    )
    try watch(id, checkout)
    return id
  }

  /// Takes down what the shop sells now; the build before stays honoured for its grace window.
  func record(_ document: CatalogDocument) throws {
    try db.change(
      "DELETE FROM catalogBuild WHERE replacedAt < ?",
      [now.advanced(seconds: -Self.graceSeconds).milliseconds]
    )
    let current = "SELECT 1 FROM catalogBuild WHERE hash = ? AND replacedAt IS NULL"
    guard try db.first(current, [document.hash]) == nil else { return }
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
    if !isBack { try insert(document) }
    try note(
      "catalog",
      "build \(document.hash)",
      "\(document.products.count) products",
      by: "worker"
    )
  }

  private func insert(_ document: CatalogDocument) throws {
    try db.change(
      "INSERT INTO catalogBuild (hash, language, recordedAt) VALUES (?, ?, ?)",
      [document.hash, document.shop.language, now.milliseconds]
    )
    let buildID = db.lastInsertedRowID
    for product in document.products {
      try db.change(
        """
        INSERT INTO catalogItem (buildID, sku, priceMinor, currency, faceValue, mostPerCheckout,
          kind)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        [
          buildID, product.sku, product.priceMinor, product.currency, product.faceValue,
          product.limit, product.delivery,
        ]
      )
      let itemID = db.lastInsertedRowID
      for (language, title) in product.title {
        try db.change(
          "INSERT INTO catalogText (itemID, language, title, redeem) VALUES (?, ?, ?, ?)",
          [itemID, language, title, product.redeem[language] ?? ""]
        )
      }
    }
  }

  /// Messages are named under the shop's own host.
  private func keepMessageDomain(of baseURL: String) throws {
    let rest = baseURL.split(separator: "/").dropFirst().first ?? ""
    let host = rest.split(separator: ":").first.map { $0.lowercased() } ?? ""
    guard !host.isEmpty, host.utf8.allSatisfy({ (33...126).contains($0) }) else { return }
    try db.change("UPDATE meta SET messageDomain = ?", [host])
  }
}
