import Shop

/// Puts captures and refunds, from a webhook or from the API, into facts.
struct PayPalReading {
  /// Whose money it must be.
  let merchantID: String

  /// A capture that has come; nil without an amount that can be compared.
  func paid(
    _ capture: PayPalCaptureDocument,
    in unit: PayPalOrderDocument.UnitDocument? = nil,
    payer: String? = nil
  ) -> PaymentFact? {
    guard let amount = capture.amount?.money else { return nil }
    let payee = capture.payee?.merchantID ?? unit?.payee?.merchantID
    let isOurs = payee == nil || payee == merchantID
    return .paid(
      PaidFact(
        key: key(capture, in: unit),
        amount: amount,
        mismatch: isOurs ? nil : .account,
        payer: payer
      )
    )
  }

  func key(
    _ capture: PayPalCaptureDocument,
    in unit: PayPalOrderDocument.UnitDocument? = nil
  ) -> Payment.Key {
    Payment.Key(
      paymentID: capture.id,
      reference: (capture.customID ?? unit?.customID).flatMap(Reference.init)
    )
  }

  /// One refund under its own ID; nil without an amount.
  func refunded(_ refund: PayPalRefundDocument, of key: Payment.Key) -> PaymentFact? {
    guard let amount = refund.amount?.money else { return nil }
    return .refunded(key, Refund.Confirmed(id: refund.id, amount: amount))
  }
}
