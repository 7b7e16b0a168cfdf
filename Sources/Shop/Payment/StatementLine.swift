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

    package let provider: Provider
    /// Unique in the provider's statements; the same line of two downloads has the same one.
    package let id: String
    package let kind: Kind
    /// The payment that it is about, as in `PaymentKey`.
    package let paymentID: String?
    package let reference: Reference?
    /// Never negative; the kind tells the direction.
    package let amount: Money
    /// What the provider kept of it, if it tells; negative where a fee was given back.
    package let fee: Money?
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
}
