extension Delivery {
  /// Where the message owed for an order stands.
  package enum State: String, CaseIterable, Sendable {
    /// Waits for its first attempt. → `sending`, `blocked`
    case queued
    /// Claimed by a running worker; the retry is already on the books. → `sent`, `written`,
    /// `retry`,
    /// `uncertain`, `failed`
    case sending
    /// The server took it: 250 after the final dot. Final.
    case sent
    /// Written into a folder in place of a mail server: nobody got it. → `queued` by
    /// `deliveries retry`
    case written
    /// A temporary failure; due again. → `sending`, `failed`, `blocked`
    case retry
    /// The final dot was sent and no answer came, or the worker died while sending: it may have
    /// arrived. Repeated at most twice with the same bytes and Message-ID. → `sending`, `failed`
    case uncertain
    /// Refused for good, or given up. Waits for a person; the buyer still has the order page.
    /// → `queued` by `deliveries retry`
    case failed
    /// The order is not deliverable. → `queued` when it is again, `superseded`
    case blocked
    /// It would say what no longer holds: another message says what does. Final, unless it had
    /// arrived all the same. → `sent`
    case superseded
  }
}
