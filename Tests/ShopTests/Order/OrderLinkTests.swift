import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct OrderTokenTests {
  @Test(arguments: [
    "", String(repeating: "a", count: 25), String(repeating: "a", count: 27),
    String(repeating: "A", count: 26), String(repeating: "i", count: 26),
    String(repeating: "a", count: 25) + "/",
  ])
  func `refuses`(text: String) {
    #expect(OrderToken(text) == nil)
  }

  @Test func `prints nothing of itself`() throws {
    let token = try #require(OrderToken(String(repeating: "a", count: 26)))
    var text = "\(token) \(String(reflecting: token))"
    dump(token, to: &text)
    #expect(!text.contains("aaa"))
  }

  @Test func `new ones are read back`() {
    var generator = SystemRandomNumberGenerator()
    let token = OrderToken(using: &generator)
    #expect(OrderToken(token.text) == token)
  }
}
