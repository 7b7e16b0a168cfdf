import Foundation
import GRDB
package import Shop

extension Store {
  /// The products that are not sold until a person accepts their terms, by SKU.
  package func heldPrices() throws(StoreError) -> [HeldPrice] {
    let sealing = sealing
    return try read { db in try db.heldPrices(sealing) }
  }

  /// Accepts the held terms of a catalog, for these products or for all; returns which.
  ///
  /// Throws `.noHeldPrice` when nothing of that catalog is held: another one may have replaced it.
  /// The running worker sells by the accepted terms within seconds.
  package func acceptPrices(
    build: String,
    skus: [SKU],
    reason: String,
    by person: Operator,
    at: Timestamp
  ) async throws(StoreError) -> [HeldPrice] {
    try await commit(at: at) { transaction in
      let held = try transaction.db.heldPrices(transaction.sealing)
      let chosen = held.filter { $0.build == build && (skus.isEmpty || skus.contains($0.sku)) }
      guard !chosen.isEmpty, skus.allSatisfy({ sku in chosen.contains { $0.sku == sku } }) else {
        throw StoreError.noHeldPrice
      }
      for price in chosen {
        try transaction.accept(price.sku.text, price.next)
        try transaction.db.change("DELETE FROM formerPrice WHERE sku = ?", [price.sku.text])
        try transaction.db.change("DELETE FROM heldPrice WHERE sku = ?", [price.sku.text])
        let before = price.last?.priceText ?? "unknown"
        try transaction.note(
          "acceptPrice",
          "product \(price.sku)",
          "\(before) to \(price.next.priceText), at most \(price.next.limit): \(reason)",
          by: person.actor
        )
      }
      return chosen
    }
  }
}

/// The accepted terms of a product, as far as the file can be trusted.
private enum AcceptedTerms: Equatable {
  case terms(PriceAlarm.Terms)
  case altered

  var believed: PriceAlarm.Terms? {
    if case .terms(let terms) = self { terms } else { nil }
  }
}

extension Transaction {
  /// Compares a catalog with the terms that were accepted last, accepts what the alarm allows, and
  /// holds the rest for a person.
  func holdPrices(
    of document: CatalogDocument,
    _ alarm: PriceAlarm
  ) throws -> [HeldPrice] {
    let accepted = try db.acceptedTerms(sealing)
    // A price that falls in steps falls as far as in one.
    try db.change(
      "DELETE FROM formerPrice WHERE endedAt <= ?",
      [now.advanced(seconds: -PriceAlarm.memorySeconds).milliseconds]
    )
    let former = try db.furtherPrices(
      "SELECT sku, currency, MAX(priceMinor) AS priceMinor FROM formerPrice GROUP BY sku, currency"
    )
    let before = Set(try db.heldPrices(sealing).map { "\($0.build) \($0.sku)" })
    try db.change("DELETE FROM heldPrice")
    var held: [HeldPrice] = []
    for product in document.products {
      guard let sku = SKU(product.sku), let next = product.terms else { continue }
      let last = accepted[product.sku]
      let reason: HeldPrice.Reason? =
        switch last {
        case nil: nil
        case .altered?: next.isAccepted(by: alarm) ? nil : .altered
        case .terms(let terms)?:
          alarm.objection(to: next, after: terms, former: former[product.sku] ?? [])
        }
      guard let reason else {
        guard last != .terms(next) else { continue }
        try accept(product.sku, next)
        if let terms = last?.believed { try rememberPrices(of: product.sku, terms) }
        continue
      }
      let price = HeldPrice(
        sku: sku,
        build: document.hash,
        next: next,
        last: last?.believed,
        reason: reason,
        since: now
      )
      try keep(price)
      held.append(price)
      guard !before.contains("\(document.hash) \(sku)") else { continue }
      try note("holdPrice", "product \(sku)", reason.rawValue, by: "worker")
    }
    return held
  }

  /// Remembers the prices that end now.
  private func rememberPrices(of sku: String, _ terms: PriceAlarm.Terms) throws {
    for price in [terms.price] + terms.furtherPrices {
      try db.change(
        """
        INSERT INTO formerPrice (sku, currency, priceMinor, endedAt)
        VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
        """,
        [sku, price.currency.code, price.minorUnits, now.milliseconds]
      )
    }
  }

