import Shop
import Testing

struct CardCodeTests {
  @Test(
    arguments: [("", nil), ("a\nb", nil), ("a\u{7F}", nil), ("a", "1\t2")] as [(String, String?)]
  )
  func `refuses`(code: String, pin: String?) {
    #expect(CardCode(code: code, pin: pin) == nil)
  }

  @Test func `holds up to 512 bytes and a PIN of 64`() {
    let long = String(repeating: "x", count: 512)
    #expect(CardCode(code: long, pin: String(repeating: "1", count: 64)) != nil)
    #expect(CardCode(code: long + "x", pin: nil) == nil)
    #expect(CardCode(code: "x", pin: String(repeating: "1", count: 65)) == nil)
    #expect(CardCode(code: "x", pin: "")?.pin == nil)
  }

  @Test func `prints nothing of itself`() throws {
    let code = try #require(CardCode(code: "SECRET", pin: "1234"))
    var text = "\(code) \(String(reflecting: code)) \([code])"
    dump(code, to: &text)
    #expect(!text.contains("SECRET") && !text.contains("1234"))
  }
}
