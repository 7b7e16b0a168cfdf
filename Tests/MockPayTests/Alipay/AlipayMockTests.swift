import Testing
import cardstock_mockpay

@Suite(.timeLimit(.minutes(20)))
struct AlipayMockTests {
  @Test func `an order that is good is taken, and taken again`() throws {
    var mock = try SampleKeys.mock()
    let first = try AlipayBreaches.open(&mock)
    #expect(first != nil)
    #expect(try AlipayBreaches.open(&mock) == first)
  }
}
