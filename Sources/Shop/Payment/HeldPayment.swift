extension Payment {
  /// Money that released nothing (I4), or whose order is stopped (I5), and that waits for a person.
  package struct Held: Equatable, Sendable {
    package let provider: Provider
    /// The provider's ID of the payment, if it gave one.
    package let paymentID: String?
    package let reference: Reference?
    package let amount: Money?
    package let reason: HoldReason
    package let receivedAt: Timestamp
    /// Whether it made an order, which `release` lets go on.
    package let hasOrder: Bool
    /// Where its disputes stand, and whether some of it went back: then `release` is refused.
    package let dispute: Dispute?
    package let isReleasable: Bool
    /// Whether a refund of it is under way: nothing but its end moves the order.
    package let isRefundOpen: Bool
    /// How many units are out whose refund came to nothing.
    package let unitsOut: Int
    /// Whether some of it went back that nobody said what for; it may be the price of so many
    /// units.
    package let isRefundUnexplained: Bool
    package let unexplainedUnits: Int?
    /// Whether all of it is said to be back, though a refund of it failed.
    package let isAllSaidBack: Bool
    /// Whether some of it went back: then it is not what a person may mark its checkout paid for.
    package let isPartlyBack: Bool
    /// What a refund of it came to, in the provider's words; nil when nothing went wrong.
    package let refundTrouble: String?

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
      refundTrouble: String? = nil
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
    }
  }
}
