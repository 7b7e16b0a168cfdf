/// Who in the line is opened when, and for how long anybody waits.
package enum OpeningSchedule {
  /// The longest that a checkout waits for its provider; after that its buyer orders again.
  package static let lineSeconds: Int64 = 10 * 60
  /// A page that was not looked at for this long has no buyer any more.
  package static let awaySeconds: Int64 = 3 * 60
  /// The same form again within this time is a double click, and no second order.
  package static let sameFormSeconds: Int64 = 10
  /// Longer than any call takes: until then nobody repeats it.
  package static let callSeconds: Int64 = 180
  /// The rest after the first failure; it doubles with each, up to `longestRestSeconds`.
  static let firstRestSeconds: Int64 = 1
  static let longestRestSeconds: Int64 = 30
  /// How many earlier ones of the same network or address count at most.
  ///
  /// It bounds how long those who come later may be let past.
  package static let mostEarlier = 120

  /// The moment that a checkout counts as having come at: a second later for each that waits
  /// already from the same network or for the same address.
  ///
  /// First come, first served; but who orders a hundred times lets everybody past who comes within
  /// the next hundred seconds, and nobody waits for ever.
  package static func place(enteredAt: Timestamp, earlier: Int) -> Timestamp {
    enteredAt.advanced(seconds: Int64(min(max(earlier, 0), mostEarlier)))
  }

  /// When the provider is asked again after an attempt of that number failed.
  package static func retry(after attempt: Int, at now: Timestamp) -> Timestamp {
    let doublings = min(max(attempt - 1, 0), 16)
    return now.advanced(seconds: min(firstRestSeconds << Int64(doublings), longestRestSeconds))
  }

  /// When a checkout that came at that moment waits no longer.
  package static func end(enteredAt: Timestamp) -> Timestamp {
    enteredAt.advanced(seconds: lineSeconds)
  }

  /// In how many seconds the page of a checkout in line looks again: soon at first, later less
  /// often.
  package static func refreshSeconds(enteredAt: Timestamp, at now: Timestamp) -> Int64 {
    switch (now.milliseconds - enteredAt.milliseconds) / 1000 {
    case ..<6: 1
    case ..<30: 3
    case ..<120: 5
    default: 10
    }
  }
}
