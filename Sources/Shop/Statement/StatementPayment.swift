extension Statement {
  /// A payment as this shop knows it, for comparison with what the provider says.
  package struct KnownPayment: Equatable, Sendable {
    package let paymentID: String?
    package let reference: Reference?
    /// Nil until the money was heard of.
    package let paid: Money?
    package let refundedMinor: Int64
    package let mismatch: HoldReason?
    package let dispute: Dispute?
    /// How far its order has come; nil when it made none.
    package let fulfilment: Order.Fulfilment?
    package let isDeliverable: Bool
    package let hasCodes: Bool
    /// Whether a statement that is kept, of any day, has its payment.
    package let isListed: Bool
    /// All of its refunds in the statements that are kept.
    package let refundedThereMinor: Int64
    /// Whether this day's statement has to answer for it, or for its last refund.
    package let isDue: Bool
    package let isRefundDue: Bool

    package init(
      paymentID: String?,
      reference: Reference?,
      paid: Money?,
      refundedMinor: Int64,
      mismatch: HoldReason?,
      dispute: Dispute?,
      fulfilment: Order.Fulfilment?,
      isDeliverable: Bool,
      hasCodes: Bool,
      isListed: Bool,
      refundedThereMinor: Int64,
      isDue: Bool,
      isRefundDue: Bool
    ) {
      self.paymentID = paymentID
      self.reference = reference
      self.paid = paid
      self.refundedMinor = refundedMinor
      self.mismatch = mismatch
      self.dispute = dispute
      self.fulfilment = fulfilment
      self.isDeliverable = isDeliverable
      self.hasCodes = hasCodes
      self.isListed = isListed
      self.refundedThereMinor = refundedThereMinor
      self.isDue = isDue
      self.isRefundDue = isRefundDue
    }

    /// Money of the other mode or of another account stands in none of our statements.
    var isOfOurAccount: Bool { mismatch != .mode && mismatch != .account }

    /// An order that should have codes and has none, and does not wait for them either.
    var lacksCodes: Bool {
      guard mismatch == nil else { return false }
      guard let fulfilment else { return refundedMinor == 0 }
      return isDeliverable && !hasCodes && fulfilment != .backorder
    }

    /// Whether its codes are with the buyer, or on their way.
    var codesAreOut: Bool { hasCodes && (fulfilment == .allocated || fulfilment == .delivered) }
  }
}
