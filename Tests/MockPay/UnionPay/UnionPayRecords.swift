/// What UnionPay remembers besides the sales.
package struct UnionPayRecords: Sendable {
  /// What the shop asked for, by the provider's number of the refund.
  var refunds: [String: RefundOrder] = [:]

  /// The sales of which a payment was refused.
  var failures: Set<String> = []

  /// A refund as the shop asked for it.
  struct RefundOrder: Sendable {
    /// 04, or 31 where the purchase of the same day is undone.
    let txnType: String
    let txnTime: String
    let reserved: String
  }
}
