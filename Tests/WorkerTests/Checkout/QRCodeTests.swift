import Testing
import Worker

@Suite(.timeLimit(.minutes(20))) struct QRCodeTests {
  @Test func `draws finders, a light margin and nothing unescaped`() throws {
    let code = try unwrapped(QRCode("weixin://wxpay/bizpayurl?pr=abc"))
    #expect(code.width >= 21 && code.isDark.count == code.width * code.width)
    // The corner of a finder: seven dark, then light.
    #expect(code.isDark.prefix(8) == [true, true, true, true, true, true, true, false])
    let svg = code.svg(title: "a <b>")
    #expect(svg.contains("viewBox=\"0 0 \(code.width + 8) \(code.width + 8)\""))
    #expect(svg.contains("a &lt;b&gt;") && svg.contains("M4 4h7v1h-7z"))
    #expect(!svg.contains("style="))
  }

  @Test func `refuses what no code can hold`() {
    #expect(QRCode("") == nil)
    #expect(QRCode(String(repeating: "a", count: 3_000)) == nil)
  }
}
