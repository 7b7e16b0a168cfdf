/// A code that a supplier owes the shop another for, or its money.
package struct SupplierClaim: Equatable, Sendable {
  package let codeID: Int64
  package let batch: String
  package let supplier: String?
  package let sku: SKU
  /// The order whose buyer found it out.
  package let order: Reference
  package let reason: String
  package let claimedAt: Timestamp
  /// What it had cost, where the supplier's file said so.
  package let cost: Money?

  package init(
    codeID: Int64,
    batch: String,
    supplier: String?,
    sku: SKU,
    order: Reference,
    reason: String,
    claimedAt: Timestamp,
    cost: Money?
  ) {
    self.codeID = codeID
    self.batch = batch
    self.supplier = supplier
    self.sku = sku
    self.order = order
    self.reason = reason
    self.claimedAt = claimedAt
    self.cost = cost
  }
}

/// A code that took another's place; rows of codes, never the codes.
package struct Replacement: Equatable, Sendable {
  package let revokedID: Int64
  /// Nil while none is in stock: the unit waits for one.
  package let codeID: Int64?

  package init(revokedID: Int64, codeID: Int64?) {
    self.revokedID = revokedID
    self.codeID = codeID
  }
}
