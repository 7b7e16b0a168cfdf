import Foundation
import Site
import Testing

@Suite(.timeLimit(.minutes(20))) struct ProductSchemaTests {
  private func schema(shop: String) throws -> [String: Any] {
    let data = Data(try jsonSchema(of: .product, shop: shop).utf8)
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func `every key of the schema is read, and every key that is read is in it`() throws {
    let shop = try TemporaryShop()
    let properties = try #require(try schema(shop: shop.path)["properties"] as? [String: Any])
    let lines = properties.keys.sorted().map { "\($0): x\n" }.joined()
    try shop.write("---\n\(lines)nothing: x\n---\n", to: "content/products/test.md")
    let unknown = shop.load().problems.map(\.message).filter { $0.hasPrefix("unknown key") }
    #expect(unknown.count == 1)
    #expect(unknown.first?.contains("`nothing`") == true)
    #expect(properties.count >= 25)
  }

  @Test func `the shop's own categories and scenarios are offered`() throws {
    let shop = try TemporaryShop()
    let properties = try #require(try schema(shop: shop.path)["properties"] as? [String: Any])
    let category = try #require(properties["category"] as? [String: Any])
    #expect(category["enum"] as? [String] == ["game-cards", "memberships"])
    let scenarios = try #require(properties["scenarios"] as? [String: Any])
    let items = try #require(scenarios["items"] as? [String: Any])
    #expect(items["enum"] as? [String] == ["birthday", "self-use"])
  }

  @Test func `without a shop any category is as good`() throws {
    let properties = try #require(
      try schema(shop: "/nowhere")["properties"] as? [String: Any]
    )
    let category = try #require(properties["category"] as? [String: Any])
    #expect(category["enum"] == nil)
  }
}
