extension Order {
  /// One unit of an order with the code bound to it.
  package struct AllocatedUnit: Equatable, Sendable {
    /// 1 to `count`; some numbers are missing where units were refunded.
    package let number: Int
    /// How many units were bought.
    package let count: Int
    package let code: CardCode
    /// The last day of validity, if the supplier gave one.
    package let expiresAt: Timestamp?
    /// What this code is worth, if the supplier said so.
    package let faceValue: Money?

    package init(
      number: Int,
      count: Int,
      code: CardCode,
      expiresAt: Timestamp?,
      faceValue: Money? = nil
    ) {
      self.number = number
      self.count = count
      self.code = code
      self.expiresAt = expiresAt
      self.faceValue = faceValue
    }
  }
}
