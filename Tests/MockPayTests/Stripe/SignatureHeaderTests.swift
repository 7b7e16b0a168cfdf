import Testing
import cardstock_mockpay

@Suite(.timeLimit(.minutes(20)))
struct SignatureHeaderTests {
  /// The expected text was made with Python's `hmac`, not with this code.
  @Test func `signs time and raw body with the whole secret`() {
    let code = "c79f67e0c07c77c5329ca80f19a642a2f90ff7254910fdf8fc9de5cc11d0abf1"
    let body = Array("{\"id\": \"evt_1\"}\n".utf8)
    let header = SignatureHeader(body: body, secret: "whsec_test", time: 1_795_000_000)
    #expect(header.text == "t=1795000000,v1=" + code)
  }

  @Test func `a later attempt has another time and another signature`() {
    let first = SignatureHeader(body: [], secret: "whsec_test", time: 1)
    let second = SignatureHeader(body: [], secret: "whsec_test", time: 2)
    #expect(first != second)
  }
}
