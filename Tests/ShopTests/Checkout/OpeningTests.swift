import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct OpeningScheduleTests {
  private let start = Timestamp(seconds: 1_795_000_000)

  @Test(arguments: [(0, Int64(0)), (1, 1), (119, 119), (120, 120), (100_000, 120), (-1, 0)])
  func `each earlier one costs a second of place, within a bound`(earlier: Int, seconds: Int64) {
    let place = OpeningSchedule.place(enteredAt: start, earlier: earlier)
    #expect(place == start.advanced(seconds: seconds))
  }

  @Test(arguments: [(1, Int64(1)), (2, 2), (3, 4), (5, 16), (6, 30), (1_000, 30), (0, 1)])
  func `rests longer after each failure`(attempt: Int, seconds: Int64) {
    #expect(OpeningSchedule.retry(after: attempt, at: start) == start.advanced(seconds: seconds))
  }

  @Test(arguments: [(Int64(0), Int64(1)), (5, 1), (6, 3), (31, 5), (600, 10), (-9, 1)])
  func `looks soon at first and later less often`(age: Int64, seconds: Int64) {
    let now = start.advanced(seconds: age)
    #expect(OpeningSchedule.refreshSeconds(enteredAt: start, at: now) == seconds)
  }

  @Test func `who waited to the end of the line still has half an hour to pay`() {
    let end = OpeningSchedule.end(enteredAt: start)
    let last = start.advanced(seconds: Checkout.lifetimeSeconds)
    #expect(end.advanced(seconds: 30 * 60) < last)
    #expect(OpeningSchedule.callSeconds < OpeningSchedule.queueSeconds)
  }
}
