import Shop
import Testing

struct OrderFilterTests {
  @Test(arguments: [(-5, 1), (0, 1), (50, 50), (9_999, Order.Filter.most)])
  func `a list has a length`(asked: Int, limit: Int) {
    #expect(Order.Filter(limit: asked).limit == limit)
  }
}
