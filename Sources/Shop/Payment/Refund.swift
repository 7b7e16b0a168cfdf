/// Money that a provider gave back.
package struct Refund: Equatable, Sendable {
  /// The provider's ID of this refund; nil where `amount` is all that was given back so far.
  ///
  /// With an ID the amount is this refund's alone, and the total is the sum over the IDs; without
  /// one it is a maximum. Both ways repeats and disorder commute (I5).
  package let id: String?
  package let amount: Money
  /// Whether it holds although its failure was told before, as where a provider tries again.
  package let isLastWord: Bool

  package init(id: String?, amount: Money, isLastWord: Bool = false) {
    self.id = id
    self.amount = amount
    self.isLastWord = isLastWord
  }
}
