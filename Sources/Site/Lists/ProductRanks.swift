import Shop

/// The orders of the whole shop, worked out once: a list's order is its products by rank.
///
/// Ranks follow from the products alone, not from the order they are given in.
struct ProductRanks: Sendable {
  /// Product indices as plain lists show them: by weight, then newest first, then by SKU.
  let standard: [Int]
  /// By product index: newest first, those without a date last, then by SKU.
  let newest: [Int]
  /// By product index: cheapest first within a currency, currencies by code.
  let price: [Int]

  init(_ products: [Product]) {
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
    for (rank, index) in order.enumerated() { ranks[index] = rank }
    return ranks
  }
}
