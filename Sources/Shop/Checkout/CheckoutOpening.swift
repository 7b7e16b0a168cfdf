/// How a checkout is on its way to its provider: it waits in line until the provider has opened it.
package struct CheckoutOpening: Equatable, Sendable {
  /// Where it stands in line.
  package enum State: String, CaseIterable, Sendable {
    /// In line, or being opened this moment. Followed by any of the others.
    case waiting
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

  package init(state: State, attempts: Int, dueAt: Timestamp) {
    self.state = state
    self.attempts = attempts
    self.dueAt = dueAt
  }
}

/// Who orders, as far as the provider and a fair line need to know.
package struct Visitor: Equatable, Sendable {
  /// Whether the buyer holds a phone.
  package let isPhone: Bool
  /// The buyer's IP address as the proxy tells it; empty when it is not known.
  package let address: String
  /// What counts as one buyer's network, such as an IPv4 /24; nil when it is not known, so that
  /// nobody stands back for strangers.
  package let network: String?

  package init(isPhone: Bool, address: String, network: String?) {
    self.isPhone = isPhone
    self.address = address
    self.network = network
  }
}

/// A checkout whose turn it is: everything that its provider is told.
package struct DueOpening: Equatable, Sendable {
  package let checkout: Checkout
  package let isPhone: Bool
  /// The buyer's IP address; empty when it is not known.
  package let address: String
  /// This attempt's number, from 1.
  package let attempt: Int

  package init(checkout: Checkout, isPhone: Bool, address: String, attempt: Int) {
    self.checkout = checkout
    self.isPhone = isPhone
    self.address = address
    self.attempt = attempt
  }
}
