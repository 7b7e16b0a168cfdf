/// How many calls one provider takes at once, learned from its answers: one more for each round
/// that went well, half as many after a limit, an outage or a timeout.
///
/// Until the first trouble it doubles from round to round, so that a rush finds the provider's rate
/// within seconds. A provider that asked for a rest gets it; one that only fails is asked again
/// after 1, 2, 4 … 30 s, by one call alone until that is answered.
package struct CallWindow: Equatable, Sendable {
  /// The calls that a provider is trusted with before anything is known.
  package static let first = 8
  /// The most calls at once, however well it goes.
  package static let most = 32
  /// The longest rest that a provider is given for the asking.
  package static let longestRestSeconds: Int64 = 600
  /// The longest rest after troubles without a word of when to come again.
  static let longestPauseSeconds: Int64 = 30
  /// A call that takes longer is slow, and the buyer is told so.
  static let slowSeconds: Int64 = 5
  /// What a call takes as long as nothing is known.
  private static let usualMilliseconds: Int64 = 500

  /// One call under way.
  package struct Call: Hashable, Sendable {
    fileprivate let number: Int
    fileprivate let round: Int
    fileprivate let begunAt: Timestamp
  }

  /// How a call ended.
  package enum End: Equatable, Sendable {
    /// The provider answered, be it with a refusal.
    case answered
    /// It did not, or wants to be left alone: for that many seconds, where it said so.
    case trouble(afterSeconds: Int64?)
    /// It never began: nothing is learned.
    case withdrawn
  }

  /// The calls at once in thousandths, since a window of 10 grows by a tenth with each answer.
  private var thousandths = first * 1_000
  private var isSearching = true
  private var underway: Set<Call> = []
  private var began = 0
  /// Calls of an earlier round say nothing about what was changed since.
  private var round = 0
  /// Rounds that ended in trouble since the last answer.
  private var troubles = 0
  private var restsUntil: Timestamp?
  private var pausesUntil: Timestamp?
  /// Nil before the first answer.
  private var millisecondsPerCall: Int64?

  package init() {}

  /// How many calls it may have under way at once.
  package var limit: Int { thousandths / 1_000 }

  /// Whether one call alone is to show that the provider is back.
  package var isProbing: Bool { troubles > 0 }

  /// When it is called again, if that is later than now.
  package func resumesAt(after now: Timestamp) -> Timestamp? {
    // No rest is longer than the longest, whatever a clock that was set back says.
    let latest = now.advanced(seconds: Self.longestRestSeconds)
    return [restsUntil, pausesUntil].compactMap { $0 }.filter { $0 > now && $0 <= latest }.max()
  }

  /// How many calls may begin now.
  package func free(at now: Timestamp) -> Int {
    guard resumesAt(after: now) == nil else { return 0 }
    return max(0, (isProbing ? 1 : limit) - underway.count)
  }

  /// Whether a call has been under way for longer than a buyer expects.
  package func isSlow(at now: Timestamp) -> Bool {
    underway.contains { $0.begunAt.advanced(seconds: Self.slowSeconds) <= now }
  }

  /// In how many seconds the one at that place, from 1, can be expected to be opened.
  ///
  /// From what calls took, and from those under way, which take at least as long as they have.
  package func secondsUntil(place: Int, at now: Timestamp) -> Int64 {
    let longest = underway.map { now.milliseconds - $0.begunAt.milliseconds }.max() ?? 0
    let taken = max(millisecondsPerCall ?? Self.usualMilliseconds, longest)
    let milliseconds = Int64(max(place, 1)) * taken / Int64(max(limit, 1))
    return (milliseconds + 999) / 1_000
  }

  /// Begins a call.
  package mutating func begin(at now: Timestamp) -> Call {
    began += 1
    let call = Call(number: began, round: round, begunAt: now)
    underway.insert(call)
    return call
  }

  /// Ends a call; the same one again changes nothing.
  package mutating func end(_ call: Call, _ end: End, at now: Timestamp) {
    guard underway.remove(call) != nil else { return }
    switch end {
    case .withdrawn: break
    case .answered:
      let taken = max(0, now.milliseconds - call.begunAt.milliseconds)
      let before = millisecondsPerCall ?? taken
      millisecondsPerCall = before + (taken - before) / 8
      troubles = 0
      pausesUntil = nil
      thousandths += isSearching ? 1_000 : 1_000 / max(limit, 1)
      thousandths = min(thousandths, Self.most * 1_000)
    case .trouble(let asked):
      if let asked {
        let rest = now.advanced(seconds: min(max(asked, 1), Self.longestRestSeconds))
        restsUntil = max(restsUntil ?? rest, rest)
      }
      guard call.round == round else { return }
      round += 1
      troubles += 1
      isSearching = false
      thousandths = max(1_000, thousandths / 2)
      let pause = min(Int64(1) << Int64(min(troubles - 1, 16)), Self.longestPauseSeconds)
      pausesUntil = now.advanced(seconds: pause)
    }
  }
}
