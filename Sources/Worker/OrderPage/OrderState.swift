package import Shop

/// An order's three facts, told to its buyer as one.
package enum OrderState: Equatable, Sendable {
  /// Paid; an import will serve it.
  case waiting
  /// Paid; a person must look first.
  case checked
  /// The codes can be shown.
  case ready
  /// They were mailed or shown, and can be shown again.
  case delivered
  case refunded
  case disputed

  /// An order whose codes are all being replaced waits for stock as one that never had any.
  init(_ view: Order.BuyerView) {
    let state = OrderState(standing: view.standing, fulfilment: view.fulfilment)
    self = state.showsCodes && !view.hasCodes ? .waiting : state
  }

  /// Money that went back outranks everything, then doubt, then stock.
  package init(standing: Order.Standing, fulfilment: Order.Fulfilment) {
    if standing.payment == .refunded {
      self = .refunded
    } else if standing.dispute == .lost || standing.dispute == .open {
      self = .disputed
    } else if !standing.isDeliverable {
      self = .checked
    } else {
      self =
        switch fulfilment {
        case .backorder: .waiting
        case .allocated: .ready
        case .delivered: .delivered
        case .blocked: .checked
        case .revoked: .refunded
        }
    }
  }

  /// Whether a button may offer the codes; `reveal` decides again.
  package var showsCodes: Bool { self == .ready || self == .delivered }

  /// The one sentence on top of the page.
  func sentence(_ words: Words) -> String {
    switch self {
    case .waiting: words.stateWaiting
    case .checked: words.stateChecked
    case .ready: words.stateReady
    case .delivered: words.stateDelivered
    case .refunded: words.stateRefunded
    case .disputed: words.stateRevoked
    }
  }
}
