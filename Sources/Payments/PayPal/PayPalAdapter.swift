package import Shop

/// PayPal, Orders v2: the buyer approves an order on PayPal's page, then the money is captured.
package struct PayPalAdapter: PaymentAdapter {
  package static let provider = Provider.paypal
  /// The sandbox has an address of its own.
  package var takesRealMoney: Bool {
    !api.address.isMock && !api.address.text.contains(".sandbox.")
  }
  let api: PayPalAPI
  /// The IDs of our endpoint in PayPal's settings: part of what PayPal signs.
  let webhookIDs: [String]
  /// Whose money it must become.
  let merchantID: String
  let certificates: PayPalCertificateCache
}

/// What a rehearsal asks.
extension PayPalAdapter {
  package var apiAddress: ProviderAddress? { api.address }
  package var opensByCall: Bool { true }

  package var credentials: [Credential] {
    [Credential("app secret")] + webhookIDs.map { Credential("webhook ID", serial: $0) }
      + certificates.known.map { Credential("PayPal's signing certificate", $0, serial: \.hex) }
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
