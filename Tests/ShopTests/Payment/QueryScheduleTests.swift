import Shop
import Testing

struct QueryScheduleTests {
  private let start = Timestamp(seconds: 1_795_000_000)

  private func next(_ minute: Int64, lastAsked: Int = 0, ends: Int64 = 35) -> QuerySchedule.Next {
    QuerySchedule.next(
      openedAt: start,
      expiresAt: start.advanced(seconds: ends * 60),
      lastAsked: lastAsked,
      at: start.advanced(seconds: minute * 60)
    )
  }

  @Test func `the last question is the later of two hours and the end`() {
    #expect(!next(119).isLast)
    #expect(next(120).isLast)
    #expect(!next(120, ends: 500).isLast)
    #expect(next(120, ends: 500).dueAt == start.advanced(seconds: 500 * 60))
    #expect(next(500, ends: 500).isLast)
  }

  @Test func `the first is after a minute, or at an end that is sooner`() {
    #expect(next(0).dueAt == start.advanced(seconds: 60))
    let ends = start.advanced(seconds: 20)
    let next = QuerySchedule.next(openedAt: start, expiresAt: ends, lastAsked: 0, at: start)
    #expect(next.dueAt == ends && !next.isLast)
  }

  @Test func `one that was opened in a wrong future is asked about to its end at once`() {
    #expect(next(-5_256_000).isLast)
    #expect(next(-5_256_000).dueAt == start.advanced(seconds: 900 - 5_256_000 * 60))
  }

  @Test func `repeats of the last grow to six hours and end`() {
    let rests = (0...QuerySchedule.lastRepeats).map { count in
      next(120, lastAsked: count).dueAt.map { ($0.seconds - start.seconds - 7_200) / 60 }
    }
    #expect(rests.prefix(6) == [15, 30, 60, 120, 240, 360])
    #expect(rests.allSatisfy { ($0 ?? 0) <= 360 && $0 != nil })
    #expect(next(120, lastAsked: QuerySchedule.lastRepeats + 1).dueAt == nil)
  }

  @Test func `only senders without an API cannot be asked`() {
    #expect(Provider.allCases.filter { !$0.answersQuestions } == [.standard, .manual])
  }
}
