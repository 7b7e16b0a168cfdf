import Testing
import Text

@Suite(.timeLimit(.minutes(20))) struct EncodingTests {
  @Test func `hexadecimal digits are pairs, written small and read in either case`() {
    let bytes: [UInt8] = [0, 9, 0x1F, 0xA0, 0xFF]
    #expect(bytes.hex == "00091fa0ff")
    #expect([UInt8](hex: "00091fA0Ff".utf8) == bytes)
    for wrong in ["0", "0g", "+1", "-1", " 1", "0x", "é"] {
      #expect([UInt8](hex: wrong.utf8) == nil, "\(wrong)")
    }
  }

  @Test(arguments: [
    ("/游戏 卡/?a=b#'", "/%E6%B8%B8%E6%88%8F%20%E5%8D%A1/?a=b#%27"), ("/100%25", "/100%25"),
    ("a\"<>b", "a%22%3C%3Eb"),
  ])
  func `an address keeps its punctuation and what is encoded already`(
    text: String,
    encoded: String
  ) {
    #expect(PercentEncoding.address.encode(text) == encoded)
    #expect(PercentEncoding.redirect.encode(text) == encoded.replacing("%27", with: "'"))
  }

  @Test func `a component keeps nothing but unreserved characters`() {
    #expect(PercentEncoding.component.encode("a-b_c.d~e f/&%") == "a-b_c.d~e%20f%2F%26%25")
  }

  @Test func `a path keeps its slashes and what is encoded already, and no query`() {
    let encoded = PercentEncoding.path.encode("/a b/卡?#&'[x]%20")
    #expect(encoded == "/a%20b/%E5%8D%A1%3F%23%26%27%5Bx%5D%20")
  }

  @Test func `FNV-1a gives the values of its authors`() {
    #expect("".utf8.fnv1a == 0xcbf2_9ce4_8422_2325)
    #expect("a".utf8.fnv1a == 0xaf63_dc4c_8601_ec8c)
    #expect("foobar".utf8.fnv1a == 0x8594_4171_f739_67e8)
  }

  @Test func `a broken escape is not decoded, nor are bytes that are no text`() {
    #expect(PercentEncoding.decode("%E6%b8%B8x") == "游x")
    for wrong in ["%", "%4", "%4g", "%+1", "%FF"] {
      #expect(PercentEncoding.decode(wrong) == nil, "\(wrong)")
    }
    #expect(PercentEncoding.decode(Array("%FF".utf8)) == [0xFF])
  }
}
