import Shop

/// Every list of the shop, worked out once for all languages.
package struct Listings: Sendable {
  /// All of them, in the order of the shop.
  ///
  /// Everything; categories and scenarios as declared, empty ones too; then the labels, brands and
  /// tags that some product has.
  package let all: [Listing]
  private let places: [ListTerm: Int]

  /// Gathers and sorts each list; `index` is of the content's products.
  package init(_ content: SiteContent, index: ProductIndex) {
    var members: [ListTerm: [Int]] = [:]
    for product in index.standard {
      for term in index.terms[product] { members[term, default: []].append(product) }
    }
    let names = Self.names(in: content.products)
    let named = names.keys.sorted { $0.path < $1.path }
    let declared =
      [.everything] + content.categories.map { ListTerm.category(key: $0.key) }
      + content.scenarios.map { .scenario(key: $0.key) }
    let labels = Set(content.products.flatMap(\.labels)).sorted().map { ListTerm.label($0) }
    all = (declared + labels + named).concurrentMap { [members] term in
      Listing(
        term,
        name: names[term],
        plain: members[term] ?? [],
        of: index
      )
    }
    places = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.term, $0) })
  }

  /// The list of a term; nil for one that is not declared or that no product has.
  package subscript(term: ListTerm) -> Listing? { places[term].map { all[$0] } }

  /// Brands and tags as most products write them; of equals, the first as text.
  private static func names(in products: [Product]) -> [ListTerm: String] {
    var brands: [String: Int] = [:]
    var tags: [String: Int] = [:]
    for product in products {
      if let brand = product.brand { brands[brand, default: 0] += 1 }
      for tag in product.tags { tags[tag, default: 0] += 1 }
    }
    let written =
      brands.map { (ListTerm.brand(key: termKey($0.key)), $0) }
      + tags.map { (.tag(key: termKey($0.key)), $0) }
    return Dictionary(grouping: written, by: \.0).compactMapValues { spellings in
      spellings.map(\.1).min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
    }
  }
}
