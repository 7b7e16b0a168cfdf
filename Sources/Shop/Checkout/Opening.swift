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

    /// Where it stands in line.
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

  /// A checkout whose turn it is: everything that its provider is told.
  package struct DueOpening: Equatable, Sendable {
    /// What the provider is to take money for.
    package let checkout: Checkout
    /// Whether the buyer holds a phone.
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

  /// How far it is known who a buyer is to an app; kept sealed.
  package enum Payer: Equatable, Sendable {
    /// A code that the app gave, good once, for which it tells who.
    case told(code: String)
    /// The app's own name of the buyer.
    case known(id: String)
  }
}

/// Who in the line is opened when, and for how long anybody waits.
package enum OpeningSchedule {
  /// The longest that a checkout waits for its provider; after that its buyer orders again.
  package static let lineSeconds: Int64 = 10 * 60
  /// A page that was not looked at for this long has no buyer any more.
  package static let awaySeconds: Int64 = 3 * 60
  /// The same form again within this time is a double click, and no second order.
  package static let sameFormSeconds: Int64 = 10
  /// Longer than any call takes: until then nobody repeats it.
  package static let callSeconds: Int64 = 180
  /// The rest after the first failure; it doubles with each, up to `longestRestSeconds`.
  static let firstRestSeconds: Int64 = 1
  static let longestRestSeconds: Int64 = 30
  /// How many earlier ones of the same network or address count at most.
  ///
  /// It bounds how long those who come later may be let past.
  package static let mostEarlier = 120

  /// The moment that a checkout counts as having come at: a second later for each that waits
  /// already from the same network or for the same address.
  ///
  /// First come, first served; but who orders a hundred times lets everybody past who comes within
  /// the next hundred seconds, and nobody waits for ever.
  package static func place(enteredAt: Timestamp, earlier: Int) -> Timestamp {
    enteredAt.advanced(seconds: Int64(min(max(earlier, 0), mostEarlier)))
  }

  /// When the provider is asked again after an attempt of that number failed.
  package static func retry(after attempt: Int, at now: Timestamp) -> Timestamp {
    let doublings = min(max(attempt - 1, 0), 16)
    return now.advanced(seconds: min(firstRestSeconds << Int64(doublings), longestRestSeconds))
  }

  /// When a checkout that came at that moment waits no longer.
  package static func end(enteredAt: Timestamp) -> Timestamp {
    enteredAt.advanced(seconds: lineSeconds)
  }

  /// In how many seconds the page of a checkout in line looks again: soon at first, later less
  /// often.
  package static func refreshSeconds(enteredAt: Timestamp, at now: Timestamp) -> Int64 {
    switch (now.milliseconds - enteredAt.milliseconds) / 1000 {
    case ..<6: 1
    case ..<30: 3
    case ..<120: 5
    default: 10
    }
  }
}
