package import Shop

/// Everything that can be asked of the worker over HTTP; anything else does not exist.
package enum Route: Equatable, Sendable {
  case webhook(Provider)
  case checkout
  /// Where the provider sends the buyer back to.
  case thanks
  case order(OrderToken)
  case lookup
  case stock
  case alive
  case ready
  /// A file whose name holds its content's hash; the desk knows which exist.
  case asset(String)

  /// Finds the route of a path, without its query.
  package init?(path: String) {
    switch path {
    case "/checkout": self = .checkout
    case "/thanks": self = .thanks
    case "/orders/lookup": self = .lookup
    case "/stock.json": self = .stock
    case "/healthz": self = .alive
    case "/readyz": self = .ready
    default:
      if path.hasPrefix("/assets/") {
        self = .asset(path)
        return
      }
      if path.hasPrefix("/webhooks/") {
        guard let provider = Provider(rawValue: String(path.dropFirst(10))), provider != .manual
        else { return nil }
        self = .webhook(provider)
        return
      }
      guard path.hasPrefix("/orders/"), let token = OrderToken(String(path.dropFirst(8))) else {
        return nil
      }
      self = .order(token)
    }
  }

  /// The methods that the route answers; `HEAD` goes where `GET` goes.
  package var methods: [String] {
    switch self {
    case .webhook, .checkout: ["POST"]
    case .order, .lookup: ["GET", "HEAD", "POST"]
    case .thanks, .stock, .alive, .ready, .asset: ["GET", "HEAD"]
    }
  }

  /// The largest body that the route reads, in bytes.
  ///
  /// The largest webhook that a provider documents is below 256 KiB.
  package var longestBody: Int {
    switch self {
    case .webhook: 1 << 20
    case .checkout, .order, .lookup: 16 << 10
    case .thanks, .stock, .alive, .ready, .asset: 0
    }
  }

  /// The path as logs may show it: an order's address is a secret.
  package var logged: String {
    switch self {
    case .webhook(let provider): "/webhooks/\(provider.rawValue)"
    case .checkout: "/checkout"
    case .thanks: "/thanks"
    case .order: "/orders/…"
    case .lookup: "/orders/lookup"
    case .stock: "/stock.json"
    case .alive: "/healthz"
    case .ready: "/readyz"
    case .asset: "/assets/…"
    }
  }
}
