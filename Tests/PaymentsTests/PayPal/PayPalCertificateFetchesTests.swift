import Foundation
import Shop
import Testing

@testable import Payments

/// Whoever makes names up keeps nobody from learning PayPal's own certificate.
@Suite(.timeLimit(.minutes(5)))
struct PayPalCertificateFetchesTests {
  private let paypal = PretendPayPal.self
  private let start = Timestamp(seconds: 1_795_000_000)

  private func at(_ seconds: Int64) -> Timestamp { start.advanced(seconds: seconds) }

  @Test func `a genuine name that comes again is fetched under a flood of made-up ones`() {
    var fetches = PayPalCertificateFetches()
    var allowed = 0
    for number in 0..<100 where fetches.allows("made-up-\(number)", at: at(0)) { allowed += 1 }
    #expect(allowed == PayPalCertificateFetches.mostPerMinute)
    var isFetched = false
    for second in 0..<180 where !isFetched {
      let moment = at(Int64(second))
      _ = fetches.allows("flood-\(second)", at: moment)
      if second % 20 == 0 { isFetched = fetches.allows("genuine", at: moment) }
    }
    #expect(isFetched)
  }

  @Test func `a useless name rests, and is asked for again later`() {
    var fetches = PayPalCertificateFetches()
    let first = fetches.allows("a", at: at(0))
    fetches.rest("a", at: at(0))
    let (resting, rested) = (fetches.allows("a", at: at(599)), fetches.allows("a", at: at(600)))
    #expect([first, resting, rested] == [true, false, true])
  }

  @Test func `a name is asked for three times a minute at most`() {
    var fetches = PayPalCertificateFetches()
    let asked = (0..<10).filter { _ in fetches.allows("a", at: at(0)) }
    #expect(asked.count == 3)
    let (other, later) = (fetches.allows("b", at: at(0)), fetches.allows("a", at: at(60)))
    #expect(other && later)
  }

  @Test func `a clock that was set back stops nobody`() {
    var fetches = PayPalCertificateFetches()
    for number in 0..<20 { _ = fetches.allows("x\(number)", at: at(1_000_000)) }
    fetches.rest("a", at: at(1_000_000))
    let isAllowed = fetches.allows("a", at: at(0))
    #expect(isAllowed)
  }
}
