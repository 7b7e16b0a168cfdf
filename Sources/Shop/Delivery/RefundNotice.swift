extension Refund {
  /// What a buyer is told when money went back.
  package struct Notice: Equatable, Sendable {
    /// What becomes of the codes of an order that money went back of.
    package enum Codes: String, CaseIterable, Sendable {
      /// There were none, and none will come.
      case none
      /// They are not to be used any more.
      case withdrawn
      /// The order goes on as it was.
      case kept
      /// Some units were taken out of the order; the rest goes on.
      case reduced
      /// A person decides what becomes of the order.
      case stopped
    }

    /// What went back this time.
    package let amount: Money
    /// What went back in all, this time included.
    package let total: Money
    package let codes: Codes
    /// The numbers of the units that were taken out; none unless `codes` is `reduced`.
    package let units: [Int]
    /// How many units stay with the order, where some were taken out.
    package let unitsLeft: Int
    /// Whether another letter said what went back, when the order was stopped: this one says what
    /// became of the order, and no amount.
    package let isToldBefore: Bool

    package init(
      amount: Money,
      total: Money,
      codes: Codes,
      units: [Int] = [],
      unitsLeft: Int = 0,
      isToldBefore: Bool = false
    ) {
      self.isToldBefore = isToldBefore
      self.amount = amount
      self.total = total
      self.codes = codes
      self.units = units
      self.unitsLeft = unitsLeft
    }
  }
}
