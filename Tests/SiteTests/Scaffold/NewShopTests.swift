import Foundation
import Shop
import Site
import Testing
import Text

@Suite(.timeLimit(.minutes(20))) struct NewShopTests {
  @Test func `refuses a folder with files in it`() throws {
    let shop = try TemporaryShop()
    #expect(throws: ScaffoldRefusal.notEmpty(shop.path)) {
      try writeNewShop(in: shop.path, now: Timestamp(seconds: 0))
    }
  }
}

@Suite(.timeLimit(.minutes(20))) struct NewProductTests {
  private func make(_ request: ProductRequest, in shop: TemporaryShop) throws -> String {
    try writeNewProduct(request, shop: shop.path, now: Timestamp(seconds: 1_767_319_200))
  }

  @Test(arguments: [
    ("Steam Wallet 50", "steam-wallet-50", "STEAM-WALLET-50"),
    ("Steam 钱包充值卡 50 元", "steam-50", "STEAM-50"),
    ("云盘 100 GB 月卡", "100-gb", "100-GB"),
    ("  Say \"hi\" \\ & go! ", "say-hi-go", "SAY-HI-GO"),
  ])
  func `makes slug and SKU from the name`(name: String, slug: String, sku: String) throws {
    let shop = try TemporaryShop()
    let file = try make(ProductRequest(name: name, price: "48.50"), in: shop)
    #expect(file == "content/products/\(slug).md")
    let loaded = shop.load(includeDrafts: true)
    #expect(loaded.problems.filter { $0.severity == .error } == [])
    let product = try #require(loaded.content?.products.first { $0.slug == slug })
    #expect(product.sku.text == sku)
    #expect(product.texts.title.text(in: .chinese) == name.trimmingCharacters(in: .whitespaces))
    #expect(shop.load().leftOut.contains { $0.file == file && $0.reason == .draft })
    #expect(product.shelving.category == "game-cards")
  }

  @Test func `takes a slug of Chinese when there is a SKU`() throws {
    let shop = try TemporaryShop()
    let request = ProductRequest(
      name: "会员 月卡",
      sku: "VIP-M",
      price: "15.00",
      category: "memberships"
    )
    #expect(try make(request, in: shop) == "content/products/会员-月卡.md")
    #expect(shop.load(includeDrafts: true).problems.filter { $0.severity == .error } == [])
  }

  @Test(arguments: ["zh-CN", "en", "fr"])
  func `what it writes cannot be sold as it is`(language: String) throws {
    let shop = try TemporaryShop()
    _ = language == "fr" ? try writeNewLanguage("fr", shop: shop.path) : nil
    let yaml = try shop.text("site/site.yaml").replacing(
      "language: zh-CN\nlanguages: [zh-CN, en]",
      with: "language: \(language)\nlanguages: [\(language)]"
    )
    try shop.write(yaml, to: "site/site.yaml")
    try shop.remove("content/products/example-50.en.md")
    let file = try make(ProductRequest(name: "Card 7"), in: shop)
    // A draft is not published, and has no price for a preview.
    for includesDrafts in [false, true] {
      let loaded = shop.load(includeDrafts: includesDrafts)
      #expect(!loaded.problems.contains { $0.file == file })
      #expect(loaded.leftOut.map(\.description) == ["\(file): draft without a price"])
    }
    let published = try shop.text(file).replacing(
      "draft: true # remove this line to publish\n",
      with: ""
    )
    try shop.write(published, to: file)
    let faults = shop.load().problems.filter { $0.file == file }
    #expect(faults.map(\.severity) == [.error, .error, .error])
    #expect(faults.map { $0.position.line } == [5, 10, 14])
    try shop.write(published.replacing("price: TO" + "DO", with: "price: 9.00"), to: file)
    #expect(shop.load().problems.filter { $0.file == file && $0.severity == .error }.count == 2)
  }

  @Test(
    arguments: [
      ("game-card", "game-cards"), ("会员", "memberships"), ("Memberships", "memberships"),
      ("no", nil),
    ] as [(String, String?)]
  )
  func `refuses a category that no file declares`(key: String, nearest: String?) throws {
    let shop = try TemporaryShop()
    let known = ["game-cards", "memberships"]
    let refusal = ScaffoldRefusal.unknownCategory(key, known: known, nearest: nearest)
    #expect(throws: refusal) {
      try make(ProductRequest(name: "Card", category: key), in: shop)
    }
    #expect(!shop.has("content/products/card.md"))
    let remedy = nearest.map { "did you mean `\($0)`?" } ?? "or add content/categories/no.md"
    #expect(refusal.description.contains("`game-cards`, `memberships`"))
    #expect(refusal.description.contains(remedy))
  }

  @Test func `writes the dates of its sale`() throws {
    let shop = try TemporaryShop()
    let request = ProductRequest(
      name: "Winter Card",
      price: "20.00",
      availableFrom: "2026-12-01",
      availableUntil: "2026-12-31T16:00:00Z"
    )
    let file = try make(request, in: shop)
    let loaded = shop.load(includeDrafts: true)
    #expect(loaded.problems.filter { $0.severity == .error } == [])
    #expect(loaded.leftOut.map(\.description) == ["\(file): available from 2026-12-01"])
  }

  @Test func `refuses a sale that ends before it begins`() throws {
    let shop = try TemporaryShop()
    var request = ProductRequest(
      name: "Card A",
      availableFrom: "2027-02-01",
      availableUntil: "2027-01-01"
    )
    #expect(throws: ScaffoldRefusal.self) { try make(request, in: shop) }
    request.availableUntil = "2027-02-01"
    _ = try make(request, in: shop)
  }

  @Test func `asks for SKU and slug at once`() throws {
    let shop = try TemporaryShop()
    do {
      _ = try make(ProductRequest(name: "新品"), in: shop)
      Issue.record("made without a name")
    } catch {
      #expect("\(error)".contains("--sku CARD-50"))
      #expect("\(error)".contains("--slug card-50"))
    }
  }

  @Test func `refuses what the shop has`() throws {
    let shop = try TemporaryShop()
    for request in [
      ProductRequest(name: "Example 50"),
      ProductRequest(name: "X", slug: "EXAMPLE-50", sku: "X"),
      ProductRequest(name: "New", sku: "EXAMPLE-MONTH"),
      ProductRequest(name: "New", slug: "../up", sku: "X"),
      ProductRequest(name: "New", price: "-1"),
      ProductRequest(name: "New", availableFrom: "soon"),
      ProductRequest(name: "会员"),
    ] {
      #expect(throws: ScaffoldRefusal.self, "\(request)") { try make(request, in: shop) }
    }
  }
}
