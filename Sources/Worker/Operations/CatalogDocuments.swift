import Shop
import Storage

/// A product that waits for a person, in a list.
package struct HeldPriceDocument: Codable, Equatable, Sendable {
  package let sku: String
  /// The hash of the catalog that says so.
  package let build: String
  /// In every currency: `48.50 CNY, 6.80 USD`; nil when what was accepted before cannot be
  /// believed.
  package let before: String?
  package let limitBefore: Int?
  package let now: String
  package let limitNow: Int
  package let reason: String
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

/// Which held terms a person accepts, and why.
package struct AcceptPricesDocument: Codable, Equatable, Sendable {
  package let build: String
  /// None means all that the catalog holds.
  package let skus: [String]
  package let reason: String

  package init(build: String, skus: [String], reason: String) {
    self.build = build
    self.skus = skus
    self.reason = reason
  }
}

extension OperatorCommands {
  func showHeldPrices() async throws(StoreError) -> AnswerDocument {
    let held = try await read { (store) throws(StoreError) in try store.heldPrices() }
    return .heldPrices(held.map(HeldPriceDocument.init))
  }

  func accept(
    _ document: AcceptPricesDocument,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    let skus = document.skus.compactMap(SKU.init)
    guard skus.count == document.skus.count else { throw .noHeldPrice }
    guard Self.isLine(document.reason) else { throw .badText("--reason") }
    let accepted = try await store.acceptPrices(
      build: document.build,
      skus: skus,
      reason: document.reason,
      by: person,
      at: now()
    )
    return .heldPrices(accepted.map(HeldPriceDocument.init))
  }

  /// One line of words, as the ledger keeps it.
  static func isLine(_ text: String) -> Bool {
    (1...500).contains(text.utf8.count) && text.contains { !$0.isWhitespace }
      && text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
  }
}
