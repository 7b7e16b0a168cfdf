/// What Stripe's lists show of payments.
extension MockState {
  /// The refunds of a payment, the newest first.
  func refundDocuments(
    of payment: String,
    expanding expanded: Set<String>
  ) throws(StripeError) -> [RefundDocument] {
    var documents: [RefundDocument] = []
    for refund in stripePayment(payment)?.1.refunds.reversed() ?? [] {
      documents.append(try refundDocument(refund.id, expanding: expanded))
    }
    return documents
  }

  /// The dispute of a payment, if there is one.
  func disputeDocuments(of payment: String) -> [DisputeDocument] {
    guard let (sale, payment) = stripePayment(payment), payment.dispute != nil else { return [] }
    return [DisputeDocument(payment, of: sale, isLive: place.isLive)]
  }

  /// A movement of the balance, with the object that it is about if that is wanted.
  func balanceDocument(
    _ entry: BalanceEntry,
    withSource: Bool
  ) throws(StripeError) -> BalanceEntryDocument {
    var document = BalanceEntryDocument(entry)
    if withSource { document.source.object = try source(entry.source) }
    return document
  }

  private func source(_ id: String) throws(StripeError) -> AnyDocument? {
    for sale in sales(of: .stripe) {
      guard let request = stripe.requests[sale.id] else { continue }
      for payment in sale.payments {
        if payment.details["charge"] == id {
          return AnyDocument(ChargeDocument(payment, of: sale, request, isLive: place.isLive))
        }
        if payment.details["dispute"] == id {
          return AnyDocument(DisputeDocument(payment, of: sale, isLive: place.isLive))
        }
        if payment.refunds.contains(where: { $0.id == id }) {
          return AnyDocument(try refundDocument(id, expanding: []))
        }
      }
    }
    return nil
  }

  private func stripePayment(_ id: String) -> (Sale, Payment)? {
    for sale in sales(of: .stripe) {
      if let payment = sale.payments.first(where: { $0.id == id }) { return (sale, payment) }
    }
    return nil
  }
}
