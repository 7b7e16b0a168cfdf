/// Money that released nothing and waits for a person (I4).
package struct HeldPayment: Equatable, Sendable {
  package let provider: Provider
  /// The provider's ID of the payment, if it gave one.
  package let paymentID: String?
  package let reference: Reference?
  package let amount: Money?
  package let reason: HoldReason
  package let receivedAt: Timestamp

  package init(
    provider: Provider,
    paymentID: String?,
    reference: Reference?,
    amount: Money?,
    reason: HoldReason,
    receivedAt: Timestamp
  ) {
    self.provider = provider
    self.paymentID = paymentID
    self.reference = reference
    self.amount = amount
    self.reason = reason
    self.receivedAt = receivedAt
  }
}
