extension Checkout {
  /// How far the opening of a checkout at its provider has come; until the provider has it, it
  /// waits in the queue.
  package struct Opening: Equatable, Sendable {
    /// Where a checkout stands in the queue.
    package enum State: String, CaseIterable, Sendable {
      /// In the queue, or being opened. Followed by any of the others but `aside`.
      case waiting
      /// Not in the queue yet: its buyer has to say who they are, or to come with another browser.
      case aside
      /// Its buyer has left the page: it is not opened until the page is read again.
      case away
      /// The provider has it and has said how to pay.
      case opened
      /// The provider refuses it for good; only a new order helps.
      case refused
      /// Its time in the queue ended before the provider had it.
      case late
    }

    /// Where it stands in the queue.
    package let state: State
    /// How often the provider was asked to open it.
    package let attempts: Int
    /// When the provider is asked next, or later if it rests for longer.
    package let dueAt: Timestamp
    /// When it entered the queue.
    package let enteredAt: Timestamp

    package init(state: State, attempts: Int, dueAt: Timestamp, enteredAt: Timestamp) {
      self.state = state
      self.attempts = attempts
      self.dueAt = dueAt
      self.enteredAt = enteredAt
    }
  }
}

/// An app with a browser of its own, where that decides how its buyers can pay.
package enum BuyerApp: String, CaseIterable, Sendable {
  case wechat
  case alipay
  /// WeChat's browser without WeChat's payment: WeCom's, or the web-view of a mini program.
  case webView
}

extension Checkout {
  /// What the provider and a fair queue need to know of who orders.
  package struct Buyer: Equatable, Sendable {
    /// Whether the buyer uses a phone.
    package let isPhone: Bool
    /// The buyer's IP address as the proxy passes it on; empty when unknown.
    package let address: String
    /// What counts as one buyer's network, such as an IPv4 /24; nil when unknown, so that nobody is
    /// placed behind strangers.
    package let network: String?
    /// The app whose browser the buyer uses; nil for a separate browser.
    package let app: BuyerApp?
    /// Whether the checkout begins as `aside`: its buyer has to say who they are, or to come with
    /// another browser.
    package let standsAside: Bool
    /// What the browser is given to know it by, if it orders; nil where there is none.
    package let browser: BrowserToken?
    /// What it was given for what it ordered before.
    package let known: [BrowserToken]

    package init(
      isPhone: Bool,
      address: String,
      network: String?,
      app: BuyerApp? = nil,
      standsAside: Bool = false,
      browser: BrowserToken? = nil,
      known: [BrowserToken] = []
    ) {
      self.isPhone = isPhone
      self.address = address
      self.network = network
      self.app = app
      self.standsAside = standsAside
      self.browser = browser
      self.known = known
    }
  }

  /// A checkout that is to be opened, with everything that its provider is told.
  package struct DueOpening: Equatable, Sendable {
    /// The checkout to take money for.
    package let checkout: Checkout
    /// Whether the buyer uses a phone.
    package let isPhone: Bool
    /// The buyer's IP address; empty when it is not known.
    package let address: String
    /// The app whose browser the buyer uses; nil for a separate browser.
    package let app: BuyerApp?
    /// Who the buyer is to that app, as far as it has said; nil where it was not asked.
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

  /// What an app has said of who a buyer is; kept sealed.
  package enum Payer: Equatable, Sendable {
    /// A code of the app, good for one use, that is exchanged for the buyer's ID.
    case told(code: String)
    /// The app's ID of the buyer.
    case known(id: String)
  }
}

/// When the checkouts in the queue are opened, and how long each waits.
package enum OpeningSchedule {
  /// The longest that a checkout waits for its provider; after that its buyer orders again.
  package static let queueSeconds: Int64 = 10 * 60
  /// A checkout whose page was not read for this long has no buyer.
  package static let awaySeconds: Int64 = 3 * 60
  /// The same form within this time is a double click, not a second order.
  package static let sameFormSeconds: Int64 = 10
  /// How long a call under way keeps others from opening the same checkout; longer than any takes.
  package static let callSeconds: Int64 = 180
  /// The pause after the first failure; it doubles with each, up to `longestRestSeconds`.
  static let firstRestSeconds: Int64 = 1
  static let longestRestSeconds: Int64 = 30
  /// The most earlier checkouts of the same network or address that are counted.
  ///
  /// It bounds how far later buyers may overtake.
  package static let mostEarlier = 120

  /// The moment that decides a checkout's place: its arrival, and a second more for each that
  /// already waits from the same network or for the same address.
  ///
  /// First come, first served; but a buyer who orders a hundred times is overtaken by everybody who
  /// comes within the next hundred seconds, and still waits for a bounded time.
  package static func place(enteredAt: Timestamp, earlier: Int) -> Timestamp {
    enteredAt.advanced(seconds: Int64(min(max(earlier, 0), mostEarlier)))
  }

  /// When the provider is asked again after an attempt of that number failed.
  package static func retry(after attempt: Int, at now: Timestamp) -> Timestamp {
    let doublings = min(max(attempt - 1, 0), 16)
    return now.advanced(seconds: min(firstRestSeconds << Int64(doublings), longestRestSeconds))
  }

  /// When the time in the queue of a checkout that entered at that moment is over.
  package static func end(enteredAt: Timestamp) -> Timestamp {
    enteredAt.advanced(seconds: queueSeconds)
  }

  /// How many seconds the page of a checkout in the queue waits before it loads again; more as time
  /// goes by.
  package static func refreshSeconds(enteredAt: Timestamp, at now: Timestamp) -> Int64 {
    switch (now.milliseconds - enteredAt.milliseconds) / 1000 {
    case ..<6: 1
    case ..<30: 3
    case ..<120: 5
    default: 10
    }
  }
}
