/// One checkout session and the money paid through it.
package struct CheckoutSession: Equatable, Sendable {
  /// Where a session stands.
  package enum Status: String, Sendable {
    /// Waits for money; becomes complete or expired.
    case open
    /// Paid at least once.
    case complete
    /// Nobody paid in time.
    case expired
  }

  package let id: String
  let request: SessionRequest
  /// Unix seconds.
  let createdAt: Int64
  package var status = Status.open
  /// More than one only where somebody paid twice.
  package var payments: [Payment] = []
}

/// One successful payment: a payment intent with its charge.
package struct Payment: Equatable, Sendable {
  /// Where a dispute of the payment stands.
  package enum Dispute: String, Sendable {
    case open = "needs_response"
    case won
    case lost
  }

  /// `pi_…`.
  package let id: String
  /// `ch_…`.
  let chargeID: String
  /// `dp_…`.
  let disputeID: String
  /// In minor units.
  let amount: Int64
  /// The sum of all refunds so far.
  package var refunded: Int64 = 0
  package var dispute: Dispute?
}
