package import Shop

/// What a provider needs to open a checkout.
package struct StartRequest: Sendable {
  /// The checkout with its line and amount.
  package let checkout: Checkout
  /// Whether the buyer uses a phone.
  package let isPhone: Bool
  /// The app whose own browser the buyer uses; nil for a separate browser.
  package let app: BuyerApp?
  /// The app's ID of the buyer, where `identification` asked for it.
  package let payerID: String?
  /// The buyer's IP address, as the proxy passes it on.
  package let buyerAddress: String
  /// The address for the provider's webhooks: `https://pay.shop.example/webhooks/NAME`.
  package let notifyURL: String
  /// The address that the buyer returns to, by GET or by POST; a visit proves nothing.
  package let returnURL: String
  /// The address for a buyer who cancels.
  package let cancelURL: String

  package init(
    checkout: Checkout,
    isPhone: Bool,
    app: BuyerApp? = nil,
    payerID: String? = nil,
    buyerAddress: String,
    notifyURL: String,
    returnURL: String,
    cancelURL: String
  ) {
    self.checkout = checkout
    self.isPhone = isPhone
    self.app = app
    self.payerID = payerID
    self.buyerAddress = buyerAddress
    self.notifyURL = notifyURL
    self.returnURL = returnURL
    self.cancelURL = cancelURL
  }
}

/// A checkout that the provider is ready to take money for.
package struct StartedCheckout: Equatable, Sendable {
  /// The provider's ID of the checkout, where it gave one: `cs_…`.
  package let sessionID: String?
  /// What the buyer does to pay.
  package let step: PayStep

  package init(sessionID: String?, step: PayStep) {
    self.sessionID = sessionID
    self.step = step
  }
}

/// Where a buyer can pay through a provider.
package enum PayVenue: Equatable, Sendable {
  /// In the browser that they use.
  case here
  /// In that browser, once its app has said who they are.
  case afterIdentification
  /// Only in another browser.
  case elsewhere
}
