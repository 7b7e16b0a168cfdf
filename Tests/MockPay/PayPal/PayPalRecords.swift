/// What PayPal remembers besides the sales.
package struct PayPalRecords: Sendable {
  /// Until when each access token is good, in Unix seconds.
  var tokens: [String: Int64] = [:]
  /// What each `PayPal-Request-Id` made: an order, a capture or a refund.
  var madeByRequest: [String: String] = [:]
  /// What each was sent with.
  var bodies: [String: [UInt8]] = [:]
  /// The refusals that each request for a capture was answered with.
  var refusals: [String: PayPalError] = [:]
  /// How often each order was to be captured.
  var attempts: [String: Int] = [:]
  /// Every movement of money, the oldest first.
  var movements: [PayPalMovement] = []
}

/// One movement of money.
struct PayPalMovement: Sendable {
  /// The capture's or the refund's.
  let id: String
  /// `T0006` for a payment, `T1107` for a refund, `T1201` for a chargeback.
  let code: String
  /// The capture that something was taken back of.
  let origin: String?
  /// In minor units; negative when it leaves.
  let amount: Int64
  /// In minor units; negative, as PayPal writes it.
  let fee: Int64
  let currency: String
  /// Unix seconds.
  let at: Int64
  let customID: String
  let invoiceID: String
}
