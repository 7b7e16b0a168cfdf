extension Order {
  /// Whether a person must look before codes go out.
  ///
  /// Successors: `clear` → `hold` → `clear`.
  package enum Risk: String, Sendable {
    case clear
    case hold
  }
}

extension Order {
  /// How far an order's hand-over has come.
  package enum Fulfilment: String, CaseIterable, Sendable {
    /// Paid, but the stock was short: waits for an import, first paid first served. → `allocated`
    case backorder
    /// Every unit has its code. → `delivered`, `revoked`
    case allocated
    /// The mail was handed over, or the codes were revealed. → `revoked`
    case delivered
    /// A refund, dispute or hold stands in the way. → `backorder`, `allocated` when it is lifted
    case blocked
    /// All refunded, or a dispute lost, after codes were bound: they are never sold again. Final.
    case revoked
  }
}

extension Order {
  /// The separate facts about an order that decide whether codes may leave (I5).
  package struct Standing: Equatable, Sendable {
    package let payment: Payment.State
    package let dispute: Dispute?
    package let risk: Order.Risk
    /// Whether a person said what all that went back did for: for units, or as goodwill.
    package let isRefundExplained: Bool

    package init(
      payment: Payment.State,
      dispute: Dispute?,
      risk: Order.Risk,
      isRefundExplained: Bool = false
    ) {
      self.payment = payment
      self.dispute = dispute
      self.risk = risk
      self.isRefundExplained = isRefundExplained
    }

    /// Whether what was paid is here: all of it, or all but what a person explained.
    package var isPaid: Bool {
      payment == .paid || (payment == .partRefunded && isRefundExplained)
    }

    /// Paid, nothing refunded but what is explained, no open or lost dispute, risk clear.
    package var isDeliverable: Bool {
      isPaid && (dispute == nil || dispute == .won) && risk == .clear
    }
  }
}
