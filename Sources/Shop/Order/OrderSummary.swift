extension Order {
  /// Which orders a list shows, newest first.
  package struct Filter: Equatable, Sendable {
    /// Where an order stands, as an operator asks for it.
    package enum State: String, CaseIterable, Sendable {
      case backorder, allocated, delivered, blocked, revoked
      /// Stopped for a person, or by a refund that nobody said what for.
      case held
      /// Money of it went back, in part or whole.
      case refunded
      /// A bank took it up, however that ended.
      case disputed

      /// The step of the hand-over that the word means, if it means one.
      package var fulfilment: Order.Fulfilment? { Order.Fulfilment(rawValue: rawValue) }
    }

    package var state: State?
    package var sku: SKU?
    package var email: EmailAddress?
    /// A code that a buyer holds; found by its fingerprint.
    package var code: CardCode?
    /// The provider's ID of the payment.
    package var paymentID: String?
    /// The first and the last moment of its payment.
    package var since: Timestamp?
    package var until: Timestamp?
    /// The row that the page begins after.
    package var after: Int64?
    /// 1 to `most`.
    package var limit: Int

    /// The longest page: what one screenful of a terminal can still be searched in.
    package static let most = 1_000

    package init(
      state: State? = nil,
      sku: SKU? = nil,
      email: EmailAddress? = nil,
      code: CardCode? = nil,
      paymentID: String? = nil,
      since: Timestamp? = nil,
      until: Timestamp? = nil,
      after: Int64? = nil,
      limit: Int = 50
    ) {
      self.state = state
      self.sku = sku
      self.email = email
      self.code = code
      self.paymentID = paymentID
      self.since = since
      self.until = until
      self.after = after
      self.limit = min(max(limit, 1), Self.most)
    }
  }
}

extension CardCode {
  /// Where a code of the vault is, for somebody who has it in hand.
  package struct Place: Equatable, Sendable {
    package let id: Int64
    package let batch: String
    /// `available`, `allocated`, `revoked` and so on.
    package let status: String

    package init(id: Int64, batch: String, status: String) {
      self.id = id
      self.batch = batch
      self.status = status
    }
  }
}

extension Order {
  /// An order in a list for operators: no code, and an address that prints as its first letter.
  package struct Row: Equatable, Sendable {
    package let reference: Reference
    package let sku: SKU
    package let quantity: Int
    package let amount: Money
    package let email: EmailAddress
    package let paidAt: Timestamp
    package let standing: Order.Standing
    package let fulfilment: Order.Fulfilment

    package init(_ view: Order.BuyerView) {
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
}

/// An order with everything but its codes and its secrets.
package struct Order: Equatable, Sendable {
  package let view: Order.BuyerView
  package let provider: Provider
  /// The provider's ID of the payment, if it gave one.
  package let paymentID: String?
  package let refunded: Money?
  /// Why a person must look; nil when none must.
  package let hold: HoldReason?
  /// What the newest refund of it came to, in the provider's words; nil when nothing went wrong.
  package let refundTrouble: String?
  /// By number and generation; those that ended as well.
  package let units: [Order.Unit]
  /// What went back in part, oldest first.
  package let partialRefunds: [Refund.Partial]
  package let reveals: Int
  package let deliveries: [Delivery]

  package init(
    view: Order.BuyerView,
    provider: Provider,
    paymentID: String?,
    refunded: Money?,
    hold: HoldReason?,
    refundTrouble: String?,
    units: [Order.Unit],
    partialRefunds: [Refund.Partial],
    reveals: Int,
    deliveries: [Delivery]
  ) {
    self.view = view
    self.provider = provider
    self.paymentID = paymentID
    self.refunded = refunded
    self.hold = hold
    self.refundTrouble = refundTrouble
    self.units = units
    self.partialRefunds = partialRefunds
    self.reveals = reveals
    self.deliveries = deliveries
  }

  /// The numbers of the units that were taken out for a refund and did not come back.
  package var unitsTaken: [Int] {
    let live = Set(units.filter { $0.end == nil }.map(\.number))
    return Set(units.filter { $0.end == .refunded }.map(\.number)).subtracting(live).sorted()
  }

  /// Those of live units, by unit number; the IDs that `codes void` and a supplier's claim go by,
  /// not the codes.
  package var codeIDs: [Int64] { units.filter { $0.end == nil }.compactMap(\.codeID) }
}
