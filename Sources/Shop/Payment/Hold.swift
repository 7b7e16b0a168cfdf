/// Why money did not release codes automatically (I4); the event is stored, answered and shown to a
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
  /// It came more than a day after the checkout's time to pay had ended.
  case late
  /// A hosted link sold a SKU or price that no catalog build in its grace window has.
  case unknownPrice
  /// The provider gave no usable address to send codes to.
  case address
  /// Another payment has paid the checkout: this one is to be refunded.
  case surplus
  /// The buyer's bank opened a dispute; even when it decides for the shop, a person releases the
  /// order.
  case dispute
  /// Money of the order is being refunded, or its refund failed: a person decides.
  case refund
  /// A row that decides the sale was changed by something other than the worker, or a sealed value
  /// does not open.
  case altered
  /// The buyer's address, network or account at the provider is blocked.
  case blocked
  /// A person stopped the order, by `orders hold`.
  case person
  /// A person tries out the provider: the money makes no order, and goes back.
  case rehearsal
}

extension Payment {
  /// Money that released nothing (I4), or whose order is stopped (I5), and waits for a person.
  package struct Held: Equatable, Sendable {
    /// Through whom it was paid.
    package let provider: Provider
    /// The provider's ID of the payment, if it gave one.
    package let paymentID: String?
    /// The checkout that it was paid for; nil where it names none.
    package let reference: Reference?
    /// What was paid; nil until that is known.
    package let amount: Money?
    /// Why a person must look.
    package let reason: HoldReason
    /// When its provider first reported it.
    package let receivedAt: Timestamp
    /// Whether it made an order, which `release` can resume.
    package let hasOrder: Bool
    /// The worst of its disputes; nil without any.
    package let dispute: Dispute?
    /// Whether `release` may resume its order; a dispute or a refund can forbid it.
    package let isReleasable: Bool
    /// Whether a refund of it is under way; only the end of that moves the order.
    package let isRefundOpen: Bool
    /// How many units are taken out for a refund that failed.
    package let unitsOut: Int
    /// Whether some of it went back without an explanation; `unexplainedUnits` says of how many
    /// units that may be the price.
    package let isRefundUnexplained: Bool
    /// Of how many units the amount that went back may be the price; nil where that is all of them.
    package let unexplainedUnits: Int?
    /// Whether the provider says that all of it went back, although a refund of it failed.
    package let isAllSaidBack: Bool
    /// Whether some of it went back: then a person may not mark its checkout paid for it.
    package let isPartlyBack: Bool
    /// Why a refund of it failed, in the provider's words; nil when nothing went wrong.
    package let refundTrouble: String?
    /// Other money that its checkout's order was made for; nil where there is none.
    package let soldBy: OtherMoney?

    /// The money that an order was made for, where it is not the held money.
    package struct OtherMoney: Equatable, Sendable {
      /// The provider's ID of it, or the proof that a person gave; nil where it has neither.
      package let paymentID: String?
      /// Whether a person or the shop's own system marked it paid: then it may be the same money as
      /// the held, and a refund of that stops the order.
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
  /// An order that is not held, and that only a person moves on.
  package struct Waiting: Equatable, Sendable {
    /// What it waits for.
    package enum Cause: Equatable, Sendable {
      /// So many units of that SKU: paid, and not in stock.
      case stock(SKU, units: Int)
      /// Its money: the buyer cancelled it while it waited for stock.
      case cancelled
      /// Its mail was refused for good, or its attempts are used up.
      case mail(delivery: Int64)
      /// Some of its money went back without an explanation; it may be the price of so many units.
      case partRefund(units: Int?)
      /// A part of its money is to go back, and the provider cannot be asked for it or waits for
      /// something, in its words.
      case refund(trouble: String)
    }

    /// Names the order.
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

    /// Why its refund has not gone through, in the provider's words; nil when it waits for
    /// something else.
    package var refundTrouble: String? {
      if case .refund(let trouble) = cause { trouble } else { nil }
    }
  }
}
