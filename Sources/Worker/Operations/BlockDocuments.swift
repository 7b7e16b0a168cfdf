package import Shop
package import Storage

/// A block in a list.
package struct BlockRowDocument: Codable, Equatable, Sendable {
  /// What is blocked: an email address, a network or a payer.
  package let kind: BlockedBuyer.Kind
  /// The blocked buyer, masked if it identifies a person.
  package let buyer: String
  /// The reason that the operator gave.
  package let reason: String
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let since: String
}

/// All blocked buyers, and the orders that a new block put on hold.
package struct BlockedDocument: Codable, Equatable, Sendable {
  /// Everybody who is blocked, the latest first.
  package let rows: [BlockRowDocument]
  /// References of the buyer's orders that were put on hold, since they were not fully handed over.
  package let held: [String]
}

/// Blocks a buyer: no checkout is opened for them, and their payments are held.
package struct AddBlockDocument: CommandDocument {
  /// `block add`.
  package static let kind = OperationKind.addBlock

  /// An email address, a network, or `PROVIDER:ID`.
  package let buyer: String
  /// Why, for the ledger.
  let reason: String

  package init(buyer: String, reason: String) {
    self.buyer = buyer
    self.reason = reason
  }

  /// Returns everybody who is blocked then.
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
    // Their codes may have gone to orders that waited.
    if !held.isEmpty { commands.wakeUp.signal() }
    return BlockedDocument(rows: try await commands.blocks(), held: held.map(\.text))
  }

  /// A note that names the buyer, masked, and counts the orders that were held.
  package func note(of answer: BlockedDocument) -> ActNote {
    ActNote(
      BlockedBuyer(buyer)?.masked,
      outcome: answer.held.isEmpty ? nil : "\(answer.held.count) orders held"
    )
  }
}

/// Ends a block.
package struct RemoveBlockDocument: CommandDocument {
  /// `block remove`.
  package static let kind = OperationKind.removeBlock

  /// An email address, a network, or `PROVIDER:ID`.
  let buyer: String

  package init(buyer: String) {
    self.buyer = buyer
  }

  /// Returns everybody who is blocked then.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> [BlockRowDocument] {
    let buyer = try BlockedBuyer(named: buyer)
    try await commands.store.unblock(buyer, by: person, at: commands.now())
    return try await commands.blocks()
  }

  /// A note that names the buyer, masked.
  package func note(of answer: [BlockRowDocument]) -> ActNote {
    ActNote(BlockedBuyer(buyer)?.masked)
  }
}

/// Lists all blocked buyers.
package struct ListBlocksDocument: CommandDocument {
  /// `block list`.
  package static let kind = OperationKind.listBlocks

  package init() {}

  /// Returns the blocks, the latest first.
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
        kind: row.kind,
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
          + "PROVIDER:ID such as alipay:2088102122458832 (of alipay, paypal, stripe by address, or "
          + "wechatpay: the others name no payer); and neither a whole domain nor this machine's "
          + "own addresses; found something else; nothing was done"
      )
    }
    self = buyer
  }
}
