/// What a provider says that it did with our money on one day (I18).
package enum Statement {}

extension Statement {
  /// One line of a provider's statement (I18).
  package struct Line: Equatable, Sendable {
    /// What moved.
    package enum Kind: String, CaseIterable, Sendable {
      /// A buyer's money came.
      case payment
      /// Money went back to a buyer.
      case refund
      /// A bank took money back, or returned it.
      case dispute
      /// Anything else: fees of their own, payouts, adjustments.
      case other
      /// A line that could not be read: its ID says where it stands, and its amount means nothing.
      case unread
    }

    /// The provider whose statement it stands in.
    package let provider: Provider
    /// Unique in the provider's statements; the same line has the same ID in every download.
    package let id: String
    /// What moved, and in which direction.
    package let kind: Kind
    /// The payment that it is about, as in `Payment.Key`.
    package let paymentID: String?
    /// Ours, where the statement repeats it.
    package let reference: Reference?
    /// Never negative; the kind tells the direction.
    package let amount: Money
    /// The provider's fee, if the line gives it; negative where a fee was given back.
    package let fee: Money?
    /// When the provider did it.
    package let at: Timestamp

    package init(
      provider: Provider,
      id: String,
      kind: Kind,
      paymentID: String?,
      reference: Reference?,
      amount: Money,
      fee: Money?,
      at: Timestamp
    ) {
      self.provider = provider
      self.id = id
      self.kind = kind
      self.paymentID = paymentID
      self.reference = reference
      self.amount = amount
      self.fee = fee
      self.at = at
    }
  }

  /// A payment as this shop knows it, to be compared with the provider's statement.
  package struct KnownPayment: Equatable, Sendable {
    /// The provider's ID of it, if it gave one.
    package let paymentID: String?
    /// The checkout that it names; nil where it names none.
    package let reference: Reference?
    /// Nil until its provider reported the money.
    package let paid: Money?
    /// Everything that was reported as gone back, in minor units of `paid`.
    package let refundedMinor: Int64
    /// Why it made no order; nil where it did.
    package let mismatch: HoldReason?
    /// The worst of its disputes; nil without any.
    package let dispute: Dispute?
    /// How far its order has come; nil when it made none.
    package let fulfilment: Order.Fulfilment?
    /// Whether its order may be handed over.
    package let isDeliverable: Bool
    /// Whether codes were ever bound to its order.
    package let hasCodes: Bool
    /// Whether a kept statement, of any day, lists the payment.
    package let isListed: Bool
    /// The sum of its refunds in all kept statements, in minor units.
    package let refundedThereMinor: Int64
    /// Whether this day's statement must list it, or its last refund.
    package let isDue: Bool
    /// Whether this day's statement must list its last refund.
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

    /// Money of the other mode or of another account is in none of our statements.
    var isOfOurAccount: Bool { mismatch != .mode && mismatch != .account }

    /// Whether its order should have codes, has none, and neither waits for them nor was cancelled.
    var lacksCodes: Bool {
      guard mismatch == nil else { return false }
      guard let fulfilment else { return refundedMinor == 0 }
      return isDeliverable && !hasCodes && fulfilment != .backorder && fulfilment != .cancelled
    }

    /// Whether the buyer has its codes, or they are on their way.
    var codesAreOut: Bool { hasCodes && (fulfilment == .allocated || fulfilment == .delivered) }
  }
}
