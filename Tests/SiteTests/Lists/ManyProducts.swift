import Shop
import Site
import Testing

/// Reproducible shops of any size, in which products share all kinds of terms.
enum ManyProducts {
  static func content(_ count: Int) throws -> SiteContent {
    var content = try SampleShop.content()
    content.products = try products(count)
    return content
  }

  static func products(_ count: Int) throws -> [Product] {
    var numbers = Numbers(seed: 7)
    return try (0..<count).map { number in
      var product = try SampleShop.plain(
        sku: "S-\(number)",
        slug: "s-\(number)",
        title: "卡 \(number)"
      )
      product.shelving.category = numbers.next(below: 3) == 0 ? "food" : "games"
      product.offer.price = try SampleShop.money(String(1 + numbers.next(below: 200)))
      product.date = Timestamp(milliseconds: Int64(numbers.next(below: 50)) * 86_400_000)
      product.shelving.weight = numbers.next(below: 3) - 1
      product.shelving.labels = ProductLabel.builtIn.filter { _ in numbers.next(below: 4) == 0 }
      product.shelving.scenarios = numbers.next(below: 2) == 0 ? ["生日"] : []
      product.shelving.brand = ["Steam", "steam", "Cairnlight", nil][numbers.next(below: 4)]
      product.shelving.tags = ["自动发货", "点卡", "rare-\(number / 3)"].filter { _ in
        numbers.next(below: 2) == 0
      }
      return product
    }
  }

  /// A reproducible generator of numbers: Knuth's MMIX.
  struct Numbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(limit))
    }
  }

  /// The same elements in another order.
  static func shuffled<Element>(_ elements: [Element], seed: UInt64) -> [Element] {
    var numbers = Numbers(seed: seed)
    var shuffled = elements
    for index in shuffled.indices.dropFirst() {
      shuffled.swapAt(index, numbers.next(below: index + 1))
    }
    return shuffled
  }
}

extension SiteContent {
  /// Its lists.
  var listings: Listings { Listings(self, index: ProductIndex(products)) }
}
