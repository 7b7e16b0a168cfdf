import Testing
import cardstock_mockpay

@Suite(.timeLimit(.minutes(5)))
struct AlipayDeskTests {
  @Test func `an order that is good is taken, and taken again`() throws {
    var desk = try SampleKeys.desk()
    let first = try AlipayBreaches.open(&desk)
    #expect(first != nil)
    #expect(try AlipayBreaches.open(&desk) == first)
  }
}
