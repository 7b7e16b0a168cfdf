/// How many codes of a SKU are in which state, and how many units wait for one.
package struct StockCount: Equatable, Sendable {
  package let sku: SKU
  package let available: Int
  /// Neither sold nor revoked: taken out of sale because they do not open in their rows.
  package let quarantined: Int
  package let allocated: Int
  package let revoked: Int
  /// Available by name but past their last day: never sold.
  package let expired: Int
  /// Available by name but too near to their last day for this product: not sold.
  package let expiringSoon: Int
  /// Units that were paid and wait.
  package let waiting: Int

  package init(
    sku: SKU,
    available: Int,
    quarantined: Int = 0,
    allocated: Int,
    revoked: Int,
    expired: Int,
    expiringSoon: Int,
    waiting: Int
  ) {
    self.sku = sku
    self.available = available
    self.quarantined = quarantined
    self.allocated = allocated
    self.revoked = revoked
    self.expired = expired
    self.expiringSoon = expiringSoon
    self.waiting = waiting
  }
}

extension CardCode {
  /// Which codes are never to be sold; those that are bound already stay bound.
  package enum Selection: Equatable, Sendable {
    /// Every available code of the batches with that name.
    case batch(String)
    /// These, if they are available.
    case codes([Int64])
  }
}
