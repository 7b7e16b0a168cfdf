import Payments
import Shop
import Storage

/// Where a checkout stands, as its page tells the buyer.
enum CheckoutState: Equatable, Sendable {
  /// Not paid; the step leads on to pay.
  case waiting(PayStep)
  /// The provider declined what the buyer approved; another card may work.
  case declined(PayStep)
  /// The buyer came back; the provider has not said yet that it has the money.
  case confirming(PayStep)
  /// The buyer goes to this address first, where an app tells the worker who they are.
  case identifying(url: String)
  /// The provider has the money and has not finished the payment.
  case underWay
  /// It cannot be paid in the browser that the buyer has.
  case wrongBrowser(RequiredBrowser)
  /// It waits for its provider.
  case inLine(QueuePosition)
  /// The provider refuses it for good.
  case refused
  /// The provider could not be reached in time.
  case unready
  case expired
  /// Paid, and an order.
  case paid(OrderState)
  /// Money came, and a person must look at it first.
  case checked

  /// Decides by money first, then by expiry, then by what can still be done; `step` leads to pay.
  init(
    _ view: Checkout.BuyerView,
    step: PayStep?,
    isShutOut: Bool = false,
    isConfirming: Bool,
    position: QueuePosition?,
    at now: Timestamp
  ) {
    if let order = view.order {
      self = .paid(OrderState(standing: order.standing, fulfilment: order.fulfilment))
    } else if view.isHeld {
      self = .checked
    } else if view.underWay != nil {
      self = .underWay
    } else if view.step == nil, let opening = view.opening {
      self = opening.state == .refused ? .refused : position.map { .inLine($0) } ?? .unready
    } else if view.isExpired || view.checkout.expiresAt <= now {
      self = .expired
    } else if let step, isConfirming {
      self = .confirming(step)
    } else if view.checkout.payUntil <= now {
      self = .expired
    } else if let step {
      let isDeclined = view.declinedAt != nil
      self =
        isShutOut ? .wrongBrowser(.browser) : isDeclined ? .declined(step) : .waiting(step)
    } else {
      self = .unready
    }
  }
}

/// Where a checkout can be paid that cannot be paid in this browser.
enum RequiredBrowser: Equatable, Sendable {
  /// In an ordinary browser, outside the app.
  case browser
  /// In the browser inside the app, where it was begun.
  case app
}

extension CheckoutState {
  /// The state's name in the page's markup, which tests read.
  var word: String {
    switch self {
    case .waiting, .unready: "open"
    case .declined: "declined"
    case .identifying: "open"
    case .underWay: "underway"
    case .wrongBrowser: "elsewhere"
    case .inLine: "line"
    case .refused: "refused"
    case .confirming: "confirming"
    case .expired: "expired"
    case .checked, .paid(.checked), .paid(.disputed): "held"
    case .paid(.refunded): "refunded"
    case .paid(.cancelled): "cancelled"
    case .paid: "paid"
    }
  }
}
