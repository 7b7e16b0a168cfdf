import Shop
package import Storage

/// The result of replacing a code; both IDs are rows of codes.
package struct ReplacementDocument: Codable, Equatable, Sendable {
  /// The row of the bad code.
  package let revokedID: Int64
  /// The row of the new code; nil when none is in stock, and the unit waits.
  package let codeID: Int64?
}

/// Gives one unit of an order another code, since the old one is bad.
package struct ReplaceUnitDocument: CommandDocument {
  /// `orders replace`.
  package static let kind = OperationKind.replaceUnit

  let reference: String
  /// The unit's number, from 1 to the order's quantity.
  let unit: Int
  /// The row of the code that is bad; nil for the one that the unit had first.
  let insteadOf: Int64?
  /// Why, for the ledger.
  let reason: String
  /// Whether the supplier is not asked to make it good.
  let isOwnFault: Bool

  package init(
    reference: String,
    unit: Int,
    insteadOf: Int64? = nil,
    reason: String,
    isOwnFault: Bool = false
  ) {
    self.reference = reference
    self.unit = unit
    self.insteadOf = insteadOf
    self.reason = reason
    self.isOwnFault = isOwnFault
  }

  /// Revokes the old code, lists it as a claim unless the shop did it, and binds another if there
  /// is one.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> ReplacementDocument {
    let done = try await commands.store.replace(
      commands.reference(reference),
      unit: unit,
      insteadOf: insteadOf,
      reason: reason,
      isOwnFault: isOwnFault,
      by: person,
      at: commands.now()
    )
    return ReplacementDocument(revokedID: done.revokedID, codeID: done.codeID)
  }

  /// A note that names the unit and both codes by their rows.
  package func note(of answer: ReplacementDocument) -> ActNote {
    let next = answer.codeID.map { "code \($0)" } ?? "one to come"
    return ActNote(
      "order \(reference) unit \(unit)",
      outcome: "code \(answer.revokedID) by \(next)"
    )
  }
}

/// A bad code that its supplier is asked to make good.
package struct ClaimDocument: Codable, Equatable, Sendable {
  /// `YYYY-MM-DD HH:MM:SSZ`.
  package let claimedAt: String
  /// Who sold the codes to the shop; nil when not given.
  package let supplier: String?
  /// The batch's name.
  package let batch: String
  /// The product's SKU.
  package let sku: String
  /// The row of the bad code.
  package let codeID: Int64
  /// The reference of the order that had it.
  package let order: String
  /// The reason that the operator gave.
  package let reason: String
  /// With its currency, such as `48.50 CNY`.
  package let cost: String?

  init(_ claim: SupplierClaim) {
    claimedAt = claim.claimedAt.text
    supplier = claim.supplier
    batch = claim.batch
    sku = claim.sku.text
    codeID = claim.codeID
    order = claim.order.text
    reason = claim.reason
    cost = claim.cost.map { "\($0)" }
  }

  /// Claims as CSV, with a heading.
  package static func csv(_ claims: [ClaimDocument]) -> String {
    CSV.text(
      [["claimed_at", "supplier", "batch", "sku", "code_id", "order", "reason", "cost"]]
        + claims.map { claim in
          [
            claim.claimedAt, claim.supplier ?? "", claim.batch, claim.sku, "\(claim.codeID)",
            claim.order, claim.reason, claim.cost ?? "",
          ]
        }
    )
  }
}

/// Lists claims on suppliers, the latest first.
package struct ListClaimsDocument: CommandDocument {
  /// `claims list`.
  package static let kind = OperationKind.listClaims

  /// The only supplier to list; nil for all.
  let supplier: String?
  let page: PageRequestDocument

  package init(supplier: String?, limit: Int, after: String? = nil) {
    self.supplier = supplier
    page = PageRequestDocument(limit: limit, after: after)
  }

  /// Returns one page of claims.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> PageDocument<ClaimDocument> {
    let reader = ListReader(calendar: commands.calendar)
    let (after, limit) = (try reader.after(page), try reader.limit(page))
    let supplier = supplier
    let rows = try await commands.read { (store) throws(StoreError) in
      try store.claims(supplier: supplier, after: after, limit: limit)
    }
    return PageDocument(rows, ClaimDocument.init)
  }
}
