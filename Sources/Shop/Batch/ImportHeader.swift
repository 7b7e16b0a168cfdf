extension Import {
  /// What an import says of itself before its first line.
  package struct Header: Equatable, Sendable {
    package let sku: SKU
    /// The operators' name of the batch, 1 to 100 characters.
    package let batch: String
    package let supplier: String?
    /// SHA-256 of the whole file, 32 bytes: lines of it that are in the vault are not taken again.
    package let fileHash: [UInt8]

    package init(sku: SKU, batch: String, supplier: String?, fileHash: [UInt8]) {
      self.sku = sku
      self.batch = batch
      self.supplier = supplier
      self.fileHash = fileHash
    }
  }
}

extension Import {
  /// Where an import stands before its lines are given.
  package struct Progress: Equatable, Sendable {
    package let batchID: Int64
    /// Lines up to this one were taken before and need not be given again; 0 at the beginning.
    package let resumesAfterLine: Int

    package init(batchID: Int64, resumesAfterLine: Int) {
      self.batchID = batchID
      self.resumesAfterLine = resumesAfterLine
    }
  }
}
