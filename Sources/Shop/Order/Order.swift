/// An order with everything but its codes and secrets.
package struct Order: Equatable, Sendable {
  /// What its buyer may see of it.
  package let view: Order.BuyerView
  /// Through whom it was paid.
  package let provider: Provider
  /// The provider's ID of the payment, if it gave one.
  package let paymentID: String?
  /// All money that went back; nil while none did.
  package let refunded: Money?
  /// Why a person must look at it; nil when nobody must.
  package let hold: HoldReason?
  /// Why its newest refund failed, in the provider's words; nil when nothing went wrong.
  package let refundTrouble: String?
  /// By number and generation; includes units that have ended.
  package let units: [Order.Unit]
  /// Refunds of a part of its money, oldest first.
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

  /// The numbers of the units that were taken out by a refund and have no successor.
  package var unitsTaken: [Int] {
    let live = Set(units.filter { $0.end == nil }.map(\.number))
    return Set(units.filter { $0.end == .refunded }.map(\.number)).subtracting(live).sorted()
  }

  /// The rows of the codes of its live units, by unit number, as `codes void` and a supplier's
  /// claim name them.
  package var codeIDs: [Int64] { units.filter { $0.end == nil }.compactMap(\.codeID) }
}

extension Order {
  /// What of an order's codes may have left the shop, whatever became of its letters since.
  package enum CodesLeft: String, Sendable {
    /// Its page showed them.
    case shown
    /// A mail server took a letter with them.
    case mailed
    /// A letter with them lies in the folder for mail.
    case inFolder
    /// A letter with them was sent, and no answer came.
    case perhapsMailed
    /// A letter with them is on its way just now.
    case sending
  }

  /// Which orders a list shows, newest first.
  package struct Filter: Equatable, Sendable {
    /// Where an order stands, in the words of the command line.
    package enum State: String, CaseIterable, Sendable {
      case backorder, allocated, delivered, blocked, revoked, cancelled
      /// Stopped for a person, or by a refund without an explanation.
      case held
      /// Some or all of its money went back.
      case refunded
      /// A bank opened a dispute, whatever its end.
      case disputed

      /// The step of the hand-over that the word names; nil where it names none.
      package var fulfilment: Order.Fulfilment? { Order.Fulfilment(rawValue: rawValue) }
    }

    /// Those that stand there; nil for all.
    package var state: State?
    /// Those of one product; nil for all.
    package var sku: SKU?
    /// Those whose mail goes to that address, or once went there; nil for all.
    package var email: EmailAddress?
    /// The order of a code that a buyer holds; one that is like it where none is exactly that.
    package var code: CardCode?
    /// The order of a payment, by the provider's ID.
    package var paymentID: String?
    /// Those paid at or after this moment; nil for no beginning.
    package var since: Timestamp?
    /// Those paid up to this moment; nil for no end.
    package var until: Timestamp?
    /// The row that the page begins after.
    package var after: Int64?
    /// 1 to `most`.
    package var limit: Int

    /// The most rows of a page: enough to search in a terminal.
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

  /// Whether a person must look at an order before its codes go out.
  ///
  /// Successors: `clear` → `hold` → `clear`.
  package enum Risk: String, Sendable {
    case clear
    case hold
  }

  /// How far an order's hand-over has come.
  package enum Fulfilment: String, CaseIterable, Sendable {
    /// Paid, but short of stock: waits for an import; first paid, first served. → `allocated`,
    /// `cancelled`
    case backorder
    /// Every unit has its code. → `delivered`, `revoked`
    case allocated
    /// The mail was sent, or the codes were shown. → `revoked`
    case delivered
    /// A refund, dispute or hold stops it. → `backorder`, `allocated` when that ends
    case blocked
    /// Refunded whole, or a dispute lost, after codes were bound: they are never sold again. Final.
    case revoked
    /// The buyer cancelled it while it waited: it never gets codes, and its money is to go back.
    /// Final.
    case cancelled
  }

  /// The separate facts of an order that decide whether its codes may be handed over (I5).
  package struct Standing: Equatable, Sendable {
    /// How far the payment has come.
    package let payment: Payment.State
    /// The worst of the payment's disputes; nil without any.
    package let dispute: Dispute?
    /// Whether a person must look at it first.
    package let risk: Order.Risk
    /// Whether a person said what everything that went back was for: units, or goodwill.
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

    /// Whether what was paid is still here: all of it, or all but explained refunds.
    package var isPaid: Bool {
      payment == .paid || (payment == .partRefunded && isRefundExplained)
    }

    /// Paid, no refund but explained ones, no open or lost dispute, risk clear.
    package var isDeliverable: Bool {
      isPaid && (dispute == nil || dispute == .won) && risk == .clear
    }
  }

  /// What a buyer may see of an order: where it stands, without codes.
  package struct BuyerView: Equatable, Sendable {
    /// Names the order, as it named its checkout.
    package let reference: Reference
    /// What was bought.
    package let line: Checkout.Line
    /// How many of the units that were bought are not taken out.
    package let unitsLeft: Int
    /// The language of its page and mails.
    package let language: Language
    /// What was paid.
    package let amount: Money
    /// The address that its mail goes to at present; prints as its first letter and its domain.
    package let email: EmailAddress
    /// When the payment was settled.
    package let paidAt: Timestamp
    /// Whether its codes may be handed over.
    package let standing: Order.Standing
    /// How far the hand-over has come.
    package let fulfilment: Order.Fulfilment
    /// The numbers of units whose code was useless and that wait for another.
    package let waitingUnits: [Int]
    /// Whether a code is bound to it, to be shown when it may be.
    package let hasCodes: Bool
    /// Its place among those that wait for the same product, from 1; nil unless it waits whole.
    package let queuePlace: Int?

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
      hasCodes: Bool = true,
      queuePlace: Int? = nil
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
      self.queuePlace = queuePlace
    }
  }

