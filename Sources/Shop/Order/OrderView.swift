extension Order {
  /// An order as its buyer may see it: where it stands, without codes.
  package struct BuyerView: Equatable, Sendable {
    package let reference: Reference
    package let line: Checkout.Line
    /// How many of the units that were bought the order still has, or is owed.
    package let unitsLeft: Int
    package let language: Language
    package let amount: Money
    package let email: EmailAddress
    package let paidAt: Timestamp
    package let standing: Order.Standing
    package let fulfilment: Order.Fulfilment
    /// The units, by number, whose code was no good and that wait for another.
    package let waitingUnits: [Int]
    /// Whether there is a code to show, as soon as codes may be shown.
    package let hasCodes: Bool

    package init(
      reference: Reference,
      line: Checkout.Line,
      unitsLeft: Int,
      language: Language,
      amount: Money,
      email: EmailAddress,
      paidAt: Timestamp,
      standing: Order.Standing,
      fulfilment: Order.Fulfilment,
      waitingUnits: [Int] = [],
      hasCodes: Bool = true
    ) {
      self.reference = reference
      self.line = line
      self.unitsLeft = unitsLeft
      self.language = language
      self.amount = amount
      self.email = email
      self.paidAt = paidAt
      self.standing = standing
      self.fulfilment = fulfilment
      self.waitingUnits = waitingUnits
      self.hasCodes = hasCodes
    }
  }
}

extension Order {
  /// What pressing "show my codes" came to.
  package struct Reveal: Equatable, Sendable {
    package let order: Order.BuyerView
    /// Empty when the order may not be handed over, or still waits for stock.
    package let units: [Order.AllocatedUnit]

    package init(order: Order.BuyerView, units: [Order.AllocatedUnit]) {
      self.order = order
      self.units = units
    }
  }
}