  private func keep(_ price: HeldPrice) throws {
    try db.change(
      """
      INSERT INTO heldPrice (sku, build, priceMinor, currency, mostPerCheckout, reason, heldAt)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        price.sku.text, price.build, price.next.price.minorUnits, price.next.price.currency.code,
        price.next.limit, price.reason.rawValue, price.since.milliseconds,
      ]
    )
    for further in price.next.furtherPrices {
      try db.change(
        "INSERT INTO heldFurtherPrice (sku, currency, priceMinor) VALUES (?, ?, ?)",
        [price.sku.text, further.currency.code, further.minorUnits]
      )
    }
    // An earlier build that is published again may have the product already.
    try db.change(
      """
      DELETE FROM catalogItem WHERE sku = ?
        AND buildID IN (SELECT id FROM catalogBuild WHERE hash = ?)
      """,
      [price.sku.text, price.build]
    )
  }

  fileprivate func accept(_ sku: String, _ terms: PriceAlarm.Terms) throws {
    let (price, limit) = (terms.price, terms.limit)
    let binding = sealing.bind(terms.facts(of: sku), as: .terms)
    let changed = try db.change(
      """
      UPDATE acceptedPrice SET priceMinor = ?, currency = ?, mostPerCheckout = ?, acceptedAt = ?,
        binding = ? WHERE sku = ?
      """,
      [price.minorUnits, price.currency.code, limit, now.milliseconds, binding, sku]
    )
    if changed == 0 {
      try db.change(
        """
        INSERT INTO acceptedPrice (sku, priceMinor, currency, mostPerCheckout, acceptedAt, binding)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        [sku, price.minorUnits, price.currency.code, limit, now.milliseconds, binding]
      )
    } else {
      try db.change("DELETE FROM acceptedFurtherPrice WHERE sku = ?", [sku])
    }
    for further in terms.furtherPrices {
      try db.change(
        "INSERT INTO acceptedFurtherPrice (sku, currency, priceMinor) VALUES (?, ?, ?)",
        [sku, further.currency.code, further.minorUnits]
      )
    }
  }
}

extension PriceAlarm.Terms {
  /// The facts that the keyed hash of accepted terms covers.
  fileprivate func facts(of sku: String) -> [String] {
    [sku, "\(price.minorUnits)", price.currency.code, "\(limit)"]
      + furtherPrices.flatMap { [$0.currency.code, "\($0.minorUnits)"] }
  }

  /// Whether the alarm is off, so that no change is held.
  fileprivate func isAccepted(by alarm: PriceAlarm) -> Bool { alarm.percent == nil }
}

extension Database {
  /// The accepted terms by SKU.
  fileprivate func acceptedTerms(_ sealing: Sealing) throws -> [String: AcceptedTerms] {
    let rows = try all(
      "SELECT sku, priceMinor, currency, mostPerCheckout, binding FROM acceptedPrice"
    )
    let further = try furtherPrices("SELECT * FROM acceptedFurtherPrice")
    return try Dictionary(
      rows.map { row -> (String, AcceptedTerms) in
        let sku: String = row["sku"]
        let terms = PriceAlarm.Terms(
          price: try row.money("priceMinor", "currency"),
          furtherPrices: further[sku] ?? [],
          limit: row["mostPerCheckout"]
        )
        let isBound = sealing.isBound(terms.facts(of: sku), by: row["binding"], as: .terms)
        return (sku, isBound ? .terms(terms) : .altered)
      }
    ) { first, _ in first }
  }

  /// Prices in further currencies by SKU.
  fileprivate func furtherPrices(_ query: String) throws -> [String: [Money]] {
    var prices: [String: [Money]] = [:]
    for row in try all(query) {
      prices[row["sku"], default: []].append(try row.money("priceMinor", "currency"))
    }
    return prices
  }

  fileprivate func heldPrices(_ sealing: Sealing) throws -> [HeldPrice] {
    let accepted = try acceptedTerms(sealing)
    let further = try furtherPrices("SELECT * FROM heldFurtherPrice")
    return try all("SELECT * FROM heldPrice ORDER BY sku").map { row in
      HeldPrice(
        sku: try row.parsed("sku", as: SKU.init),
        build: row["build"],
        next: PriceAlarm.Terms(
          price: try row.money("priceMinor", "currency"),
          furtherPrices: further[row["sku"]] ?? [],
          limit: row["mostPerCheckout"]
        ),
        last: accepted[row["sku"]]?.believed,
        reason: try row.parsed("reason", as: { HeldPrice.Reason(rawValue: $0) }),
        since: row.timestamp("heldAt")
      )
    }
  }
}
