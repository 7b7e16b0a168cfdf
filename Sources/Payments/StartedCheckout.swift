/// A checkout that the provider is ready to take money for.
package struct StartedCheckout: Equatable, Sendable {
  /// The provider's ID of it: `cs_…`.
  package let sessionID: String
  /// Where the buyer goes next: `https://…`; loopback with the mock provider.
  package let url: String

  package init(sessionID: String, url: String) {
    self.sessionID = sessionID
    self.url = url
  }
}

/// Why a checkout could not be started; never holds a key or an address.
package enum CheckoutError: Error, Equatable, CustomStringConvertible {
  /// Worth another try by the buyer: the network, a limit, the provider's own trouble.
  case temporary(String)
  /// The provider will not have it: settings or key are wrong.
  case refused(String)

  package var description: String {
    switch self {
    case .temporary(let detail): "temporary: \(detail)"
    case .refused(let detail): "refused: \(detail)"
    }
  }
}
