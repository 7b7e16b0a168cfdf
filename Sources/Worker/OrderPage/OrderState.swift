package import Shop

/// Where an order stands, as its page tells the buyer.
package enum OrderState: Equatable, Sendable {
  /// Paid; it waits for codes.
  case waiting
  /// Paid; a person must look at it first.
  case checked
  /// The codes can be shown.
  case ready
  /// They were mailed or shown, and can be shown again.
  case delivered
  case refunded
  case disputed
  /// The buyer cancelled it while it waited; the money is on its way, or a person sends it.
  case cancelled

  /// An order whose codes are all being replaced is `waiting`, like one that never had any.
  init(_ view: Order.BuyerView) {
    let state = OrderState(standing: view.standing, fulfilment: view.fulfilment)
    self = state.showsCodes && !view.hasCodes ? .waiting : state
  }

  /// Decides by refund first, then by dispute, cancellation, other doubts, then by fulfilment.
  package init(standing: Order.Standing, fulfilment: Order.Fulfilment) {
    if standing.payment == .refunded {
      self = .refunded
    } else if standing.dispute == .lost || standing.dispute == .open {
      self = .disputed
    } else if fulfilment == .cancelled {
      self = .cancelled
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
        case .cancelled: .cancelled
        }
    }
  }

  /// Whether the page offers a button for the codes; the `reveal` route checks again.
  package var showsCodes: Bool { self == .ready || self == .delivered }

  /// The sentence at the top of the page.
  func sentence(_ words: Words) -> String {
    switch self {
    case .waiting: words.stateWaiting
    case .checked: words.stateChecked
    case .ready: words.stateReady
    case .delivered: words.stateDelivered
    case .refunded: words.stateRefunded
    case .disputed: words.stateRevoked
    case .cancelled: words.stateCancelled
    }
  }
}
