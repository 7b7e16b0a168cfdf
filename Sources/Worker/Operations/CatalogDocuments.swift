import Shop
package import Storage

/// A product that waits for a person, in a list.
package struct HeldPriceDocument: Codable, Equatable, Sendable {
  /// The product that is not sold meanwhile.
  package let sku: String
  /// The hash of the catalog that says so.
  package let build: String
  /// In every currency: `48.50 CNY, 6.80 USD`; nil when what was accepted before cannot be
  /// believed.
  package let before: String?
  /// The most of it in one order, as accepted before.
  package let limitBefore: Int?
  /// In every currency, as the catalog says.
  package let now: String
  /// The most of it in one order, as the catalog says.
  package let limitNow: Int
  /// Why it waits, in a word.
  package let reason: String
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let since: String

  init(_ held: HeldPrice) {
    sku = held.sku.text
    build = held.build
    before = held.last?.priceText
    limitBefore = held.last?.limit
    now = held.next.priceText
    limitNow = held.next.limit
    reason = held.reason.rawValue
    since = held.since.text
  }
}

/// Lists what of the catalog is not sold until a person accepts it.
package struct ShowHeldPricesDocument: CommandDocument {
  /// `catalog show`.
  package static let kind = OperationKind.showHeldPrices

  package init() {}

  /// A row for each product.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> [HeldPriceDocument] {
    try await commands.read { (store) throws(StoreError) in try store.heldPrices() }
      .map(HeldPriceDocument.init)
  }
}

/// Sells by terms that were held back.
package struct AcceptPricesDocument: CommandDocument {
  /// `catalog accept`.
  package static let kind = OperationKind.acceptPrices

  /// The hash of the catalog that says so.
  let build: String
  /// None means all that the catalog holds.
  let skus: [String]
  /// Kept in the ledger.
  let reason: String

  package init(build: String, skus: [String], reason: String) {
    self.build = build
    self.skus = skus
    self.reason = reason
  }

  /// What is sold by its new terms now.
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

  /// Names the products and their new prices.
  package func note(of answer: [HeldPriceDocument]) -> ActNote {
    ActNote(
      skus.joined(separator: " "),
      outcome: answer.map { "\($0.sku) at \($0.now)" }.joined(separator: ", ")
    )
  }
}
