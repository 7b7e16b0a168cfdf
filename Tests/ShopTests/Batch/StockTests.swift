import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct StockLevelTests {
  @Test(arguments: [
    (-1, StockLevel.out), (0, .out), (1, .low), (9, .low), (10, .inStock), (1_000, .inStock),
  ])
  func `is coarse`(available: Int, level: StockLevel) {
    #expect(StockLevel(available: available) == level)
  }
}
