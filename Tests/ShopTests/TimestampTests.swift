import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct TimestampTests {
  @Test(arguments: [(0, 0), (999, 0), (1_000, 1), (-1, -1), (-1_000, -1), (-1_001, -2)])
  func `rounds down to seconds`(milliseconds: Int64, seconds: Int64) {
    #expect(Timestamp(milliseconds: milliseconds).seconds == seconds)
  }

  @Test func `moves and compares`() {
    let moment = Timestamp(seconds: 1_795_000_000)
    #expect(moment.advanced(seconds: 1).milliseconds == 1_795_000_001_000)
    #expect(moment.advanced(milliseconds: -1) < moment)
  }
}
