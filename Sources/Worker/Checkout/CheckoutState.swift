import Payments
import Shop
import Storage

/// Where a checkout stands, as its buyer is told.
enum CheckoutState: Equatable, Sendable {
  /// Nobody has paid; this is how.
  case waiting(PayStep)
  /// The provider would not take what the buyer had approved; another card may do.
  case declined(PayStep)
  /// The buyer came back; the provider has not said yet that it has the money.
  case confirming(PayStep)
  /// An app says who the buyer is, at this address, before its provider is asked.
  case identifying(url: String)
  /// It cannot be paid in the browser that the buyer has.
  case wrongBrowser(RightBrowser)
  /// Its provider is not ready yet.
  case inLine(QueueOutlook)
  /// The provider does not want it.
  case refused
  /// The provider was never reached.
  case unready
  case expired
  /// Paid, and an order.
  case paid(OrderState)
  /// Money came and a person looks at it first.
  case checked

  /// Money outranks time, and time outranks what might still be done; `step` leads on to pay.
  init(
    _ view: Checkout.BuyerView,
    step: PayStep?,
    isShutOut: Bool = false,
    isConfirming: Bool,
    outlook: QueueOutlook?,
    at now: Timestamp
  ) {
    if let order = view.order {
      self = .paid(OrderState(standing: order.standing, fulfilment: order.fulfilment))
    } else if view.isHeld {
      self = .checked
    } else if view.step == nil, let opening = view.opening {
      self = opening.state == .refused ? .refused : outlook.map { .inLine($0) } ?? .unready
    } else if view.isExpired || view.checkout.expiresAt <= now {
      self = .expired
    } else if let step {
      let isDeclined = view.declinedAt != nil
      self =
        isConfirming
        ? .confirming(step)
        : isShutOut ? .wrongBrowser(.browser) : isDeclined ? .declined(step) : .waiting(step)
    } else {
      self = .unready
    }
  }
}

/// Where a checkout can be paid that cannot be paid here.
enum RightBrowser: Equatable, Sendable {
  /// In a browser of its own.
  case browser
  /// In the app's own browser, where it was begun.
  case app
}

extension CheckoutState {
  /// The state as the page's markup names it, for checks.
  var word: String {
    switch self {
    case .waiting, .unready: "open"
    case .declined: "declined"
    case .identifying: "open"
    case .wrongBrowser: "elsewhere"
    case .inLine: "line"
    case .refused: "refused"
    case .confirming: "confirming"
    case .expired: "expired"
    case .checked, .paid(.checked), .paid(.disputed): "held"
    case .paid(.refunded): "refunded"
    case .paid: "paid"
    }
  }
}
