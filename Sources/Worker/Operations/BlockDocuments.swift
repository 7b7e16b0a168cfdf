import Shop
package import Storage

/// A block in a list.
package struct BlockRowDocument: Codable, Equatable, Sendable {
  /// What is blocked: an address, a network or a payer.
  package let kind: String
  /// Masked where it is a person's.
  package let buyer: String
  /// As the operator gave it.
  package let reason: String
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let since: String
}

/// Whom the shop does not sell to, and what was stopped for it.
package struct BlockedDocument: Codable, Equatable, Sendable {
  /// Everybody who is blocked, the latest first.
  package let rows: [BlockRowDocument]
  /// The buyer's orders that were not handed over whole, by reference: they are on hold.
  package let held: [String]
}

/// Sells to a buyer no longer, and holds their money.
package struct AddBlockDocument: CommandDocument {
  /// `block add`.
  package static let kind = OperationKind.addBlock

  /// An address, a network, or `PROVIDER:ID`.
  package let buyer: String
  /// Kept in the ledger.
  let reason: String

  package init(buyer: String, reason: String) {
    self.buyer = buyer
    self.reason = reason
  }

  /// Everybody who is blocked then.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> BlockedDocument {
    let buyer = try BlockedBuyer(named: buyer)
    let held = try await commands.store.block(
      buyer,
      reason: reason,
      by: person,
      at: commands.now()
    )
    // Whoever waited behind them may have been served.
    if !held.isEmpty { commands.wakeUp.signal() }
    return BlockedDocument(rows: try await commands.blocks(), held: held.map(\.text))
  }

  /// Names the buyer behind a mask, and counts the orders that were stopped.
  package func note(of answer: BlockedDocument) -> ActNote {
    ActNote(
      BlockedBuyer(buyer)?.masked,
      outcome: answer.held.isEmpty ? nil : "\(answer.held.count) orders held"
    )
  }
}

/// Sells to a buyer again.
package struct RemoveBlockDocument: CommandDocument {
  /// `block remove`.
  package static let kind = OperationKind.removeBlock

  /// An address, a network, or `PROVIDER:ID`.
  let buyer: String

  package init(buyer: String) {
    self.buyer = buyer
  }

  /// Everybody who is blocked then.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> [BlockRowDocument] {
    let buyer = try BlockedBuyer(named: buyer)
    try await commands.store.unblock(buyer, by: person, at: commands.now())
    return try await commands.blocks()
  }

  /// Names the buyer behind a mask.
  package func note(of answer: [BlockRowDocument]) -> ActNote {
    ActNote(BlockedBuyer(buyer)?.masked)
  }
}

/// Lists everybody whom the shop does not sell to.
package struct ListBlocksDocument: CommandDocument {
  /// `block list`.
  package static let kind = OperationKind.listBlocks

  package init() {}

  /// The latest first.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> [BlockRowDocument] {
    try await commands.blocks()
  }
}

extension OperatorCommands {
  fileprivate func blocks() async throws(StoreError) -> [BlockRowDocument] {
    try await read { (store) throws(StoreError) in try store.blocks() }.map { row in
      BlockRowDocument(
        kind: row.kind.rawValue,
        buyer: row.masked,
        reason: row.reason,
        since: row.madeAt.text
      )
    }
  }
}

extension BlockedBuyer {
  fileprivate init(named text: String) throws(CommandRefusal) {
    guard let buyer = BlockedBuyer(text) else {
      throw CommandRefusal(
        "the buyer: expected an email address, an IP address, an IPv4 /24 or IPv6 /48, or "
          + "PROVIDER:ID such as alipay:2088102122458832; and neither a whole domain nor this "
          + "machine's own addresses; found something else; nothing was done"
      )
    }
    self = buyer
  }
}
