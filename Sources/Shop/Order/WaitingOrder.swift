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

    package let reference: Reference
    package let provider: Provider
    package let paymentID: String?
    package let amount: Money
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
