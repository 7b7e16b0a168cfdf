package import Shop

/// PayPal, Orders v2: the buyer approves an order on PayPal's page, then the money is captured.
package struct PayPalAdapter: PaymentAdapter {
  /// The provider of this adapter.
  package static let provider = Provider.paypal
  /// Its report is in UTC.
  package static let facts = ProviderFacts(
    statementReadySeconds: 6 * 3_600 + 30 * 60,
    unproven: [
      "disputes and holds, which PayPal applies to new live accounts",
      "that the certificate address serves the intermediate certificate too",
    ]
  )
  /// False for the mock, and for the sandbox, by its address.
  package var takesRealMoney: Bool {
    !api.address.isMock && !api.address.isWithin("sandbox.paypal.com")
  }
  let api: PayPalAPI
  /// The IDs of our webhooks at PayPal: part of what PayPal signs.
  let webhookIDs: [String]
  /// The merchant whose money it must be.
  let merchantID: String
  let certificates: PayPalCertificateCache
}

/// Facts for a rehearsal.
extension PayPalAdapter {
  /// Where its API is.
  package var apiAddress: ProviderAddress? { api.address }
  /// Its API opens every checkout.
  package func opensByCall(isPhone: Bool) -> Bool { true }

  /// The keys and certificates in use; never a key itself.
  package var credentials: [Credential] {
    [Credential("app secret")] + webhookIDs.map { Credential("webhook ID", serial: $0) }
      + certificates.known.map { Credential("PayPal's signing certificate", $0, serial: \.hex) }
  }

  /// Asks with an ID of PayPal's form, 17 capital letters and digits, since it finds orders by
  /// those.
  package func unknownQuestion(_ reference: Reference, _ call: Call) -> Payment.Question {
    Payment.Question(
      reference: reference,
      sessionID: String(reference.text.prefix(17)),
      openedAt: call.now
    )
  }

  /// 100 minor units: in a currency with two digits, more than PayPal's fixed fee.
  package static func smallestAmount(in currency: Currency) -> Money {
    Money(minorUnits: 100, currency: currency)
  }
}
