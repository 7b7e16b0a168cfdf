import Shop

/// Puts Stripe's objects, from an event or from the API, into facts.
struct StripeReading {
  /// Why it cannot count as paid here although it is authentic.
  let mismatch: HoldReason?

  /// A session that was paid; nil without an amount that can be compared.
  ///
  /// With Adaptive Pricing too it is in the shop's own currency; what the buyer saw stands in
  /// `presentment_details`.
  func paid(_ session: StripeSessionDocument) -> PaymentFact? {
    let isPurchase = session.isPurchase
    // A card that is kept for later comes without an amount.
    let units = session.amountTotal ?? (isPurchase ? nil : 0)
    guard let amount = money(units, session.currency) else { return nil }
    let email = session.customerDetails?.email ?? session.customerEmail
    return .paid(
      PaidFact(
        key: key(session),
        amount: amount,
        mismatch: mismatch ?? (isPurchase ? nil : .plan),
        sku: session.metadata?["sku"].flatMap(SKU.init),
        quantity: quantity(session.metadata?["quantity"]),
        email: email.flatMap(EmailAddress.init),
        language: session.locale.flatMap(Language.init(tag:)),
        payer: email
      )
    )
  }

  /// The charge's `amount_refunded` is cumulative, as the fact's total is.
  func refunded(_ charge: StripeChargeDocument, of key: Payment.Key) -> PaymentFact? {
    money(charge.amountRefunded, charge.currency).map {
      .refunded(key, Refund.Confirmed(id: nil, amount: $0))
    }
  }

  /// Where a closed dispute ended; nil while it goes on.
  static func outcome(_ dispute: StripeDisputeDocument) -> Dispute? {
    switch dispute.status {
    // An inquiry that ended without a dispute, and a dispute that never came to be, leave the money
    // where it is; where the buyer got it back instead, a refund says so.
    case "won", "warning_closed", "prevented": .won
    case "lost": .lost
    default: nil
    }
  }

  func key(_ session: StripeSessionDocument) -> Payment.Key {
    Payment.Key(
      paymentID: session.paymentIntent?.id ?? session.id,
      reference: Self.reference(session.metadata)
        ?? session.clientReferenceID.flatMap(Reference.init)
    )
  }

  /// Refunds and disputes inherit the payment's metadata, or say nothing of an order.
  func key(_ intent: String?, _ metadata: [String: String]?) -> Payment.Key {
    Payment.Key(paymentID: intent, reference: Self.reference(metadata))
  }

  static func reference(_ metadata: [String: String]?) -> Reference? {
    metadata?["order_id"].flatMap(Reference.init)
  }

  private func money(_ units: Int64?, _ currency: String?) -> Money? {
    guard let units, units >= 0, let currency = currency.flatMap(Currency.init) else { return nil }
    return Money(minorUnits: units, currency: currency)
  }

  /// What the editor wrote beside a hosted link's SKU: 1 unless it is a whole number to 999.
  private func quantity(_ text: String?) -> Int {
    guard let text, let quantity = Int(text), (1...999).contains(quantity) else { return 1 }
    return quantity
  }
}
