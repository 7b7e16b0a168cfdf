import Shop

/// The regions that products are valid in, from the one with most products to the one with fewest.
///
/// The first is the shop's home region.
struct Regions: Sendable {
  /// Each region once, as products name it.
  let all: [String]
  private let places: [String: Int]

  init(_ products: [Product]) {
    let counts = Dictionary(grouping: products.compactMap(\.offer.region)) { $0 }
    all = counts.sorted { left, right in
      let numbers = (left.value.count, right.value.count)
      return numbers.0 == numbers.1 ? left.key < right.key : numbers.0 > numbers.1
    }.map(\.key)
    places = Dictionary(uniqueKeysWithValues: zip(all, all.indices))
  }

  /// The same; empty if there is only one, which does not tell products apart.
  var apart: [String] { all.count < 2 ? [] : all }

  /// The place of a product's region in the list; nil for a product that names none.
  func place(of product: Product) -> Int? { product.offer.region.flatMap { places[$0] } }
}
