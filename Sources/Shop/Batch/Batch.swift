/// The codes of one import, which are moved or taken back together.
package struct Batch: Equatable, Sendable {
  /// Its row; tells apart batches of one name.
  package let id: Int64
  /// The product of all of its codes; a move changes it for the whole batch.
  package let sku: SKU
  /// The operators' name; several batches may share one.
  package let name: String
  /// Who sold the codes to the shop, where the operator said so.
  package let supplier: String?
  /// When its import began.
  package let startedAt: Timestamp
  /// Nil while its import is unfinished; the same command resumes it.
  package let finishedAt: Timestamp?
  /// When the whole batch was taken back; no code of it is sold after that.
  package let undoneAt: Timestamp?
  /// How many of its codes are in which state, each counted once.
  package let codes: Counts

  /// How many codes of a batch are in which state.
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
    package let undone: Int

    package init(available: Int, quarantined: Int, sold: Int, voided: Int, undone: Int) {
      self.available = available
      self.quarantined = quarantined
      self.sold = sold
      self.voided = voided
      self.undone = undone
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
  /// The result of moving a batch, and the orders that it served.
  package struct Moved: Equatable, Sendable {
    /// A code that does not open in its row, and stays in its batch, out of sale.
    package struct Stayed: Equatable, Sendable {
      /// The row of the code, which stands for it.
      package let codeID: Int64
      /// The line of the file that it was imported from, counted from 1.
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

/// A code for which its supplier owes the shop another, or its money.
package struct SupplierClaim: Equatable, Sendable {
  /// The row of the useless code; not the code.
  package let codeID: Int64
  /// The name of the batch that the code came with.
  package let batch: String
  /// The supplier, where the batch names one.
  package let supplier: String?
  /// The product that the code was for.
  package let sku: SKU
  /// The order whose buyer reported it.
  package let order: Reference
  /// In the operator's words, on one line.
  package let reason: String
  /// When the code was replaced.
  package let claimedAt: Timestamp
  /// What the shop paid for it, where the supplier's file said so.
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
