import Shop
import Testing

/// How many calls a provider is given at once, learned from its answers.
@Suite(.timeLimit(.minutes(20)))
struct CallWindowTests {
  private let start = Timestamp(seconds: 1_795_000_000)

  private func later(_ seconds: Int64) -> Timestamp { start.advanced(seconds: seconds) }

  /// Begins as many calls as are allowed and ends them all.
  private func round(
    _ window: inout CallWindow,
    _ end: CallWindow.End,
    at now: Timestamp
  ) -> Int {
    let calls = (0..<window.free(at: now)).map { _ in window.begin(at: now) }
    for call in calls { window.end(call, end, at: now) }
    return calls.count
  }

  @Test func `doubles from round to round until its bound`() {
    var window = CallWindow()
    let rounds = (0..<4).map { round(&window, .answered, at: later($0)) }
    #expect(rounds == [8, 16, 32, 32])
  }

  @Test func `halves once for a round in trouble, then grows by one a round`() {
    var window = CallWindow()
    for second in 0..<2 { _ = round(&window, .answered, at: later(Int64(second))) }
    #expect(round(&window, .trouble(afterSeconds: nil), at: later(3)) == 32)
    #expect(window.limit == 16)
    // A single call shows that the provider answers again.
    #expect(window.free(at: later(3)) == 0 && window.free(at: later(4)) == 1)
    #expect(round(&window, .answered, at: later(4)) == 1)
    let rounds = (5..<8).map { round(&window, .answered, at: later($0)) }
    #expect(rounds == [16, 17, 18] || rounds == [16, 16, 17])
  }

  @Test func `never falls below one call`() {
    var window = CallWindow()
    for second in stride(from: Int64(0), to: 600, by: 60) {
      #expect(round(&window, .trouble(afterSeconds: nil), at: later(second)) >= 1)
    }
    #expect(window.limit == 1)
  }

  @Test func `rests for 1, 2, 4 … 30 s while nothing is answered`() {
    var window = CallWindow()
    var now = start
    var rests: [Int64] = []
    for _ in 0..<7 {
      _ = round(&window, .trouble(afterSeconds: nil), at: now)
      let resumesAt = window.resumesAt(after: now) ?? now
      rests.append(resumesAt.seconds - now.seconds)
      #expect(window.free(at: resumesAt.advanced(milliseconds: -1)) == 0)
      now = resumesAt
    }
    #expect(rests == [1, 2, 4, 8, 16, 30, 30])
    _ = round(&window, .answered, at: now)
    #expect(window.resumesAt(after: now) == nil && !window.isProbing)
  }

  @Test(
    arguments: [
      (Int64(7), Int64(7)), (0, 1), (90, 90), (86_400, 600), (.max, 600), (-5, 1),
    ] as [(Int64, Int64)]
  )
  func `gives the rest that was asked for, within a bound`(asked: Int64, given: Int64) {
    var window = CallWindow()
    let (first, second) = (window.begin(at: start), window.begin(at: start))
    window.end(first, .trouble(afterSeconds: asked), at: start)
    // An answer to an earlier call does not shorten the rest.
    window.end(second, .answered, at: start)
    let resumesAt = window.resumesAt(after: start)
    #expect(resumesAt == later(given))
    #expect(window.free(at: later(given - 1)) == 0 && window.free(at: later(given)) > 0)
  }

  @Test func `one failure among many answers stops nobody`() {
    var window = CallWindow()
    let calls = (0..<8).map { _ in window.begin(at: start) }
    for (index, call) in calls.enumerated() {
      window.end(call, index == 3 ? .trouble(afterSeconds: nil) : .answered, at: start)
    }
    #expect(window.free(at: start) >= 4)
  }

  @Test func `a call ends once, and one that never began teaches nothing`() {
    var window = CallWindow()
    let call = window.begin(at: start)
    window.end(call, .trouble(afterSeconds: nil), at: start)
    window.end(call, .answered, at: start)
    #expect(window.isProbing)
    let other = window.begin(at: later(2))
    window.end(other, .withdrawn, at: later(2))
    #expect(window.isProbing && window.limit == 4)
  }

  @Test func `tells who waits how long, from what calls took`() {
    var window = CallWindow()
    for second in 0..<40 {
      let now = later(Int64(second))
      let calls = (0..<window.free(at: now)).map { _ in window.begin(at: now) }
      for call in calls { window.end(call, .answered, at: now.advanced(milliseconds: 400)) }
    }
    // 1,000 calls of 0.4 s, 32 at once.
    #expect((12...13).contains(window.secondsUntil(place: 1_000, at: later(40))))
    #expect(window.secondsUntil(place: 1, at: later(40)) == 1)
  }

  @Test func `tells nobody of a few seconds while the first calls are still under way`() {
    var window = CallWindow()
    let calls = (0..<8).map { _ in window.begin(at: start) }
    // Eight calls have taken 4 s so far: the 80th place waits for ten rounds of at least that.
    #expect(window.secondsUntil(place: 80, at: later(4)) == 40)
    for call in calls { window.end(call, .answered, at: later(4)) }
    #expect((18...41).contains(window.secondsUntil(place: 80, at: later(4))))
  }

  @Test func `a clock that is set back keeps no provider waiting`() {
    var window = CallWindow()
    for asked in [nil, 600] as [Int64?] {
      let call = window.begin(at: later(1_000_000))
      window.end(call, .trouble(afterSeconds: asked), at: later(1_000_000))
    }
    #expect(window.resumesAt(after: later(1_000_001)) == later(1_000_600))
    #expect(window.resumesAt(after: start) == nil && window.free(at: start) == 1)
  }

  @Test func `tells that a call is slow`() {
    var window = CallWindow()
    let call = window.begin(at: start)
    #expect(!window.isSlow(at: later(4)) && window.isSlow(at: later(5)))
    window.end(call, .answered, at: later(6))
    #expect(!window.isSlow(at: later(60)))
  }
}
