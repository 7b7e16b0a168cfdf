import Shop
import Site
import Testing

@Suite(.timeLimit(.minutes(20))) struct StockFileTests {
  private func check(_ text: String) throws -> BuildReport {
    let shop = try TemporaryShop(["stock.json": text])
    var request = shop.request()
    request.stockFile = shop.path + "/stock.json"
    return try checkSite(request)
  }

  @Test func `takes what the worker answers and passes over unknown SKUs`() throws {
    let text = #"{"version":1,"stock":{"EXAMPLE-CN-50":"low","GONE":"out","no sku":"in"}}"#
    #expect(try check(text).problems == [])
  }

  @Test(arguments: [
    ("", "something else, which begins with ``"),
    ("<!doctype html>", "something else, which begins with `<!doctype html>`"),
    (#"{"version":2,"stock":{}}"#, "version 2"),
    (#"{"version":1,"stock":{"A":"many"}}"#, "`many` for `A`"),
  ])
  func `refuses anything else`(text: String, found: String) throws {
    let refusal = try #require(throws: OutputRefusal.self) { try check(text) }
    #expect(refusal.description.contains("/stock.json: expected stock levels such as"))
    #expect(refusal.description.contains("found \(found); "))
  }

  @Test func `refuses a file that is not there`() throws {
    let shop = try TemporaryShop()
    var request = shop.request()
    request.stockFile = shop.path + "/none.json"
    let refusal = OutputRefusal.noStock(
      shop.path + "/none.json",
      found: "No such file or directory"
    )
    #expect(throws: refusal) { try buildSite(request) }
  }
}
