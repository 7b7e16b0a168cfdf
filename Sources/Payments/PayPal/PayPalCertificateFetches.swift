import Shop

/// Decides which certificates are fetched, so that invented names cannot keep the worker from
/// learning the genuine one.
///
/// A webhook names its certificate before it is known to be genuine. Only the network that it came
/// from is known, so fetches are shared out by networks:
///
/// - a network that genuine webhooks came from has fetches that no other network can take;
/// - all others share `commonPerMinute`: a network without a fetch in the last hour may use all of
///   it, and after each fetch a quarter of that. One network gets three in its first minute, and to
///   leave nothing for a new one takes more networks than there are fetches in an hour;
/// - a name that is refused and comes again waits in line for fetches of its own, those of the
///   networks with the fewest fetches first: PayPal repeats its webhooks under one name.
///
/// A name that led to nothing rests. All lists are bounded, and no step takes longer than their
/// length.
struct PayPalCertificateFetches: Sendable {
  private enum Share {
    case known, common, line
  }

  private struct Fetch {
    let name: String
    let network: IPNetwork?
    let at: Timestamp
    let share: Share
  }

  private struct Place {
    let network: IPNetwork?
    let since: Timestamp
    var cameAt: Timestamp
  }

  /// Fetches of the last hour, oldest first, from `hourBegin` on; of the last minute from
  /// `minuteBegin` on.
  private var fetches: [Fetch] = []
  private var hourBegin = 0
  private var minuteBegin = 0
  /// How many of these each network had; nil stands for an unknown network.
  private var served: [IPNetwork?: Int] = [:]
  /// Names that led to nothing, and until when they are not asked for.
  private var resting: [String: Timestamp] = [:]
  /// Networks that genuine webhooks came from, and when one last did.
  private var known: [IPNetwork: Timestamp] = [:]
  /// Names that were refused and came again.
  private var line: [String: Place] = [:]
  /// Hashes of names that were refused once: the latest set, and the one before it.
  private var turnedAway: Set<Int> = []
  private var turnedAwayBefore: Set<Int> = []

  static let commonPerMinute = 64
  static let knownPerMinute = 16
  static let linePerMinute = 16
  /// Several webhooks may name a new certificate at once, and a fetch may fail temporarily.
  static let mostPerNameAndMinute = 3
  static let restSeconds: Int64 = 600
  static let mostResting = 1_024
  static let mostKnown = 64
  static let mostInLine = 1_024
  static let mostInLinePerNetwork = 16
  static let mostTurnedAway = 16_384

  /// Whether that certificate may be fetched for a message from that network; counts if so.
  mutating func allows(_ name: String, from network: IPNetwork?, at now: Timestamp) -> Bool {
    forget(at: now)
    if let end = resting[name] {
      guard end <= now || end > now.advanced(seconds: Self.restSeconds) else { return false }
      resting[name] = nil
    }
    guard recent({ $0.name == name }) < Self.mostPerNameAndMinute else { return false }
    guard let share = share(for: name, from: network) else {
      turnAway(name, from: network, at: now)
      return false
    }
    line[name] = nil
    fetches.append(Fetch(name: name, network: network, at: now, share: share))
    served[network, default: 0] += 1
    return true
  }

  /// Rests a name that led to no certificate of PayPal's.
  mutating func rest(_ name: String, at now: Timestamp) {
    if resting.count >= Self.mostResting, let first = resting.min(by: { $0.value < $1.value }) {
      resting[first.key] = nil
    }
    resting[name] = now.advanced(seconds: Self.restSeconds)
  }

  /// Remembers that a genuine message came from that network.
  mutating func know(_ network: IPNetwork, at now: Timestamp) {
    if known[network] == nil, known.count >= Self.mostKnown,
      let first = known.min(by: { $0.value < $1.value })
    {
      known[first.key] = nil
    }
    known[network] = now
  }

  /// The share that its fetch may be taken from; nil when none is left for it.
  private func share(for name: String, from network: IPNetwork?) -> Share? {
    if let network, known[network] != nil, recent({ $0.share == .known }) < Self.knownPerMinute {
      return .known
    }
    let had = served[network] ?? 0
    if recent({ $0.share == .common }) < Self.commonPerMinute >> min(2 * had, Int.bitWidth - 1) {
      return .common
    }
    return isNextInLine(name) ? .line : nil
  }

  /// How many fetches of the last minute satisfy the condition.
  private func recent(_ isSuch: (Fetch) -> Bool) -> Int {
    var count = 0
    for fetch in fetches[minuteBegin...] where isSuch(fetch) { count += 1 }
    return count
  }

  /// Whether fewer names are before it than may still be fetched.
  private func isNextInLine(_ name: String) -> Bool {
    guard let own = line[name] else { return false }
    let room = Self.linePerMinute - recent { $0.share == .line }
    let had = served[own.network] ?? 0
    var before = 0
    for place in line.values where before < room {
      let other = served[place.network] ?? 0
      if other < had || other == had && place.since < own.since { before += 1 }
    }
    return before < room
  }

  private mutating func turnAway(_ name: String, from network: IPNetwork?, at now: Timestamp) {
    if line[name] != nil {
      line[name]?.cameAt = now
      return
    }
    let hash = name.hashValue
    guard turnedAway.contains(hash) || turnedAwayBefore.contains(hash) else {
      turnedAway.insert(hash)
      if turnedAway.count >= Self.mostTurnedAway {
        (turnedAwayBefore, turnedAway) = (turnedAway, [])
      }
      return
    }
    // A name that has not come again for that long makes room.
    let oldest = now.advanced(seconds: -6 * Self.restSeconds)
    if line.count >= Self.mostInLine { line = line.filter { $0.value.cameAt > oldest } }
    guard line.count < Self.mostInLine else { return }
    var ofNetwork = 0
    for place in line.values where place.network == network { ofNetwork += 1 }
    guard ofNetwork < Self.mostInLinePerNetwork else { return }
    line[name] = Place(network: network, since: now, cameAt: now)
  }

  /// Forgets what is over; or everything when the clock was set back, since then nothing would end.
  private mutating func forget(at now: Timestamp) {
    if let last = fetches.last, last.at > now {
      (fetches, hourBegin, minuteBegin, served) = ([], 0, 0, [:])
      line = [:]
    }
    let (hour, minute) = (now.advanced(seconds: -3_600), now.advanced(seconds: -60))
    while hourBegin < fetches.count, fetches[hourBegin].at <= hour {
      let network = fetches[hourBegin].network
      served[network] = (served[network] ?? 0) > 1 ? (served[network] ?? 0) - 1 : nil
      hourBegin += 1
    }
    minuteBegin = max(minuteBegin, hourBegin)
    while minuteBegin < fetches.count, fetches[minuteBegin].at <= minute { minuteBegin += 1 }
    if hourBegin > 1_024 {
      fetches.removeFirst(hourBegin)
      (minuteBegin, hourBegin) = (minuteBegin - hourBegin, 0)
    }
  }
}
