/// The result of settling one event.
///
/// Every one of them is durable when it is returned, and answered
/// with the provider's success.
package enum Settlement: Equatable, Sendable {
  /// The same event was settled before; nothing changed.
  case duplicate
  /// Authentic, of no consequence, remembered.
  ///
  /// Also a second event about money already counted, and money for an order that another payment
  /// paid: that is kept as surplus among the holds, for a person to give back.
  case ignored
  /// An order exists and all of its units have codes; its delivery is owed.
  case allocated(Reference)
  /// An order exists and waits for stock.
  case backorder(Reference)
  /// Stored for a person: nothing was released.
  case held(HoldReason)
  /// The payment's refunded total rose; hand-over is blocked or revoked.
  case refunded(Reference?, total: Money)
  /// A refund that was thought done came back; a person must look.
  case refundFailed(Reference?)
  /// A dispute's state was taken down.
  case disputed(Reference?, Dispute)
}
