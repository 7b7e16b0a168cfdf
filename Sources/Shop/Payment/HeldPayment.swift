/// Money that released nothing (I4), or whose order is stopped (I5), and that waits for a person.
package struct HeldPayment: Equatable, Sendable {
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

  package init(
    provider: Provider,
    paymentID: String?,
    reference: Reference?,
    amount: Money?,
    reason: HoldReason,
    receivedAt: Timestamp,
    hasOrder: Bool,
    dispute: Dispute? = nil,
    isReleasable: Bool = false
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
  }
}
