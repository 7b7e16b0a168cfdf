/// An order with everything but its codes and its secrets.
package struct Order: Equatable, Sendable {
  /// What its buyer may see of it.
  package let view: Order.BuyerView
  /// Through whom it was paid.
  package let provider: Provider
  /// The provider's ID of the payment, if it gave one.
  package let paymentID: String?
  /// All that went back; nil while nothing did.
  package let refunded: Money?
  /// Why a person must look; nil when none must.
  package let hold: HoldReason?
  /// What the newest refund of it came to, in the provider's words; nil when nothing went wrong.
  package let refundTrouble: String?
  /// By number and generation; those that ended as well.
  package let units: [Order.Unit]
  /// What went back in part, oldest first.
  package let partialRefunds: [Refund.Partial]
  /// How often its codes were shown on its page.
  package let reveals: Int
  /// The messages about it, oldest first.
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

    /// Those that stand there; nil for all.
    package var state: State?
    /// Those of one product; nil for all.
    package var sku: SKU?
    /// Those whose mail goes to that address; nil for all.
    package var email: EmailAddress?
    /// A code that a buyer holds; found by its fingerprint.
    package var code: CardCode?
    /// The provider's ID of the payment.
    package var paymentID: String?
    /// The first and the last moment of its payment.
    package var since: Timestamp?
    /// The last moment of the same; nil for no end.
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

  /// Whether a person must look before codes go out.
  ///
  /// Successors: `clear` → `hold` → `clear`.
  package enum Risk: String, Sendable {
    case clear
    case hold
  }

  /// How far an order's hand-over has come.
  package enum Fulfilment: String, CaseIterable, Sendable {
    /// Paid, but the stock was short: waits for an import, first paid first served. → `allocated`
    case backorder
    /// Every unit has its code. → `delivered`, `revoked`
    case allocated
    /// The mail was handed over, or the codes were revealed. → `revoked`
    case delivered
    /// A refund, dispute or hold stands in the way. → `backorder`, `allocated` when it is lifted
    case blocked
    /// All refunded, or a dispute lost, after codes were bound: they are never sold again. Final.
    case revoked
  }

  /// The separate facts about an order that decide whether codes may leave (I5).
  package struct Standing: Equatable, Sendable {
    /// How far the money has come and gone.
    package let payment: Payment.State
    /// The worst of the payment's disputes; nil without any.
    package let dispute: Dispute?
    /// Whether a person must look first.
    package let risk: Order.Risk
    /// Whether a person said what all that went back did for: for units, or as goodwill.
    package let isRefundExplained: Bool

    package init(
      payment: Payment.State,
      dispute: Dispute?,
      risk: Order.Risk,
      isRefundExplained: Bool = false
    ) {
      self.payment = payment
      self.dispute = dispute
      self.risk = risk
      self.isRefundExplained = isRefundExplained
    }

    /// Whether what was paid is here: all of it, or all but what a person explained.
    package var isPaid: Bool {
      payment == .paid || (payment == .partRefunded && isRefundExplained)
    }

    /// Paid, nothing refunded but what is explained, no open or lost dispute, risk clear.
    package var isDeliverable: Bool {
      isPaid && (dispute == nil || dispute == .won) && risk == .clear
    }
  }

  /// An order as its buyer may see it: where it stands, without codes.
  package struct BuyerView: Equatable, Sendable {
    /// Names the order, as it named its checkout.
    package let reference: Reference
    /// What was bought.
    package let line: Checkout.Line
    /// How many of the units that were bought the order still has, or is owed.
    package let unitsLeft: Int
    /// The language of its page and mails.
    package let language: Language
    /// What was paid.
    package let amount: Money
    /// Where its mail goes now; prints as its first letter and its domain.
    package let email: EmailAddress
    /// When the payment was settled.
    package let paidAt: Timestamp
    /// Whether its codes may leave.
    package let standing: Order.Standing
    /// How far the hand-over has come.
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

  /// What pressing "show my codes" came to.
  package struct Reveal: Equatable, Sendable {
    /// Where the order stands once the codes were shown.
    package let order: Order.BuyerView
    /// Empty when the order may not be handed over, or still waits for stock.
    package let units: [Order.AllocatedUnit]

    package init(order: Order.BuyerView, units: [Order.AllocatedUnit]) {
      self.order = order
      self.units = units
    }
  }

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

  /// What took a unit out of its order, for good: its code is revoked, and never shown again.
  package enum UnitEnd: String, CaseIterable, Sendable {
    /// Its price went back to the buyer, or is about to.
    case refunded
    /// Its code was no good: the unit of the next generation has another.
    case replaced
  }

  /// One unit of an order with the code bound to it.
  package struct AllocatedUnit: Equatable, Sendable {
    /// 1 to `count`; some numbers are missing where units were refunded.
    package let number: Int
    /// How many units were bought.
    package let count: Int
    /// The secret that the buyer gets.
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

/// A code that took another's place; rows of codes, never the codes.
package struct Replacement: Equatable, Sendable {
  /// The row of the code that was no good.
  package let revokedID: Int64
  /// Nil while none is in stock: the unit waits for one.
  package let codeID: Int64?

  package init(revokedID: Int64, codeID: Int64?) {
    self.revokedID = revokedID
    self.codeID = codeID
  }
}
