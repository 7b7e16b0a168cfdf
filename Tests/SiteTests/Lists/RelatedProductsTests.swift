import Shop
import Site
import Testing

/// Related products.
@Suite(.timeLimit(.minutes(20))) struct RelatedProductsTests {
  /// The SKUs of related products, by SKU.
  private func related(_ products: [Product]) -> [String: [String]] {
    let found = RelatedProducts(ProductIndex(products))
    let pairs = products.indices.map { index in
      (products[index].sku.text, found.related(to: index).map { products[$0].sku.text })
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  @Test func `is the same whatever the order of the files, and never the product itself`() throws {
    let products = try ManyProducts.products(400)
    let expected = related(products)
    for (sku, others) in expected {
      #expect(others.count == RelatedProducts.count)
      #expect(!others.contains(sku))
      #expect(Set(others).count == others.count)
    }
    for seed in 1...3 as ClosedRange<UInt64> {
      #expect(related(ManyProducts.shuffled(products, seed: seed)) == expected)
    }
  }

  @Test func `prefers a rare thing in common, then the nearer price`() throws {
    let facts: [(sku: String, brand: String?, tags: [String], price: String)] = [
      ("ME", "Steam", ["钱包", "自动发货"], "50"),
      ("BRAND-FAR", "Steam", ["自动发货"], "500"),
      ("BRAND-NEAR", "Steam", ["自动发货"], "60"),
      ("TAG", "Other", ["钱包", "自动发货"], "50"),
      ("PRICE", "Third", ["自动发货"], "50"),
      ("NOTHING", "Fourth", ["自动发货"], "90"),
    ]
    let products = try facts.map { fact in
      var product = try SampleShop.plain(
        sku: fact.sku,
        slug: fact.sku.lowercased(),
        title: fact.sku
      )
      product.shelving.brand = fact.brand
      product.shelving.tags = fact.tags
      product.offer.price = try SampleShop.money(fact.price)
      return product
    }
    #expect(related(products)["ME"] == ["BRAND-NEAR", "BRAND-FAR", "TAG", "PRICE"])
  }

  @Test func `puts prices in another currency last`() throws {
    let products = try [("ME", "50", "CNY"), ("YEN", "50", "JPY"), ("FAR", "900", "CNY")].map {
      var product = try SampleShop.plain(sku: $0.0, slug: $0.0.lowercased(), title: "x")
      product.offer.price = try SampleShop.money($0.1, $0.2)
      return product
    }
    #expect(related(products)["ME"] == ["FAR", "YEN"])
  }

  @Test func `finds nothing where nothing is shared`() throws {
    var products = try ManyProducts.products(2)
    for (index, category) in ["games", "food"].enumerated() {
      products[index].shelving.category = category
      products[index].shelving.tags = []
      products[index].shelving.scenarios = []
      products[index].shelving.brand = nil
    }
    #expect(related(products) == ["S-0": [], "S-1": []])
    #expect(related([]) == [:])
  }
}
