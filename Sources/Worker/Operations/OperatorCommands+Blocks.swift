import Shop
import Storage

/// A buyer whom the shop does not sell to, as an operator names them.
package struct BlockDocument: Codable, Equatable, Sendable {
  /// An address, a network, or `PROVIDER:ID`.
  package let buyer: String
  package let reason: String

  package init(buyer: String, reason: String) {
    self.buyer = buyer
    self.reason = reason
  }
}

/// A block in a list.
package struct BlockRowDocument: Codable, Equatable, Sendable {
  package let kind: String
  /// Masked where it is a person's.
  package let buyer: String
  package let reason: String
  package let since: String
}

/// An order that a person stops.
package struct HoldDocument: Codable, Equatable, Sendable {
  package let reference: String
  package let reason: String

  package init(reference: String, reason: String) {
    self.reference = reference
    self.reason = reason
  }
}

extension OperatorCommands {
  /// Refuses a buyer from now on.
  func block(
    _ document: BlockDocument,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    guard let buyer = BlockedBuyer(document.buyer) else { return Self.noBuyer }
    try await store.block(buyer, reason: document.reason, by: person, at: now())
    return try await listBlocks()
  }

  /// Sells to a buyer again.
  func unblock(_ text: String, by person: Operator) async throws(StoreError) -> AnswerDocument {
    guard let buyer = BlockedBuyer(text) else { return Self.noBuyer }
    try await store.unblock(buyer, by: person, at: now())
    return try await listBlocks()
  }

  /// Everybody who is blocked.
  func listBlocks() async throws(StoreError) -> AnswerDocument {
    let rows = try await read { (store) throws(StoreError) in try store.blocks() }
    return .blocks(
      rows.map { row in
        BlockRowDocument(
          kind: row.kind.rawValue,
          buyer: row.masked,
          reason: row.reason,
          since: row.madeAt.text
        )
      }
    )
  }

  /// Stops an order until it is released.
  func hold(
    _ document: HoldDocument,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    guard let reference = Reference(document.reference) else { throw .unknownOrder }
    let hadLeft = try await store.hold(
      reference: reference,
      reason: document.reason,
      by: person,
      at: now()
    )
    return .stopped(hadLeft: hadLeft)
  }

  private static let noBuyer = AnswerDocument.refused(
    "the buyer: expected an email address, an IP address, an IPv4 /24 or IPv6 /48, or "
      + "PROVIDER:ID such as alipay:2088102122458832, found something else; nothing was done"
  )
}
