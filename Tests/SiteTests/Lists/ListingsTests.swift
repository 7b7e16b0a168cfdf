import Shop
import Site
import Testing

/// Which lists there are, with which products in which order.
@Suite(.timeLimit(.minutes(20))) struct ListingsTests {
  @Test func `makes declared lists always, and others where some product is in them`() throws {
    let content = try SampleShop.content()
    #expect(
      content.listings.all.map(\.term) == [
        .everything, .category(key: "games"), .category(key: "food"), .category(key: "empty"),
        .scenario(key: "生日"), .label(.hot), .brand(key: "cairnlight"),
        .tag(key: "rd"), .tag(key: "钱包"),
      ]
    )
    #expect(content.listings[.tag(key: "none")] == nil)
    #expect(content.listings[.category(key: "empty")]?.slices.count == 1)
  }

  @Test func `puts the lighter first, then the newer, then by SKU`() throws {
    var products = try ["A", "B", "C", "D"].map {
      try SampleShop.plain(sku: $0, slug: $0.lowercased(), title: $0)
    }
    products[1].date = Timestamp(milliseconds: 1)
    products[2].date = Timestamp(milliseconds: 2)
    products[3].shelving.weight = -1
    var content = try SampleShop.content()
    for seed in 0..<8 as Range<UInt64> {
      content.products = ManyProducts.shuffled(products, seed: seed)
      let order = try #require(content.listings[.everything]).products
      #expect(order.map { content.products[$0].sku.text } == ["D", "C", "B", "A"])
    }
  }

  @Test func `sorts prices within a currency, currencies by code`() throws {
    var content = try SampleShop.content()
    content.products = try [("9", "USD"), ("10", "CNY"), ("9.50", "CNY"), ("8000", "JPY")]
      .enumerated()
      .map { number, price in
        var product = try SampleShop.plain(sku: "S\(number)", slug: "s\(number)", title: "x")
        product.offer.price = try SampleShop.money(price.0, price.1)
        return product
      }
    let variant = ListVariant(label: nil, order: .price)
    let order = try #require(content.listings[.everything]).products(in: variant)
    #expect(
      order.map { content.products[$0].offer.price.description } == [
        "9.50 CNY", "10.00 CNY", "8000 JPY", "9.00 USD",
      ]
    )
  }

  @Test(arguments: [1, 47, 48, 49, 300])
  func `has every product on exactly one page of its category`(count: Int) throws {
    let content = try ManyProducts.content(count)
    for key in ["games", "food"] {
      let listing = try #require(content.listings[.category(key: key)])
      let shown = listing.slices.filter { $0.address.variant == .plain }.flatMap(\.products)
      let own = content.products.indices.filter { content.products[$0].shelving.category == key }
      #expect(shown.sorted() == own)
      #expect(Set(shown).count == shown.count)
    }
  }

  @Test func `shows the same products in each order of a variant, and full pages but the last`()
    throws
  {
    let content = try ManyProducts.content(300)
    for listing in content.listings.all {
      #expect(listing.variants.first == .plain)
      let slices = Dictionary(grouping: listing.slices, by: \.address.variant)
      #expect(Set(slices.keys) == Set(listing.variants))
      for (variant, pages) in slices {
        #expect(pages.map(\.address.page) == Array(1...pages.count))
        #expect(pages.allSatisfy { $0.pageCount == pages.count })
        #expect(pages.dropLast().allSatisfy { $0.products.count == Listing.pageLength })
        let expected = listing.products.filter { index in
          variant.label.map(content.products[index].shelving.labels.contains) ?? true
        }
        #expect(pages.flatMap(\.products).sorted() == expected.sorted())
        #expect(pages.allSatisfy { $0.total == expected.count })
      }
    }
  }

  @Test func `has variants for labels of some products, not of none or all`() throws {
    var content = try SampleShop.content()
    content.products[1].shelving.labels = [.new]
    content.products[0].shelving.labels = [.new, .hot]
    let games = try #require(content.listings[.category(key: "games")])
    #expect(
      games.variants.map(\.path) == ["", "newest/", "price/", "hot/", "hot/newest/", "hot/price/"]
    )
    let food = try #require(content.listings[.category(key: "food")])
    #expect(food.variants == [.plain], "one product has one order")
  }

  @Test func `has no variants of brands and tags`() throws {
    let content = try ManyProducts.content(100)
    for listing in content.listings.all where !listing.term.hasVariants {
      #expect(listing.variants == [.plain])
    }
  }

  @Test func `names a tag as most products write it`() throws {
    var content = try ManyProducts.content(3)
    content.products[0].shelving.tags = ["steam 卡"]
    content.products[1].shelving.tags = ["Steam 卡"]
    content.products[2].shelving.tags = ["Steam 卡", "STEAM 卡"]
    let listing = try #require(content.listings[.tag(key: "steam-卡")])
    #expect(listing.name == "Steam 卡")
    #expect(listing.products.count == 3)
  }

  @Test(arguments: [
    ("Steam 钱包", "steam-钱包"), ("自动发货", "自动发货"), ("a/b?c%", "abc"), ("../..", "2e-2e-2f-2e-2e"),
    ("★", "2605"), ("Section", "section"), ("C++", "cplusplus"), ("C#", "csharp"), ("C", "c"),
  ])
  func `makes a safe address of a tag`(tag: String, key: String) {
    #expect(termKey(tag) == key)
  }

  @Test func `keeps a long tag within the length of a file's name`() {
    #expect(termKey(String(repeating: "𠮷", count: 300)).utf8.count == 240)
  }
}
