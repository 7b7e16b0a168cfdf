/// A claimed delivery with everything that its message says: the same for every attempt.
package struct OwedMessage: Equatable, Sendable {
  package let deliveryID: Int64
  /// Why it is owed; a link that was asked for is told in other words than an order.
  package let purpose: Delivery.Purpose
  /// Counted from 1.
  package let attempt: Int
  /// With angle brackets left off: `UNIQUE@shop-domain`; made once and stored.
  package let messageID: String
  /// The message's `Date`, also the same for every attempt.
  package let date: Timestamp
  package let to: EmailAddress
  package let language: Language
  package let reference: Reference
  package let token: OrderToken
  package let line: Checkout.Line
  /// Empty when the message carries the order link alone.
  package let units: [Order.AllocatedUnit]
  /// Units, by number, whose code was no good and that wait for another.
  package let waitingUnits: [Int]
  /// What went back; nil unless the message is about that.
  package let refund: Refund.Notice?
  /// What it said when it was tried before, and says again (I9); nil when nothing was kept of it.
  package let kept: RenderedMessage?

  package init(
    deliveryID: Int64,
    purpose: Delivery.Purpose,
    attempt: Int,
    messageID: String,
    date: Timestamp,
    to: EmailAddress,
    language: Language,
    reference: Reference,
    token: OrderToken,
    line: Checkout.Line,
    units: [Order.AllocatedUnit],
    waitingUnits: [Int] = [],
    refund: Refund.Notice? = nil,
    kept: RenderedMessage? = nil
  ) {
    self.deliveryID = deliveryID
    self.purpose = purpose
    self.attempt = attempt
    self.messageID = messageID
    self.date = date
    self.to = to
    self.language = language
    self.reference = reference
    self.token = token
    self.line = line
    self.units = units
    self.waitingUnits = waitingUnits
    self.refund = refund
    self.kept = kept
  }
}
