/// The result of settling one event.
///
/// Every one of them is durable when it is returned, and answered
/// with the provider's success.
package enum Settlement: Equatable, Sendable {
  /// The same event was settled before; nothing changed.
  case duplicate
  /// Authentic, of no consequence, remembered; also a second event about money already counted.
  case ignored
  /// An order exists and all of its units have codes; its delivery is owed.
  case allocated(Reference)
  /// An order exists and waits for stock.
  case backorder(Reference)
  /// Stored for a person: nothing was released. Money for an order that another payment paid is
  /// surplus, to be given back.
  case held(HoldReason)
  /// The payment's refunded total rose; hand-over is blocked or revoked.
  case refunded(Reference?, total: Money)
  /// A refund that was thought done came back; a person must look.
  case refundFailed(Reference?)
  /// A dispute's state was taken down.
  case disputed(Reference?, Dispute)
}
