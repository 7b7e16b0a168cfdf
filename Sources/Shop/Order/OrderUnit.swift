extension Order {
  /// One unit of an order, without its code: live, or ended.
  ///
  /// A unit that was replaced has a successor of the same number, one generation on.
  package struct Unit: Equatable, Sendable {
    /// 1 to the order's quantity.
    package let number: Int
    /// 1, and one more with each replacement.
    package let generation: Int
    /// The row of its code, by which codes are named; nil while it waits for one.
    package let codeID: Int64?
    /// Nil while it is owed, or the buyer's.
    package let end: Order.UnitEnd?

    package init(number: Int, generation: Int, codeID: Int64?, end: Order.UnitEnd?) {
      self.number = number
      self.generation = generation
      self.codeID = codeID
      self.end = end
    }
  }
}

extension Order {
  /// What took a unit out of its order, for good: its code is revoked, and never shown again.
  package enum UnitEnd: String, CaseIterable, Sendable {
    /// Its price went back to the buyer, or is about to.
    case refunded
    /// Its code was no good: the unit of the next generation has another.
    case replaced
  }
}
