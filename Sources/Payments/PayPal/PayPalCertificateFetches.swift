import Shop

/// Decides which certificates are fetched, so that names that somebody makes up keep nobody from
/// learning the genuine one.
///
/// A webhook names its certificate before anybody can know whether it is genuine. So there is a
/// budget for names that come for the first time, and a reserve for those that were turned away and
/// come again, longest first: PayPal repeats its webhooks, all under the one name of its new
/// certificate. A name that turned out useless rests. All lists are bounded.
struct PayPalCertificateFetches: Sendable {
  /// Fetches of the last minute.
  private var fetches: [(name: String, at: Timestamp, isReserve: Bool)] = []
  /// Names that led to nothing, and until when they are not asked for.
  private var resting: [String: Timestamp] = [:]
  /// Names that came when the budget was used up, and when they first did.
  private var turnedAway: [String: Timestamp] = [:]

  static let mostPerMinute = 20
  static let reservePerMinute = 10
  /// Several webhooks may name a new certificate at once, and a fetch may fail in passing.
  static let mostPerNameAndMinute = 3
  static let restSeconds: Int64 = 600
  static let mostResting = 1_024
  static let mostTurnedAway = 256

  /// Whether that certificate may be fetched now; counts as a fetch if so.
  mutating func allows(_ name: String, at now: Timestamp) -> Bool {
    fetches.removeAll { $0.at <= now.advanced(seconds: -60) || $0.at > now }
    if let end = resting[name] {
      guard end <= now || end > now.advanced(seconds: Self.restSeconds) else { return false }
      resting[name] = nil
    }
    guard fetches.filter({ $0.name == name }).count < Self.mostPerNameAndMinute else {
      return false
    }
    if fetches.filter({ !$0.isReserve }).count < Self.mostPerMinute {
      begin(name, at: now, isReserve: false)
      return true
    }
    let isNext = isLongestTurnedAway(name, at: now)
    guard isNext, fetches.filter(\.isReserve).count < Self.reservePerMinute else {
      turnAway(name, at: now)
      return false
    }
    begin(name, at: now, isReserve: true)
    return true
  }

  /// Lets a name rest that led to no certificate of PayPal's.
  mutating func rest(_ name: String, at now: Timestamp) {
    if resting.count >= Self.mostResting, let first = resting.min(by: { $0.value < $1.value }) {
      resting[first.key] = nil
    }
    resting[name] = now.advanced(seconds: Self.restSeconds)
  }

  private mutating func begin(_ name: String, at now: Timestamp, isReserve: Bool) {
    turnedAway[name] = nil
    fetches.append((name, now, isReserve))
  }

  private mutating func turnAway(_ name: String, at now: Timestamp) {
    // Whoever does not come again for as long makes room.
    turnedAway = turnedAway.filter { $0.value > now.advanced(seconds: -Self.restSeconds) }
    guard turnedAway[name] == nil, turnedAway.count < Self.mostTurnedAway else { return }
    turnedAway[name] = now
  }

  /// Whether it is among those that were turned away first, as many as the reserve has places.
  private func isLongestTurnedAway(_ name: String, at now: Timestamp) -> Bool {
    guard let first = turnedAway[name] else { return false }
    let before = turnedAway.filter { $0.value < first }.count
    return before < Self.reservePerMinute
  }
}
