package import Shop

/// What a rehearsal asks.
extension PayPalAdapter {
  package var apiAddress: ProviderAddress? { api.address }
  package var opensByCall: Bool { true }

  package var credentials: [Credential] {
    [Credential("app secret")] + webhookIDs.map { Credential("webhook ID", serial: $0) }
      + shelf.known.map { Credential("PayPal's signing certificate", $0, serial: \.hex) }
  }

  /// Orders are found by PayPal's own ID: 17 capital letters and digits.
  package func unknownQuestion(_ reference: Reference, _ call: Call) -> Payment.Question {
    Payment.Question(
      reference: reference,
      sessionID: String(reference.text.prefix(17)),
      openedAt: call.now
    )
  }

  /// Its fixed fee eats less than one of a currency.
  package static func smallestAmount(in currency: Currency) -> Money {
    Money(minorUnits: 100, currency: currency)
  }
}
