/// Money that a provider gave back.
package struct Refund: Equatable, Sendable {
  /// The provider's ID of this refund; nil where `amount` is all that was given back so far.
  ///
  /// With an ID the amount is this refund's alone, and the total is the sum over the IDs; without
  /// one it is a maximum. Both ways repeats and disorder commute (I5).
  package let id: String?
  package let amount: Money

  package init(id: String?, amount: Money) {
    self.id = id
    self.amount = amount
  }
}
