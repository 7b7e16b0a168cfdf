package import Shop
package import Storage

/// A product whose new terms wait for a person.
package struct HeldPriceDocument: Codable, Equatable, Sendable {
  /// The product's SKU, which is not sold meanwhile.
  package let sku: String
  /// The hash of the catalog with these terms.
  package let build: String
  /// The accepted prices in every currency, such as `48.50 CNY, 6.80 USD`; nil when their row was
  /// altered.
  package let before: String?
  /// The most units of one order, as accepted before.
  package let limitBefore: Int?
  /// The catalog's prices in every currency.
  package let now: String
  /// The most units of one order, by the catalog.
  package let limitNow: Int
  /// Why it waits.
  package let reason: HeldPrice.Reason
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let since: String

  init(_ held: HeldPrice) {
    sku = held.sku.text
    build = held.build
    before = held.last?.priceText
    limitBefore = held.last?.limit
    now = held.next.priceText
    limitNow = held.next.limit
    reason = held.reason
    since = held.since.text
  }
}

/// Lists the products that are not sold until a person accepts their new terms.
package struct ShowHeldPricesDocument: CommandDocument {
  /// `catalog show`.
  package static let kind = OperationKind.showHeldPrices

  package init() {}

  /// Returns a row for each product.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> [HeldPriceDocument] {
    try await commands.read { (store) throws(StoreError) in try store.heldPrices() }
      .map(HeldPriceDocument.init)
  }
}

/// Accepts terms that were held back.
package struct AcceptPricesDocument: CommandDocument {
  /// `catalog accept`.
  package static let kind = OperationKind.acceptPrices

  /// The hash of the catalog with these terms.
  let build: String
  /// The products to accept; empty for all that wait.
  let skus: [String]
  /// Why, for the ledger.
  let reason: String

  package init(build: String, skus: [String], reason: String) {
    self.build = build
    self.skus = skus
    self.reason = reason
  }

  /// Returns the products that are sold by their new terms.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> [HeldPriceDocument] {
    let skus = skus.compactMap(SKU.init)
    guard skus.count == self.skus.count else { throw StoreError.noHeldPrice }
    guard OperatorCommands.isLine(reason) else { throw StoreError.badText("--reason") }
    return try await commands.store.acceptPrices(
      build: build,
      skus: skus,
      reason: reason,
      by: person,
      at: commands.now()
    )
    .map(HeldPriceDocument.init)
  }

  /// A note that names the products and their new prices.
  package func note(of answer: [HeldPriceDocument]) -> ActNote {
    ActNote(
      skus.joined(separator: " "),
      outcome: answer.map { "\($0.sku) at \($0.now)" }.joined(separator: ", ")
    )
  }
}
