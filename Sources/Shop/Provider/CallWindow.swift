/// How many calls a provider is given at once, learned from its answers: one more for each round
/// without trouble, half as many after a limit, an outage or a timeout.
///
/// Until the first trouble it doubles from round to round, so that a rush finds the provider's rate
/// within seconds. A provider that asks for a rest gets it. One that only fails is asked again
/// after 1, 2, 4 … 30 s, by a single call until that is answered.
package struct CallWindow: Equatable, Sendable {
  /// The number of calls at once before any answer.
  package static let first = 8
  /// The largest number of calls at once.
  package static let most = 32
  /// The longest rest that a provider can ask for.
  package static let longestRestSeconds: Int64 = 600
  /// The longest pause after trouble where the provider asks for no rest.
  static let longestPauseSeconds: Int64 = 30
  /// A call that takes longer counts as slow, and the buyer's page says so.
  static let slowSeconds: Int64 = 5
  /// The assumed duration of a call before any is known.
  private static let usualMilliseconds: Int64 = 500

  /// One call under way.
  package struct Call: Hashable, Sendable {
    fileprivate let number: Int
    fileprivate let round: Int
    fileprivate let begunAt: Timestamp
  }

  /// The end of a call.
  package enum End: Equatable, Sendable {
    /// The provider answered; a refusal is an answer too.
    case answered
    /// It did not answer, or asked for a rest of that many seconds; nil where it named none.
    case trouble(afterSeconds: Int64?)
    /// The call never began: it teaches nothing.
    case withdrawn
  }

  /// The limit in thousandths, since a window of 10 grows by a tenth with each answer.
  private var thousandths = first * 1_000
  private var isSearching = true
  private var underWay: Set<Call> = []
  private var began = 0
  /// Trouble of a call from an earlier round has been counted already.
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

  /// Whether a single call is to show that the provider answers again.
  package var isProbing: Bool { troubles > 0 }

  /// When calls may begin again; nil when they may begin now.
  package func resumesAt(after now: Timestamp) -> Timestamp? {
    // A rest beyond the longest comes of a clock that was set back, and does not count.
    let latest = now.advanced(seconds: Self.longestRestSeconds)
    return [restsUntil, pausesUntil].compactMap { $0 }.filter { $0 > now && $0 <= latest }.max()
  }

  /// How many calls may begin now.
  package func free(at now: Timestamp) -> Int {
    guard resumesAt(after: now) == nil else { return 0 }
    return max(0, (isProbing ? 1 : limit) - underWay.count)
  }

  /// Whether a call has been under way for longer than a buyer expects.
  package func isSlow(at now: Timestamp) -> Bool {
    underWay.contains { $0.begunAt.advanced(seconds: Self.slowSeconds) <= now }
  }

  /// In how many seconds the checkout at that place of the line, from 1, is probably opened.
  ///
  /// Estimated from the duration of past calls and of those under way so far.
  package func secondsUntil(place: Int, at now: Timestamp) -> Int64 {
    let longest = underWay.map { now.milliseconds - $0.begunAt.milliseconds }.max() ?? 0
    let taken = max(millisecondsPerCall ?? Self.usualMilliseconds, longest)
    let milliseconds = Int64(max(place, 1)) * taken / Int64(max(limit, 1))
    return (milliseconds + 999) / 1_000
  }

  /// Begins a call.
  package mutating func begin(at now: Timestamp) -> Call {
    began += 1
    let call = Call(number: began, round: round, begunAt: now)
    underWay.insert(call)
    return call
  }

  /// Ends a call; a second end of the same call changes nothing.
  package mutating func end(_ call: Call, _ end: End, at now: Timestamp) {
    guard underWay.remove(call) != nil else { return }
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
