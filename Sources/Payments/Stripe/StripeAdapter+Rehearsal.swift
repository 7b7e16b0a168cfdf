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
  package func unknownQuestion(_ reference: Reference, _ call: Call) -> Payment.Question {
    Payment.Question(
      reference: reference,
      sessionID: "cs_\(isLive ? "live" : "test")_\(reference)",
      openedAt: call.now
    )
  }

  /// The least of its currency; where Stripe names none, more than fifty cents of a dollar.
  package static func smallestAmount(in currency: Currency) -> Money {
    switch Provider.stripe.fault(of: Money(minorUnits: 1, currency: currency)) {
    case .below(let least): least
    case .above, .between, nil:
      Money(minorUnits: [100, 0, 500, 1_000][currency.digits], currency: currency)
    }
  }
}
