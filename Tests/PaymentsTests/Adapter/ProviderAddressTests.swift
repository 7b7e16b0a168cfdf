import Payments
import Testing

/// What an address in the settings says of the provider that it leads to.
@Suite(.timeLimit(.minutes(20)))
struct ProviderAddressTests {
  @Test(
    arguments: [
      ("https://openapi-sandbox.dl.alipaydev.com/gateway.do", true),
      ("https://ALIPAYDEV.com:443", true), ("https://alipaydev.com#x", true),
      ("https://openapi.alipay.com/gateway.do?x=.alipaydev.com", false),
      ("https://openapi.alipay.com?x=.alipaydev.com", false),
      ("https://openapi.alipay.com#.alipaydev.com", false),
      ("https://openapi.alipay.com/.alipaydev.com", false),
      ("https://notalipaydev.com/", false), ("https://alipaydev.com.example/", false),
      ("https://x@alipaydev.com/", false), ("https://alipaydev.com@openapi.alipay.com/", false),
    ]
  )
  func `a sandbox is told by its host alone`(text: String, isSandbox: Bool) throws {
    let address = try #require(ProviderAddress(text))
    #expect(address.isWithin("alipaydev.com") == isSandbox)
  }
}