  /// The result of a buyer's wish to cancel an order that waits.
  package struct Cancellation: Equatable, Sendable {
    /// The order afterwards; not `cancelled` where its codes were bound first.
    package let order: Order.BuyerView
    /// What the provider is to be asked for now; nil where a person gives the money back, and where
    /// the order had been cancelled before.
    package let refund: Refund?

    package init(order: Order.BuyerView, refund: Refund?) {
      self.order = order
      self.refund = refund
    }
  }

  /// An order that its buyer cancelled and whose money a person is to give back.
  package struct Cancelled: Equatable, Sendable {
    /// Which order.
    package let reference: Reference
    /// What was paid.
    package let amount: Money
    /// When the buyer cancelled it.
    package let cancelledAt: Timestamp

    package init(reference: Reference, amount: Money, cancelledAt: Timestamp) {
      self.reference = reference
      self.amount = amount
      self.cancelledAt = cancelledAt
    }
  }

  /// The result of pressing "show my codes".
  package struct Reveal: Equatable, Sendable {
    /// The order after its codes were shown.
    package let order: Order.BuyerView
    /// Empty when the order may not be handed over, or waits for stock.
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
    /// 1, and one more for each replacement.
    package let generation: Int
    /// The row of its code, which stands for it; nil while the unit waits for one.
    package let codeID: Int64?
    /// Nil while the unit is owed or with the buyer.
    package let end: Order.UnitEnd?

    package init(number: Int, generation: Int, codeID: Int64?, end: Order.UnitEnd?) {
      self.number = number
      self.generation = generation
      self.codeID = codeID
      self.end = end
    }
  }

  /// Why a unit is out of its order for good; its code is revoked and never shown again.
  package enum UnitEnd: String, CaseIterable, Sendable {
    /// Its price went back to the buyer, or is to.
    case refunded
    /// Its code was useless: the unit of the next generation gets another.
    case replaced
  }

  /// One unit of an order with the code bound to it.
  package struct AllocatedUnit: Equatable, Sendable {
    /// 1 to `count`; some numbers are missing where units were taken out.
    package let number: Int
    /// How many units were bought.
    package let count: Int
    /// The secret that the buyer gets.
    package let code: CardCode
    /// The last moment of validity, if the supplier gave one.
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

/// A code that replaced another; both as rows, never as codes.
package struct Replacement: Equatable, Sendable {
  /// The row of the useless code.
  package let revokedID: Int64
  /// The row of the new code; nil while none is in stock and the unit waits for one.
  package let codeID: Int64?

  package init(revokedID: Int64, codeID: Int64?) {
    self.revokedID = revokedID
    self.codeID = codeID
  }
}
