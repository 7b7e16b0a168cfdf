import Shop

/// A report about the only payment of a checkout, an event of its own.
enum RefundReport: Hashable {
  case paid
  /// So much went back, as a refund with an ID; told again under another event.
  case part(String, Int64, times: Int = 1)
  /// So much went back in all.
  case total(Int64)
  /// The refund failed, of an amount where the provider tells it.
  case failed(String, Int64? = nil)

  func event(_ checkout: Checkout) throws -> PaymentEvent {
    let key = Payment.Key(paymentID: "pi_1", reference: checkout.reference)
    let fact: PaymentFact
    switch self {
    case .paid: return Sample.paid(checkout, event: "evt_paid", by: key.paymentID)
    case .part(let id, let units, _):
      fact = .refunded(key, Refund.Confirmed(id: id, amount: try Sample.money(units)))
    case .total(let units):
      fact = .refunded(key, Refund.Confirmed(id: nil, amount: try Sample.money(units)))
    case .failed(let id, let units):
      fact = .refundFailed(key, refundID: id, amount: try units.map { try Sample.money($0) })
    }
    return Sample.event("evt_\(self)", fact)
  }
}
