import Shop

/// Finds the products that a buyer of one product may also like.
///
/// It is an inverted index: the candidates are products near in price under a product's few rarest
/// terms. So a tag on half of the shop costs no more than one on ten products. The result does not
/// depend on the order in which products are given.
package struct RelatedProducts: Sendable {
  /// How many related products are shown: a row on a wide screen, two rows on a phone.
  package static let count = 4
  /// How many of a product's terms are used, the rarest ones; the others tell little.
  private static let mostTerms = 12
  /// How many candidates a term names on either side of the product's price.
  private static let reach = 24
  /// The number of candidates at which the search ends.
  private static let enough = 128

  private let index: ProductIndex
  /// The index of each product by its rank by price; this type uses ranks.
  private let byPrice: [Int]
  /// The terms of each product, the rarest first.
  private let terms: [[Int]]
  /// The products of each term, the cheapest first.
  private let postings: [[Int]]
  /// The weight of each term that two products share.
  private let weights: [Int]

  /// Gathers the products of each term.
  package init(_ index: ProductIndex) {
    self.index = index
    byPrice = index.products.indices.sorted { index.price[$0] < index.price[$1] }
    let own = byPrice.map { index.terms[$0].filter { $0.relates > 0 } }
    var counts: [ListTerm: Int] = [:]
    for term in own.joined() { counts[term, default: 0] += 1 }
    let shared = counts.filter { $0.value > 1 }
      .sorted { ($0.value, $0.key.path) < ($1.value, $1.key.path) }
    let numbers = Dictionary(uniqueKeysWithValues: shared.enumerated().map { ($1.key, $0) })
    weights = shared.map {
      $0.key.relates * (1 + (index.products.count / $0.value).binaryLogarithm)
    }
    let terms = own.map { $0.compactMap { numbers[$0] }.sorted() }
    var postings = Array(repeating: [Int](), count: shared.count)
    for (product, terms) in terms.enumerated() {
      for term in terms { postings[term].append(product) }
    }
    self.terms = terms
    self.postings = postings
  }

  /// The products related to that one, the nearest first.
  package func related(to product: Int) -> [Int] {
    let product = index.price[product]
    let nearest = candidates(for: product)
      .map { (product: $0, score: score(product, $0), distance: distance(product, $0)) }
      .sorted { ($1.score, $0.distance, $0.product) < ($0.score, $1.distance, $1.product) }
    return nearest.prefix(Self.count).map { byPrice[$0.product] }
  }

  private func candidates(for product: Int) -> Set<Int> {
    var candidates = Set<Int>()
    for term in terms[product].prefix(Self.mostTerms) where candidates.count < Self.enough {
      let posting = postings[term]
      let place = posting.place(of: product)
      let near = max(0, place - Self.reach)..<min(posting.count, place + Self.reach + 1)
      candidates.formUnion(posting[near])
    }
    candidates.remove(product)
    return candidates
  }

  /// The weight of the terms that both have.
  private func score(_ left: Int, _ right: Int) -> Int {
    var score = 0
    var (mine, theirs) = (terms[left][...], terms[right][...])
    while let first = mine.first, let other = theirs.first {
      if first == other { score += weights[first] }
      if first <= other { mine.removeFirst() }
      if other <= first { theirs.removeFirst() }
    }
    return score
  }

  /// The difference in price, in minor units; the largest number for two currencies.
  private func distance(_ left: Int, _ right: Int) -> UInt64 {
    let (mine, theirs) = (
      index.products[byPrice[left]].offer.price, index.products[byPrice[right]].offer.price
    )
    guard mine.currency == theirs.currency else { return .max }
    return (mine.minorUnits - theirs.minorUnits).magnitude
  }
}

extension ListTerm {
  /// How much a shared term of this kind counts; labels do not tell what a product is.
  fileprivate var relates: Int {
    switch self {
    case .brand: 4
    case .category: 3
    case .tag: 2
    case .scenario: 1
    case .everything, .label: 0
    }
  }
}

extension Int {
  /// The binary logarithm of a positive number, rounded down.
  fileprivate var binaryLogarithm: Int { Self.bitWidth - 1 - leadingZeroBitCount }
}

extension [Int] {
  /// Where an element is, or would be, in ascending numbers.
  fileprivate func place(of element: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < element { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
