package import Shop

/// What opening a checkout at a provider needs.
package struct StartRequest: Sendable {
  /// What is bought, and for how much.
  package let checkout: Checkout
  /// Whether the buyer holds a phone.
  package let isPhone: Bool
  /// The app whose own browser the buyer has; nil for a browser of its own.
  package let app: BuyerApp?
  /// The app's name of the buyer, where `identification` asked for it.
  package let payerID: String?
  /// The buyer's IP address, as the proxy tells it.
  package let buyerAddress: String
  /// Where the provider sends its webhooks: `https://pay.shop.example/webhooks/NAME`.
  package let notifyURL: String
  /// Where the buyer comes back to, by GET or by POST; no proof of anything.
  package let returnURL: String
  /// Where a buyer goes who changed their mind.
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
  /// The provider's ID of it, where it gave one: `cs_…`.
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
  /// In the browser that they have.
  case here
  /// The same, once the browser's app has said who they are.
  case afterIdentification
  /// In another browser alone.
  case elsewhere
}
