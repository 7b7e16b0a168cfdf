/// Why money did not release codes by itself (I4): the event is stored, answered and shown to a
/// person.
package enum HoldReason: String, CaseIterable, Sendable {
  /// Less or more than the quote.
  case amount
  case currency
  /// A test event at a live shop, or the reverse.
  case mode
  /// Not for one purchase: a subscription, or a card that is kept for later.
  case plan
  /// Another merchant's account.
  case account
  /// No checkout has this reference, or the event carries none.
  case unknownCheckout
  /// Paid through another provider than the checkout was opened with.
  case provider
  /// The checkout had expired and its price is no longer honoured.
  case late
  /// A hosted link sold a SKU or price that no catalog build in its grace window has.
  case unknownPrice
  /// The provider gave no usable address to send codes to.
  case address
  /// The checkout was already paid by another payment: to be refunded.
  case surplus
  /// The buyer's bank took it up; even when it decides for the shop, a person releases the order.
  case dispute
  /// Money of the order is being given back, or was and came to nothing: a person decides.
  case refund
  /// A row that decides the sale was changed past the worker, or a sealed value does not open.
  case altered
  /// The buyer's address, network or account at the provider is blocked.
  case blocked
  /// A person stopped the order, by `orders hold`.
  case person
  /// A person tries the provider out: it makes no order, and goes back.
  case rehearsal
}

extension Payment {
  /// Money that released nothing (I4), or whose order is stopped (I5), and that waits for a person.
  package struct Held: Equatable, Sendable {
    /// Through whom it was paid.
    package let provider: Provider
    /// The provider's ID of the payment, if it gave one.
    package let paymentID: String?
    /// The checkout that it came for, as far as it says; nil where it names none.
    package let reference: Reference?
    /// What was paid; nil until that is known.
    package let amount: Money?
    /// Why a person must look.
    package let reason: HoldReason
    /// When its provider first told of it.
    package let receivedAt: Timestamp
    /// Whether it made an order, which `release` lets go on.
    package let hasOrder: Bool
    /// The worst of its disputes; nil without any.
    package let dispute: Dispute?
    /// Whether `release` lets its order go on: refused over a dispute, or money that went back.
    package let isReleasable: Bool
    /// Whether a refund of it is under way: nothing but its end moves the order.
    package let isRefundOpen: Bool
    /// How many units are out whose refund came to nothing.
    package let unitsOut: Int
    /// Whether some of it went back that nobody said what for; it may be the price of so many
    /// units.
    package let isRefundUnexplained: Bool
    /// How many units what went back may be the price of; nil where that is all of them.
    package let unexplainedUnits: Int?
    /// Whether all of it is said to be back, though a refund of it failed.
    package let isAllSaidBack: Bool
    /// Whether some of it went back: then it is not what a person may mark its checkout paid for.
    package let isPartlyBack: Bool
    /// What a refund of it came to, in the provider's words; nil when nothing went wrong.
    package let refundTrouble: String?
    /// What other money made an order of its checkout; nil where none did.
    package let soldBy: OtherMoney?

    /// The money that an order was made for, where it is not this.
    package struct OtherMoney: Equatable, Sendable {
      /// The provider's ID of it, or a person's proof; nil where it has none.
      package let paymentID: String?
      /// Whether a person marked it paid, or the shop's own system: then what is held may be the
      /// very same money, and a refund of it stops the order.
      package let isByHand: Bool

      package init(paymentID: String?, isByHand: Bool) {
        self.paymentID = paymentID
        self.isByHand = isByHand
      }
    }

    package init(
      provider: Provider,
      paymentID: String?,
      reference: Reference?,
      amount: Money?,
      reason: HoldReason,
      receivedAt: Timestamp,
      hasOrder: Bool,
      dispute: Dispute? = nil,
      isReleasable: Bool = false,
      isRefundOpen: Bool = false,
      unitsOut: Int = 0,
      isRefundUnexplained: Bool = false,
      unexplainedUnits: Int? = nil,
      isAllSaidBack: Bool = false,
      isPartlyBack: Bool = false,
      refundTrouble: String? = nil,
      soldBy: OtherMoney? = nil
    ) {
      self.provider = provider
      self.paymentID = paymentID
      self.reference = reference
      self.amount = amount
      self.reason = reason
      self.receivedAt = receivedAt
      self.hasOrder = hasOrder
      self.dispute = dispute
      self.isReleasable = isReleasable
      self.isRefundOpen = isRefundOpen
      self.unitsOut = unitsOut
      self.isRefundUnexplained = isRefundUnexplained
      self.unexplainedUnits = unexplainedUnits
      self.isAllSaidBack = isAllSaidBack
      self.isPartlyBack = isPartlyBack
      self.refundTrouble = refundTrouble
      self.soldBy = soldBy
    }
  }
}

extension Order {
  /// An order that nobody holds and that nothing but a person moves on.
  package struct Waiting: Equatable, Sendable {
    /// What it waits for.
    package enum Cause: Equatable, Sendable {
      /// So many units of that SKU: paid, and not in stock.
      case stock(SKU, units: Int)
      /// Its mail was refused for good, or given up.
      case mail(delivery: Int64)
      /// Some of its money went back, and nobody said what for; it may be the price of so many
      /// units.
      case partRefund(units: Int?)
      /// A part of its money is to go back, and the provider cannot be asked for it, or waits for
      /// something; in its words.
      case refund(trouble: String)
    }

    /// Which order waits.
    package let reference: Reference
    /// Through whom it was paid.
    package let provider: Provider
    /// The provider's ID of the payment, if it gave one.
    package let paymentID: String?
    /// What was paid.
    package let amount: Money
    /// What it waits for.
    package let cause: Cause
    /// When it was paid.
    package let since: Timestamp

    package init(
      reference: Reference,
      provider: Provider,
      paymentID: String?,
      amount: Money,
      cause: Cause,
      since: Timestamp
    ) {
      self.reference = reference
      self.provider = provider
      self.paymentID = paymentID
      self.amount = amount
      self.cause = cause
      self.since = since
    }

    /// What a refund of it came to so far, in the provider's words; nil when that is not what it
    /// waits for.
    package var refundTrouble: String? {
      if case .refund(let trouble) = cause { trouble } else { nil }
    }
  }
}
