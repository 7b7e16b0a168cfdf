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
  let shelf: PayPalCertificateCache
}
