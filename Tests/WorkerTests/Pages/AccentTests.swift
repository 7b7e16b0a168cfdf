import Testing
import Worker

@Suite(.timeLimit(.minutes(5))) struct AccentTests {
  @Test(arguments: [
    ("#0b5d51", "#0b5d51", "#ffffff"), ("#000000", "#000000", "#ffffff"),
    ("not a colour", "#0b5d51", "#ffffff"), ("#+12345", "#0b5d51", "#ffffff"),
  ])
  func `keeps a colour that can be read on white`(wish: String, color: String, text: String) {
    #expect(Accent.light(wish).color == color)
    #expect(Accent.light(wish).onColor == text)
  }

  @Test(arguments: ["#ffff00", "#ffffff", "#00e5ff", "#ff6600"])
  func `darkens a colour that cannot`(wish: String) {
    #expect(Accent.light(wish).color != wish)
  }

  @Test func `lightens a dark colour for the dark scheme`() {
    #expect(Accent.dark("#0b5d51").color != "#0b5d51")
    #expect(Accent.dark("#0b5d51").onColor == "#0b0f0d")
  }
}
