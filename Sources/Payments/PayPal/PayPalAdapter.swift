package import Shop

/// PayPal, Orders v2: the buyer approves an order on PayPal's page, then the money is captured.
package struct PayPalAdapter: PaymentAdapter {
  /// Whose messages it reads.
  package static let provider = Provider.paypal
  /// Its report is in UTC.
  package static let facts = ProviderFacts(
    statementReadySeconds: 6 * 3_600 + 30 * 60,
    unproven: [
      "disputes and holds, which PayPal applies to new live accounts",
      "that the certificate address serves the intermediate certificate too",
    ]
  )
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
  /// Where its API is.
  package var apiAddress: ProviderAddress? { api.address }
  /// Its API opens every checkout.
  package var opensByCall: Bool { true }

  /// The keys and certificates that it goes by; never a key itself.
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
