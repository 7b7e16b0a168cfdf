extension Delivery {
  /// Why a message is owed.
  package enum Purpose: String, CaseIterable, Sendable {
    /// The order got its codes: exactly one per order, ever.
    case order
    /// An operator had it sent once more.
    case resend
    /// The buyer asked for the order's link; carries no codes.
    case link
    /// The order, or one of its units whose code was no good, waits for stock; not sent any more
    /// once
    /// the codes have come.
    case waiting
    /// Money of the order went back; carries neither codes nor a link.
    case refunded

    /// Whether its message hands the order's codes over, and so needs an order that may be.
    package var handsOver: Bool { self == .order || self == .resend }

    /// Whether its message holds the link to the order.
    package var hasLink: Bool { self != .refunded }
  }
}

/// A delivery in a list for operators.
package struct Delivery: Equatable, Sendable {
  package let id: Int64
  package let reference: Reference
  package let purpose: Delivery.Purpose
  package let state: Delivery.State
  /// How often it was tried.
  package let attempts: Int
  /// When it is tried next, or given up as lost; nil when nothing is planned.
  package let dueAt: Timestamp?
  /// How the last attempt that failed ended.
  package let trouble: String?

  package init(
    id: Int64,
    reference: Reference,
    purpose: Delivery.Purpose,
    state: Delivery.State,
    attempts: Int,
    dueAt: Timestamp?,
    trouble: String?
  ) {
    self.id = id
    self.reference = reference
    self.purpose = purpose
    self.state = state
    self.attempts = attempts
    self.dueAt = dueAt
    self.trouble = trouble
  }
}
