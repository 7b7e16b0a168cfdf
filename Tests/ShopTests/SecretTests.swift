import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct SecretTests {
  @Test(arguments: ["a", "a\n", "  a \r\n", "\ta"])
  func `leaves out the white space around a secret`(text: String) throws {
    #expect(try #require(Secret(text)).text == "a")
  }

  @Test(arguments: ["", " ", "\n", "a\nb", "a\0b", "a\u{7f}"])
  func `refuses nothing and control characters`(text: String) {
    #expect(Secret(text) == nil)
  }

  @Test func `shows nothing of itself when printed`() throws {
    let secret = try #require(Secret("hunter2"))
    var dumped = "\(secret) \(String(reflecting: secret)) \([secret]) \(Optional(secret) as Any)"
    dump(secret, to: &dumped)
    #expect(!dumped.contains("hunter2"))
  }
}
