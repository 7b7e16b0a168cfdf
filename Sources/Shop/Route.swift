/// Every address of the worker over HTTP; any other address is answered as not found.
///
/// The one place that knows paths: the worker finds a route by them, and pages, letters and
/// providers are given what `path` says.
package enum Route: Equatable, Sendable {
  case webhook(Provider)
  case checkout
  /// Where a checkout stands, and what its buyer does next.
  case checkoutPage(Reference)
  /// The target of that page's button: redirects to the provider.
  case checkoutPay(Reference)
  /// Where an app sends the buyer back to after it was asked who they are.
  case checkoutPayer(Reference)
  /// Where the provider sends the buyer back to.
  case checkoutReturn(Reference)
  /// Where the provider sends a buyer who turned back.
  case checkoutCancelled(Reference)
  case order(OrderToken)
  /// Where an order that waits is cancelled.
  case orderCancel(OrderToken)
  case lookup
  case stock
  case alive
  case ready
  /// A file by its path, whose name holds its content's hash; the worker knows which exist.
  case asset(String)

  /// Finds the route of a path, without its query.
  package init?(path: String) {
    let fixed: [Route] = [.checkout, .lookup, .stock, .alive, .ready]
    if let route = fixed.first(where: { $0.path == path }) {
      self = route
    } else if path.hasPrefix(Folder.assets) {
      self = .asset(path)
    } else if path.hasPrefix(Folder.checkouts) {
      self.init(checkoutPath: path.dropFirst(Folder.checkouts.count))
    } else if path.hasPrefix(Folder.webhooks) {
      let name = String(path.dropFirst(Folder.webhooks.count))
      guard let provider = Provider(rawValue: name), provider != .manual else { return nil }
      self = .webhook(provider)
    } else {
      guard path.hasPrefix(Folder.orders) else { return nil }
      self.init(orderPath: path.dropFirst(Folder.orders.count))
    }
  }

  /// `TOKEN`, or `TOKEN/cancel`.
  private init?(orderPath path: Substring) {
    let parts = path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let token = OrderToken(String(parts[0])) else { return nil }
    switch parts.dropFirst().first {
    case nil: self = .order(token)
    case "cancel": self = .orderCancel(token)
    default: return nil
    }
  }

  /// `REFERENCE`, `REFERENCE/pay`, `REFERENCE/payer`, `REFERENCE/return` or
  /// `REFERENCE/cancelled`.
  private init?(checkoutPath path: Substring) {
    let parts = path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let reference = Reference(String(parts[0])) else { return nil }
    switch parts.dropFirst().first {
    case nil: self = .checkoutPage(reference)
    case "pay": self = .checkoutPay(reference)
    case "payer": self = .checkoutPayer(reference)
    case "return": self = .checkoutReturn(reference)
    case "cancelled": self = .checkoutCancelled(reference)
    default: return nil
    }
  }

  /// The path that leads there; an order's holds a secret.
  package var path: String {
    switch self {
    case .webhook(let provider): Folder.webhooks + provider.rawValue
    case .checkout: "/checkout"
    case .checkoutPage(let reference): Folder.checkouts + reference.text
    case .checkoutPay(let reference): Folder.checkouts + reference.text + "/pay"
    case .checkoutPayer(let reference): Folder.checkouts + reference.text + "/payer"
    case .checkoutReturn(let reference): Folder.checkouts + reference.text + "/return"
    case .checkoutCancelled(let reference): Folder.checkouts + reference.text + "/cancelled"
    case .order(let token): Folder.orders + token.text
    case .orderCancel(let token): Folder.orders + token.text + "/cancel"
    case .lookup: Folder.orders + "lookup"
    case .stock: "/stock.json"
    case .alive: "/healthz"
    case .ready: "/readyz"
    case .asset(let path): path
    }
  }

  /// The path as logs may show it.
  package var logged: String {
    switch self {
    case .webhook, .checkout, .lookup, .stock, .alive, .ready: path
    case .checkoutPage: Folder.checkouts + "…"
    case .checkoutPay: Folder.checkouts + "…/pay"
    case .checkoutPayer: Folder.checkouts + "…/payer"
    case .checkoutReturn: Folder.checkouts + "…/return"
    case .checkoutCancelled: Folder.checkouts + "…/cancelled"
    case .order: Folder.orders + "…"
    case .orderCancel: Folder.orders + "…/cancel"
    case .asset: Folder.assets + "…"
    }
  }

  /// The route of a file of that name.
  package static func asset(named name: String) -> Route { .asset(Folder.assets + name) }

  private enum Folder {
    static let assets = "/assets/"
    static let checkouts = "/checkouts/"
    static let orders = "/orders/"
    static let webhooks = "/webhooks/"
  }
}
