extension Payment {
  /// How far a payment has come; merged by maximum rank, so that repeats and disorder commute (I5).
  package enum State: String, CaseIterable, Sendable, Comparable {
    /// The provider was asked for a session.
    case created
    /// Authorised or processing.
    case pending
    /// Failed; may still be overtaken by `paid`.
    case failed
    /// Expired; may still be overtaken by `paid`.
    case expired
    /// Verified success with everything equal.
    case paid
    /// Some of it was given back. Deliverable only where a person said what for.
    case partRefunded
    /// All of it was given back. Not deliverable. Final.
    case refunded

    /// The order of the lattice; `failed` and `expired` are told apart but outrank nothing that
    /// pays.
    package var rank: Int {
      switch self {
      case .created: 0
      case .pending: 1
      case .failed, .expired: 2
      case .paid: 3
      case .partRefunded: 4
      case .refunded: 5
      }
    }

    package static func < (left: Payment.State, right: Payment.State) -> Bool {
      left.rank < right.rank
    }

    /// The state after both were heard, in either order.
    package func merged(with other: Payment.State) -> Payment.State {
      other > self ? other : self
    }
  }
}
