import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct ReferenceTests {
  @Test(arguments: ["CSZTL2EYAMJZ0001", String(repeating: "A", count: 32)])
  func `reads ours and other people's`(text: String) {
    #expect(Reference(text)?.text == text)
  }

  @Test(arguments: [
    "", "CSZTL2EYAMJZ001", String(repeating: "A", count: 33), "csztl2eyamjz0001",
    "CSZTL2EYAMJZ-001", "CSZTL2EYAMJZ 001", "ＣSZTL2EYAMJZ0001",
  ])
  func `refuses`(text: String) {
    #expect(Reference(text) == nil)
  }

  @Test(arguments: [
    "csztl2eyamjz0001", " CSZTL2EY AMJZ0001\n", "cszt-l2ey-amjz-0001", "“CSZTL2EYAMJZ0001”。",
    "#CSZTL2EYAMJZ0001,", "CSZTL2EY\u{200B}AMJZ0001\u{FEFF}",
  ])
  func `reads what people type and paste as it is meant`(text: String) {
    #expect(Reference.typed(text)?.text == "CSZTL2EYAMJZ0001")
  }

  @Test(arguments: ["", "CSZTL2EYAMJZ/0001", "CSZTL2EY0001", "ＣSZTL2EYAMJZ0001"])
  func `does not guess further`(text: String) {
    #expect(Reference.typed(text) == nil)
  }

  @Test func `new ones are of the alphabet, of one length, and all different`() {
    var generator = SystemRandomNumberGenerator()
    let made = (0..<1_000).map { _ in Reference(using: &generator).text }
    #expect(Set(made).count == 1_000)
    #expect(made.allSatisfy { Reference($0) != nil && $0.utf8.count == Reference.length })
    #expect(!made.joined().contains { "ILOU".contains($0) })
  }
}
