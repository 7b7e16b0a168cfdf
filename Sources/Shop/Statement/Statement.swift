/// What a provider says that it did with our money on a day (I18).
package enum Statement {}

extension Statement {
  /// One line of what a provider says that it did with our money (I18).
  package struct Line: Equatable, Sendable {
    /// What moved.
    package enum Kind: String, CaseIterable, Sendable {
      /// A buyer's money came.
      case payment
      /// Money went back to a buyer.
      case refund
      /// A bank took it back, or returned it.
      case dispute
      /// Anything else: fees of their own, payouts, adjustments.
      case other
      /// A line that could not be read: its ID says where it stands, its amount nothing.
      case unread
    }

    /// Whose statement it stands in.
    package let provider: Provider
    /// Unique in the provider's statements; the same line of two downloads has the same one.
    package let id: String
    /// What moved, and which way.
    package let kind: Kind
    /// The payment that it is about, as in `Payment.Key`.
    package let paymentID: String?
    /// Ours, where the statement repeats it.
    package let reference: Reference?
    /// Never negative; the kind tells the direction.
    package let amount: Money
    /// What the provider kept of it, if it tells; negative where a fee was given back.
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

  /// A payment as this shop knows it, for comparison with what the provider says.
  package struct KnownPayment: Equatable, Sendable {
    /// The provider's ID of it, if it gave one.
    package let paymentID: String?
    /// The checkout that it names; nil where it names none.
    package let reference: Reference?
    /// Nil until its provider told of the money.
    package let paid: Money?
    /// All that went back as far as we heard, in minor units of `paid`.
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
    /// Whether a statement that is kept, of any day, has its payment.
    package let isListed: Bool
    /// All of its refunds in the statements that are kept.
    package let refundedThereMinor: Int64
    /// Whether this day's statement has to answer for it, or for its last refund.
    package let isDue: Bool
    /// Whether this day's statement has to answer for its last refund.
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
