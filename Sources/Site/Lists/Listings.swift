import Shop

/// Every list of the shop, worked out once for all languages.
struct Listings: Sendable {
  /// Everything; categories and scenarios as declared, empty ones too; then the labels, brands and
  /// tags that some product has.
  let all: [Listing]
  private let places: [ListTerm: Int]

  init(_ content: SiteContent, ranks: ProductRanks) {
    let products = content.products
    var indices: [ListTerm: [Int]] = [:]
    var spellings: [ListTerm: [String: Int]] = [:]
    for index in ranks.standard {
      for term in products[index].terms { indices[term, default: []].append(index) }
      for (term, text) in products[index].namedTerms {
        spellings[term, default: [:]][text, default: 0] += 1
      }
    }
    let named = spellings.keys.sorted { $0.path < $1.path }
    let declared =
      [.everything] + content.categories.map { ListTerm.category(key: $0.key) }
      + content.scenarios.map { .scenario(key: $0.key) }
    let labels = ProductLabel.allCases.map { ListTerm.label($0) }.filter { indices[$0] != nil }
    all = (declared + labels + named).concurrentMap { [indices, spellings] term in
      Listing(
        term,
        name: spellings[term]?.mostUsed,
        plain: indices[term] ?? [],
        of: products,
        by: ranks
      )
    }
    places = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.term, $0) })
  }

  /// The list of a term; nil for one that is not declared or that no product has.
  subscript(term: ListTerm) -> Listing? { places[term].map { all[$0] } }
}

extension Product {
  /// The terms that have no name but what products write.
  fileprivate var namedTerms: [(term: ListTerm, text: String)] {
    tags.map { (.tag(key: termKey($0)), $0) }
      + (brand.map { [(.brand(key: termKey($0)), $0)] } ?? [])
  }
}

extension [String: Int] {
  /// The key with the largest number; of equals, the first as text.
  fileprivate var mostUsed: String? {
    self.min { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }?.key
  }
}
