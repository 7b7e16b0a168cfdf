/// What becomes of a buyer who wants more of a product than there is.
package enum WhenOut: String, CaseIterable, Sendable {
  /// They cannot order more than there is. Nothing is reserved before it is paid: of two who pay
  /// for the last one, the second waits.
  case stop
  /// Whoever pays waits: first paid, first served.
  case queue
}
