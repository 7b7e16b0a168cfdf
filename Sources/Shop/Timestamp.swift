/// A moment: whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Sortable, exact, and the same integer in SQLite. The domain never reads a clock; callers pass
/// the moment in.
package struct Timestamp: Hashable, Comparable, Sendable {
  /// Since 1970-01-01T00:00:00Z; negative before.
  package let milliseconds: Int64

  package init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// A moment given in whole seconds since 1970, as payment providers write it.
  package init(seconds: Int64) {
    milliseconds = seconds * 1000
  }

  /// Whole seconds since 1970, rounded down.
  package var seconds: Int64 {
    milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
  }

  /// The moment that many milliseconds later; earlier when negative.
  package func advanced(milliseconds delta: Int64) -> Timestamp {
    Timestamp(milliseconds: milliseconds + delta)
  }

  /// The moment that many whole seconds later; earlier when negative.
  package func advanced(seconds delta: Int64) -> Timestamp {
    advanced(milliseconds: delta * 1000)
  }

  /// The earlier is the lesser.
  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.milliseconds < right.milliseconds
  }
}
