import Shop
import Testing
import Worker

@Suite(.timeLimit(.minutes(20))) struct StockQuestionTests {
  @Test func `is about everything where nothing is named`() {
    #expect(StockQuestion(query: "") == .everything)
  }

  @Test(arguments: [
    ("sku=GC-25", ["GC-25"]), ("sku=B&sku=A", ["A", "B"]), ("sku=A&sku=A", ["A"]),
  ])
  func `names products, each once`(query: String, skus: [String]) {
    #expect(StockQuestion(query: query) == .products(Set(skus.compactMap { SKU($0) })))
  }

  @Test(arguments: [
    "sku", "sku=", "sku=a", "sku=A&", "&sku=A", "sku=A&x=1", "x=1", "SKU=A", "sku=A%2DB",
    "sku=A+B", "sku=A,B", "sku=" + String(repeating: "A", count: 65), "sku=A\u{0}",
  ])
  func `is nothing else`(query: String) {
    #expect(StockQuestion(query: query) == nil)
  }

  @Test func `names as many products as a page shows and no more`() {
    let fields = (1...61).map { "sku=P-\($0)" }
    #expect(StockQuestion(query: fields.prefix(60).joined(separator: "&")) != nil)
    #expect(StockQuestion(query: fields.joined(separator: "&")) == nil)
  }
}
