/// Which orders a list shows, newest first.
package struct OrderFilter: Equatable, Sendable {
  package var fulfilment: Fulfilment?
  package var sku: SKU?
  package var email: EmailAddress?
  /// 1 to `most`.
  package var limit: Int

  /// The longest list: what one screenful of a terminal can still be searched in.
  package static let most = 1_000

  package init(
    fulfilment: Fulfilment? = nil,
    sku: SKU? = nil,
    email: EmailAddress? = nil,
    limit: Int = 50
  ) {
    self.fulfilment = fulfilment
    self.sku = sku
    self.email = email
    self.limit = min(max(limit, 1), Self.most)
  }
}

/// An order in a list for operators: no code, and an address that prints as its first letter.
package struct OrderSummary: Equatable, Sendable {
  package let reference: Reference
  package let sku: SKU
  package let quantity: Int
  package let amount: Money
  package let email: EmailAddress
  package let paidAt: Timestamp
  package let standing: Standing
  package let fulfilment: Fulfilment

  package init(_ view: OrderView) {
    reference = view.reference
    sku = view.line.sku
    quantity = view.line.quantity
    amount = view.amount
    email = view.email
    paidAt = view.paidAt
    standing = view.standing
    fulfilment = view.fulfilment
  }
}

/// An order with everything but its codes and its secrets.
package struct OrderDetail: Equatable, Sendable {
  package let view: OrderView
  package let provider: Provider
  /// The provider's ID of the payment, if it gave one.
  package let paymentID: String?
  package let refunded: Money?
  /// Why a person must look; nil when none must.
  package let hold: HoldReason?
  /// By number and generation; those that ended as well.
  package let units: [OrderUnit]
  package let reveals: Int
  package let deliveries: [DeliverySummary]

  package init(
    view: OrderView,
    provider: Provider,
    paymentID: String?,
    refunded: Money?,
    hold: HoldReason?,
    units: [OrderUnit],
    reveals: Int,
    deliveries: [DeliverySummary]
  ) {
    self.view = view
    self.provider = provider
    self.paymentID = paymentID
    self.refunded = refunded
    self.hold = hold
    self.units = units
    self.reveals = reveals
    self.deliveries = deliveries
  }

  /// Those of live units, by unit number; the IDs that `codes void` and a supplier's claim go by,
  /// not the codes.
  package var codeIDs: [Int64] { units.filter { $0.end == nil }.compactMap(\.codeID) }
}
