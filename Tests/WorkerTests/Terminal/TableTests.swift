import Testing
import cardstock_worker

@Suite(.timeLimit(.minutes(20))) struct TableTests {
  @Test func `aligns Chinese and Latin text, and figures to the right`() {
    var table = Table(["sku", "title", "codes"], figures: [2])
    table.add(["A", "卡密 50", "7"])
    table.add(["LONG-1", "Card", "1234"])
    #expect(
      table.lines == [
        "sku     title    codes",
        "A       卡密 50      7",
        "LONG-1  Card      1234",
      ]
    )
  }
}
