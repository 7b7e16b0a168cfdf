import Shop

/// What lists and related products ask about the whole shop, worked out once.
///
/// Everything follows from the products alone, not from the order they are given in. Products are
/// called by their place in that order all the same: it is what pages are told.
package struct ProductIndex: Sendable {
  let products: [Product]
  /// By product: every list that it is in.
  let terms: [[ListTerm]]
  /// Products as plain lists show them: by weight, then newest first, then by SKU.
  let standard: [Int]
  /// Ranks by product: newest first, those without a date last, then by SKU.
  let newest: [Int]
  /// Ranks by product: cheapest first within a currency, currencies by code.
  let price: [Int]

  /// Sorts the whole shop, three times.
  package init(_ products: [Product]) {
    self.products = products
    terms = products.concurrentMap(\.terms)
    let dates = products.map { $0.date?.milliseconds ?? .min }
    let byDate = products.indices.sorted { left, right in
      dates[left] == dates[right]
        ? products[left].sku < products[right].sku : dates[left] > dates[right]
    }
    let newest = Self.ranks(byDate)
    let byWeight = products.indices.sorted { left, right in
      (products[left].weight, newest[left]) < (products[right].weight, newest[right])
    }
    let place = Self.ranks(byWeight)
    let byPrice = products.indices.sorted { left, right in
      let prices = (products[left].price, products[right].price)
      let codes = (prices.0.currency.code, prices.1.currency.code)
      guard codes.0 == codes.1 else { return codes.0 < codes.1 }
      guard prices.0.minorUnits == prices.1.minorUnits else {
        return prices.0.minorUnits < prices.1.minorUnits
      }
      return place[left] < place[right]
    }
    standard = byWeight
    self.newest = newest
    price = Self.ranks(byPrice)
  }

  private static func ranks(_ order: [Int]) -> [Int] {
    var ranks = Array(repeating: 0, count: order.count)
    for (rank, product) in order.enumerated() { ranks[product] = rank }
    return ranks
  }
}
