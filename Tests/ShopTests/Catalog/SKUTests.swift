import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct SKUTests {
  @Test(arguments: ["A", "0", "STEAM-CN-50", String(repeating: "A", count: 64)])
  func `reads`(text: String) {
    #expect(SKU(text)?.text == text)
  }

  @Test(arguments: [
    "", "-A", "A-", "-", "a", "A_B", "A B", "A/B", "卡", "É", "A\n",
    String(repeating: "A", count: 65),
  ])
  func `refuses`(text: String) {
    #expect(SKU(text) == nil)
  }
}
