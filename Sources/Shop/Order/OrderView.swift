/// An order as its buyer may see it: where it stands, without codes.
package struct OrderView: Equatable, Sendable {
  package let reference: Reference
  package let line: Line
  /// How many of the units that were bought the order still has, or is owed.
  package let unitsLeft: Int
  package let language: Language
  package let amount: Money
  package let email: EmailAddress
  package let paidAt: Timestamp
  package let standing: Standing
  package let fulfilment: Fulfilment
  /// The units, by number, whose code was no good and that wait for another.
  package let waitingUnits: [Int]
  /// Whether there is a code to show, as soon as codes may be shown.
  package let hasCodes: Bool

  package init(
    reference: Reference,
    line: Line,
    unitsLeft: Int,
    language: Language,
    amount: Money,
    email: EmailAddress,
    paidAt: Timestamp,
    standing: Standing,
    fulfilment: Fulfilment,
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

/// What pressing "show my codes" came to.
package struct Reveal: Equatable, Sendable {
  package let order: OrderView
  /// Empty when the order may not be handed over, or still waits for stock.
  package let units: [AllocatedUnit]

  package init(order: OrderView, units: [AllocatedUnit]) {
    self.order = order
    self.units = units
  }
}
