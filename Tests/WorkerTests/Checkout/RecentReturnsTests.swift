import Shop
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(20)))
struct RecentReturnsTests {
  private func at(_ seconds: Int64) -> Timestamp { Sample.now.advanced(seconds: seconds) }

  @Test func `a checkout is asked about once a minute, also by a clock that was set back`() throws {
    let book = RecentReturns()
    let reference = try unwrapped(Reference("CSZTL2EYAMJZ0007"))
    let moments: [Int64] = [1_000_000, 1_000_059, 1_000_060, 0, 59, 60]
    let admitted = moments.map { book.admits(reference, at: at($0)) }
    #expect(admitted == [true, false, true, true, false, true])
  }
}
