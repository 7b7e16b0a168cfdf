import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct RetryScheduleTests {
  private let start = Timestamp(seconds: 1_795_000_000)

  /// Attempt, and minutes since the first.
  @Test(arguments: [(1, 1), (2, 5), (3, 15), (4, 45), (11, 255), (12, 375), (33, 2_895)])
  func `adds up to the minutes it promises`(attempt: Int, minutes: Int64) {
    let total = RetrySchedule.secondsAfterAttempt.prefix(attempt).reduce(0, +)
    #expect(total == minutes * 60)
  }

  @Test func `gives up after the last attempt`() {
    let last = RetrySchedule.secondsAfterAttempt.count
    #expect(RetrySchedule.nextDue(afterAttempt: last, at: start) != nil)
    #expect(RetrySchedule.nextDue(afterAttempt: last + 1, at: start) == nil)
    #expect(RetrySchedule.nextDue(afterAttempt: 0, at: start) == nil)
    #expect(RetrySchedule.nextDue(afterAttempt: 1, at: start) == start.advanced(seconds: 60))
  }
}
