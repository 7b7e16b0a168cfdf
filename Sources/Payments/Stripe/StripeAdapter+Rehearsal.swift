package import Shop

/// What a rehearsal asks.
extension StripeAdapter {
  package var apiAddress: ProviderAddress? { api.address }
  package var opensByCall: Bool { true }

  package var credentials: [Credential] {
    let mode = isLive ? "live" : "test"
    return [Credential("secret key, \(mode) mode")]
      + secrets.map { _ in Credential("signing secret of the endpoint") }
  }

  /// Sessions are found by Stripe's own ID.
  package func unknownQuestion(_ reference: Reference, _ call: Call) -> PaymentQuestion {
    PaymentQuestion(
      reference: reference,
      sessionID: "cs_\(isLive ? "live" : "test")_\(reference)",
      openedAt: call.now
    )
  }

  /// More than the least of any currency that it settles: fifty cents, four Hong Kong dollars.
  ///
  /// https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
  package static func smallestAmount(in currency: Currency) -> Money {
    let units: Int64 = currency.digits == 0 ? 100 : currency.digits == 3 ? 1_000 : 500
    return Money(minorUnits: units, currency: currency)
  }
}
