/// The codes of one import: what is moved or taken back as a whole.
package struct Batch: Equatable, Sendable {
  /// Its row; names it beside its name.
  package let id: Int64
  /// What its codes are of; a batch is moved whole to another.
  package let sku: SKU
  /// The operators' name; several batches may share one.
  package let name: String
  /// Who sold the codes to the shop, where the operator said so.
  package let supplier: String?
  /// When its import began.
  package let startedAt: Timestamp
  /// Nil while the import was cut off; the same command goes on with it.
  package let finishedAt: Timestamp?
  /// When it was taken back whole; nothing of it is sold then.
  package let undoneAt: Timestamp?
  /// Where its codes stand, each counted once.
  package let codes: Counts

  /// How many of its codes stand where.
  package struct Counts: Equatable, Sendable {
    /// For sale, those past their last day included.
    package let available: Int
    /// Out of sale because they do not open in their rows.
    package let quarantined: Int
    /// Bound to an order, whatever became of it: such a batch is neither moved nor taken back.
    package let sold: Int
    /// Revoked before anybody bought them.
    package let voided: Int
    /// Taken back with the batch; the same codes may come again.
    package let withdrawn: Int

    package init(available: Int, quarantined: Int, sold: Int, voided: Int, withdrawn: Int) {
      self.available = available
      self.quarantined = quarantined
      self.sold = sold
      self.voided = voided
      self.withdrawn = withdrawn
    }
  }

  package init(
    id: Int64,
    sku: SKU,
    name: String,
    supplier: String?,
    startedAt: Timestamp,
    finishedAt: Timestamp?,
    undoneAt: Timestamp?,
    codes: Counts
  ) {
    self.id = id
    self.sku = sku
    self.name = name
    self.supplier = supplier
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.undoneAt = undoneAt
    self.codes = codes
  }
}

extension Batch {
  /// What a batch was moved to, and who was served by it.
  package struct Moved: Equatable, Sendable {
    /// A code that did not open, and stays unsold where it was.
    package struct Stayed: Equatable, Sendable {
      /// The row of the code, by which it is named; not the code.
      package let codeID: Int64
      /// Of the file that it was imported from.
      package let line: Int

      package init(codeID: Int64, line: Int) {
        self.codeID = codeID
        self.line = line
      }
    }

    /// How many were moved.
    package let codes: Int
    /// In the order of their lines.
    package let stayed: [Stayed]
    /// Orders of the new SKU that had waited, longest waiting first.
    package let served: [Reference]

    package init(codes: Int, stayed: [Stayed] = [], served: [Reference]) {
      self.codes = codes
      self.stayed = stayed
      self.served = served
    }
  }
}

/// A code that a supplier owes the shop another for, or its money.
package struct SupplierClaim: Equatable, Sendable {
  /// The row of the code that was no good; not the code.
  package let codeID: Int64
  /// The operators' name of the batch that the code came with.
  package let batch: String
  /// Who is to make it good, where the batch says so.
  package let supplier: String?
  /// What the code was of.
  package let sku: SKU
  /// The order whose buyer found it out.
  package let order: Reference
  /// In the operator's words, on one line.
  package let reason: String
  /// When the code was replaced.
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
