/// Where a dispute stands.
///
/// Successors: `open` → `won` | `lost`.
package enum Dispute: String, Sendable {
  /// Blocks hand-over, as a refund does.
  case open
  /// The money stays; a person may release the order.
  case won
  /// The money is gone; the order is revoked.
  case lost

  /// The state of one dispute after two messages about it, in either order: `lost` over `won` over
  /// `open`.
  package func merged(with other: Dispute) -> Dispute {
    other.rank > rank ? other : self
  }

  /// The state of a payment with several disputes: lost if one is lost, else open if one is open.
  ///
  /// Won only where all are won; nil without any.
  package static func worst(of disputes: some Sequence<Dispute>) -> Dispute? {
    disputes.max { $0.harm < $1.harm }
  }

  private var rank: Int {
    switch self {
    case .open: 0
    case .won: 1
    case .lost: 2
    }
  }

  private var harm: Int {
    switch self {
    case .won: 0
    case .open: 1
    case .lost: 2
    }
  }
}
