import Payments
package import Shop

/// Everything that can be asked of the worker over HTTP; anything else does not exist.
package enum Route: Equatable, Sendable {
  case webhook(Provider)
  case checkout
  /// Where a checkout stands, and what its buyer does next.
  case checkoutPage(Reference)
  /// Where the page's button leads: on to the provider.
  case checkoutGo(Reference)
  /// Where an app leads that was asked who the buyer is.
  case checkoutPayer(Reference)
  /// Where the provider sends the buyer back to.
  case checkoutReturn(Reference)
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
    case "/orders/lookup": self = .lookup
    case "/stock.json": self = .stock
    case "/healthz": self = .alive
    case "/readyz": self = .ready
    default:
      if path.hasPrefix("/assets/") {
        self = .asset(path)
        return
      }
      if path.hasPrefix("/checkouts/") {
        self.init(checkoutPath: path.dropFirst(11))
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

  /// `REFERENCE`, `REFERENCE/pay`, `REFERENCE/payer` or `REFERENCE/return`.
  private init?(checkoutPath path: Substring) {
    let parts = path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let reference = Reference(String(parts[0])) else { return nil }
    switch parts.dropFirst().first {
    case nil: self = .checkoutPage(reference)
    case "pay": self = .checkoutGo(reference)
    case "payer": self = .checkoutPayer(reference)
    case "return": self = .checkoutReturn(reference)
    default: return nil
    }
  }

  /// The methods that the route answers; `HEAD` goes where `GET` goes.
  package var methods: [String] {
    switch self {
    case .webhook(let provider): AdapterTable.facts(of: provider)?.webhookMethods ?? ["POST"]
    case .checkout: ["POST"]
    // Some providers send their buyers back with a form.
    case .checkoutReturn: ["GET", "POST"]
    case .order, .lookup: ["GET", "HEAD", "POST"]
    // An address that acts on what it brings is followed, and not looked at.
    case .checkoutPayer: ["GET"]
    case .checkoutPage, .checkoutGo, .stock, .alive, .ready, .asset: ["GET", "HEAD"]
    }
  }

  /// The largest body that the route reads, in bytes.
  ///
  /// The largest webhook that a provider documents is below 256 KiB.
  package var longestBody: Int {
    switch self {
    case .webhook(let provider): AdapterTable.facts(of: provider)?.longestWebhook ?? 0
    case .checkoutReturn: 64 << 10
    case .checkout, .order, .lookup: 16 << 10
    case .checkoutPage, .checkoutGo, .checkoutPayer, .stock, .alive, .ready, .asset: 0
    }
  }

  /// The path as logs may show it: an order's address is a secret.
  package var logged: String {
    switch self {
    case .webhook(let provider): "/webhooks/\(provider.rawValue)"
    case .checkout: "/checkout"
    case .checkoutPage: "/checkouts/…"
    case .checkoutGo: "/checkouts/…/pay"
    case .checkoutPayer: "/checkouts/…/payer"
    case .checkoutReturn: "/checkouts/…/return"
    case .order: "/orders/…"
    case .lookup: "/orders/lookup"
    case .stock: "/stock.json"
    case .alive: "/healthz"
    case .ready: "/readyz"
    case .asset: "/assets/…"
    }
  }
}
