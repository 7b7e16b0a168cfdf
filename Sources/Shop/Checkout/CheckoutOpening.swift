extension Checkout {
  /// How a checkout is on its way to its provider: it waits in line until the provider has opened
  /// it.
  package struct Opening: Equatable, Sendable {
    /// Where it stands in line.
    package enum State: String, CaseIterable, Sendable {
      /// In line, or being opened this moment. Followed by any of the others but `aside`.
      case waiting
      /// Not in line yet: its buyer has to say who they are, or to come with another browser.
      case aside
      /// Its buyer looks no more: no call is spent on it until the page is looked at again.
      case away
      /// The provider has it and said how to pay.
      case opened
      /// The provider does not want it; nothing but a new order helps.
      case refused
      /// Its time in line was over before the provider had it.
      case late
    }

    package let state: State
    /// How often the provider was asked to open it.
    package let attempts: Int
    /// When the provider is asked next, unless it is to be left alone for longer.
    package let dueAt: Timestamp
    /// When it came into the line.
    package let enteredAt: Timestamp

    package init(state: State, attempts: Int, dueAt: Timestamp, enteredAt: Timestamp) {
      self.state = state
      self.attempts = attempts
      self.dueAt = dueAt
      self.enteredAt = enteredAt
    }
  }
}

/// An app whose own browser a buyer reads the shop with, where that decides how they can pay.
package enum BuyerApp: String, CaseIterable, Sendable {
  case wechat
  case alipay
}

extension Checkout {
  /// Who orders, as far as the provider and a fair line need to know.
  package struct Buyer: Equatable, Sendable {
    /// Whether the buyer holds a phone.
    package let isPhone: Bool
    /// The buyer's IP address as the proxy tells it; empty when it is not known.
    package let address: String
    /// What counts as one buyer's network, such as an IPv4 /24; nil when it is not known, so that
    /// nobody stands back for strangers.
    package let network: String?
    /// The app whose browser it is; nil for a browser of its own.
    package let app: BuyerApp?
    /// Whether the checkout is not for the line yet: it stands aside until its buyer says who they
    /// are, or comes with another browser.
    package let standsAside: Bool

    package init(
      isPhone: Bool,
      address: String,
      network: String?,
      app: BuyerApp? = nil,
      standsAside: Bool = false
    ) {
      self.isPhone = isPhone
      self.address = address
      self.network = network
      self.app = app
      self.standsAside = standsAside
    }
  }
}

extension Checkout {
  /// A checkout whose turn it is: everything that its provider is told.
  package struct DueOpening: Equatable, Sendable {
    package let checkout: Checkout
    package let isPhone: Bool
    /// The buyer's IP address; empty when it is not known.
    package let address: String
    /// The app whose browser the buyer has; nil for a browser of its own.
    package let app: BuyerApp?
    /// Who the buyer is to that app, as far as it has said; nil where nobody asked.
    package let payer: Checkout.Payer?
    /// This attempt's number, from 1.
    package let attempt: Int

    package init(
      checkout: Checkout,
      isPhone: Bool,
      address: String,
      app: BuyerApp? = nil,
      payer: Checkout.Payer? = nil,
      attempt: Int
    ) {
      self.checkout = checkout
      self.isPhone = isPhone
      self.address = address
      self.app = app
      self.payer = payer
      self.attempt = attempt
    }
  }
}

extension Checkout {
  /// How far it is known who a buyer is to an app; kept sealed.
  package enum Payer: Equatable, Sendable {
    /// A code that the app gave, good once, for which it tells who.
    case told(code: String)
    /// The app's own name of the buyer.
    case known(id: String)
  }
}
