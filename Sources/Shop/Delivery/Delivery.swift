/// A delivery in a list for operators.
package struct Delivery: Equatable, Sendable {
  /// Its row, by which `deliveries retry` names it.
  package let id: Int64
  /// The order that the message is about.
  package let reference: Reference
  /// Why the message is owed.
  package let purpose: Delivery.Purpose
  /// Where the message stands.
  package let state: Delivery.State
  /// How many attempts were begun.
  package let attempts: Int
  /// When it is tried next, or counts as lost; nil when nothing is planned.
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

extension Delivery {
  /// Where the message owed for an order stands.
  package enum State: String, CaseIterable, Sendable {
    /// Waits for its first attempt. → `sending`, `blocked`
    case queued
    /// Claimed by a running worker; the retry is already planned. → `sent`, `written`,
    /// `retry`, `uncertain`, `failed`
    case sending
    /// The server took it: 250 after the final dot. Final.
    case sent
    /// Written into a folder instead of sent to a mail server: nobody received it. → `queued` by
    /// `deliveries retry`
    case written
    /// A temporary failure; due again. → `sending`, `failed`, `blocked`
    case retry
    /// The final dot was sent and no answer came, or the worker stopped while it was sent: it may
    /// have arrived. Repeated at most twice with the same bytes and Message-ID. → `sending`,
    /// `failed`
    case uncertain
    /// Refused for good, or given up. Waits for a person; the buyer still has the order page.
    /// → `queued` by `deliveries retry`
    case failed
    /// The order is not deliverable. → `queued` once it is, `superseded`
    case blocked
    /// It would say what no longer holds; another message replaces it. Final, unless it turns out
    /// to have arrived. → `sent`
    case superseded
  }
}

extension Delivery {
  /// Why a message is owed.
  package enum Purpose: String, CaseIterable, Sendable {
    /// The order got its codes: exactly one per order, ever.
    case order
    /// An operator had it sent once more.
    case resend
    /// The buyer asked for the order's link; carries no codes.
    case link
    /// The order, or one of its units whose code was useless, waits for stock; not sent once the
    /// codes have come.
    case waiting
    /// Money of the order went back; carries neither codes nor a link.
    case refunded

    /// Whether its message hands over codes, and so needs a deliverable order.
    package var handsOver: Bool { self == .order || self == .resend }

    /// Whether its message holds the link to the order.
    package var hasLink: Bool { self != .refunded }
  }
}

extension Delivery {
  /// The commands that mend a message that failed for good; they hold no buyer's address.
  package var remedies: [String] {
    [
      "cardstock-worker orders readdress \(reference) EMAIL",
      "cardstock-worker deliveries retry \(id)",
    ]
  }
}
