import Shop
import Storage

/// A unit whose code is no good.
package struct ReplaceDocument: Codable, Equatable, Sendable {
  package let reference: String
  /// 1 to the order's quantity.
  package let unit: Int
  package let reason: String

  package init(reference: String, unit: Int, reason: String) {
    self.reference = reference
    self.unit = unit
    self.reason = reason
  }
}

/// Where an order is to go; prints no address.
package struct ReaddressDocument: Codable, Equatable, Sendable, CustomStringConvertible,
  CustomReflectable
{
  package let reference: String
  package let email: String

  package init(reference: String, email: String) {
    self.reference = reference
    self.email = email
  }

  package var description: String { "<order \(reference)>" }
  package var customMirror: Mirror { Mirror(self, children: ["reference": reference]) }
}

/// Whose link ends, and why.
package struct RelinkDocument: Codable, Equatable, Sendable {
  package let reference: String
  /// Whether the buyer is mailed a new one.
  package let isMailed: Bool
  package let reason: String

  package init(reference: String, isMailed: Bool, reason: String) {
    self.reference = reference
    self.isMailed = isMailed
    self.reason = reason
  }
}

/// Which claims are listed.
package struct ClaimFilterDocument: Codable, Equatable, Sendable {
  package let supplier: String?
  package let page: PageRequestDocument

  package init(supplier: String?, limit: Int, after: String? = nil) {
    self.supplier = supplier
    page = PageRequestDocument(limit: limit, after: after)
  }
}

/// What took the place of what; the rows of codes.
package struct ReplacementDocument: Codable, Equatable, Sendable {
  package let revokedID: Int64
  /// Nil while none is in stock: the unit waits for one.
  package let codeID: Int64?
}

/// What a supplier is asked to make good.
package struct ClaimDocument: Codable, Equatable, Sendable {
  package let claimedAt: String
  package let supplier: String?
  package let batch: String
  package let sku: String
  package let codeID: Int64
  package let order: String
  package let reason: String
  /// With its currency.
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

  /// Claims for a spreadsheet, with a heading.
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

extension OperatorCommands {
  func replace(
    _ document: ReplaceDocument,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    guard let reference = Reference(document.reference) else { throw .unknownOrder }
    let done = try await store.replace(
      reference,
      unit: document.unit,
      reason: document.reason,
      by: person,
      at: now()
    )
    return .replaced(ReplacementDocument(revokedID: done.revokedID, codeID: done.codeID))
  }

  func readdress(
    _ document: ReaddressDocument,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    guard let reference = Reference(document.reference) else { throw .unknownOrder }
    guard let email = EmailAddress(document.email) else {
      return .refused("the address: expected one such as buyer@example.com, found otherwise")
    }
    try await store.readdress(reference, to: email, by: person, at: now())
    return .done
  }

  func relink(
    _ document: RelinkDocument,
    by person: Operator
  ) async throws(StoreError) -> AnswerDocument {
    guard let reference = Reference(document.reference) else { throw .unknownOrder }
    try await store.relink(
      reference,
      isMailed: document.isMailed,
      reason: document.reason,
      by: person,
      at: now()
    )
    return .done
  }
}
