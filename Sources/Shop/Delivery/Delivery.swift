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

/// The letter that tells the operator, at most once a day, which messages failed for good.
package struct FailureDigest: Equatable, Sendable {
  /// The most rows of one letter; the command line lists the rest.
  package static let mostRows = 50
  /// How long failures are collected before the first letter about them.
  package static let gatherSeconds: Int64 = 3_600
  /// The shortest time between the beginnings of two letters.
  package static let secondsBetween: Int64 = 86_400
  /// How long a letter rests that did not get through.
  package static let secondsUntilRetry: Int64 = 900

  /// Its row, by which it is recorded as sent.
  package let id: Int64
  /// When its first failure was noticed; names the letter, so that a repeat is recognized.
  package let begunAt: Timestamp
  /// Failures that no letter has listed yet and that still wait, oldest first.
  package let failures: [Delivery]
  /// How many more such failures there are.
  package let more: Int
  /// How many failures of earlier letters still wait.
  package let older: Int

  package init(
    id: Int64,
    begunAt: Timestamp,
    failures: [Delivery],
    more: Int,
    older: Int
  ) {
    self.id = id
    self.begunAt = begunAt
    self.failures = failures
    self.more = more
    self.older = older
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
