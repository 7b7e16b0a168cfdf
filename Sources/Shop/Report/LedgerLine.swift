/// One entry of the ledger, as a person reads it: who did what to what, and when; never a secret.
package struct LedgerLine: Equatable, Sendable {
  /// Counted from 1, without a gap.
  package let number: Int64
  /// By the vault's clock, which does not run backwards.
  package let at: Timestamp
  /// `worker`, `buyer`, or `operator` with a name and a user ID.
  package let actor: String
  /// The act in a word, such as `replace`.
  package let action: String
  /// What the act was done to, such as `order 7K…`.
  package let object: String
  /// Further facts, on one line; may be empty.
  package let detail: String

  package init(
    number: Int64,
    at: Timestamp,
    actor: String,
    action: String,
    object: String,
    detail: String
  ) {
    self.number = number
    self.at = at
    self.actor = actor
    self.action = action
    self.object = object
    self.detail = detail
  }
}

/// Which entries of the ledger are listed.
package struct LedgerFilter: Equatable, Sendable {
  /// Those about one order: its checkout, payment, codes and mails; nil for all.
  package let order: Reference?
  /// An operator's name, `worker` or `buyer`; `operator` for every person; nil for all.
  package let actor: String?
  /// The first moment; nil for no beginning.
  package let since: Timestamp?
  /// The last moment; nil for no end.
  package let until: Timestamp?
  /// The number that the page begins after, going back; nil for the newest.
  package let after: Int64?
  /// The most entries on the page.
  package let limit: Int

  package init(
    order: Reference? = nil,
    actor: String? = nil,
    since: Timestamp? = nil,
    until: Timestamp? = nil,
    after: Int64? = nil,
    limit: Int = 50
  ) {
    self.order = order
    self.actor = actor
    self.since = since
    self.until = until
    self.after = after
    self.limit = limit
  }
}
