import Shop

/// Every list of the shop, worked out once for all languages.
package struct Listings: Sendable {
  /// All lists, in the shop's order.
  ///
  /// All products; categories and scenarios as declared, empty ones too; then labels, brands and
  /// tags of products.
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
    let labels = Set(content.products.flatMap(\.shelving.labels)).sorted().map {
      ListTerm.label($0)
    }
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

  /// Brands and tags as most products write them; of equally common ones the first in byte order.
  private static func names(in products: [Product]) -> [ListTerm: String] {
    var brands: [String: Int] = [:]
    var tags: [String: Int] = [:]
    for product in products {
      if let brand = product.shelving.brand { brands[brand, default: 0] += 1 }
      for tag in product.shelving.tags { tags[tag, default: 0] += 1 }
    }
    let written =
      brands.map { (ListTerm.brand(key: termKey($0.key)), $0) }
      + tags.map { (.tag(key: termKey($0.key)), $0) }
    return Dictionary(grouping: written, by: \.0).compactMapValues { spellings in
      spellings.map(\.1).min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
    }
  }
}

/// One list of the shop in all of its static forms.
package struct Listing: Sendable {
  /// What the list's products have in common.
  package let term: ListTerm
  /// A tag or brand as most of its products write it; nil when the name is declared elsewhere.
  package let name: String?
  /// All forms, the plain one first.
  package let variants: [ListVariant]
  private let indices: [ListVariant: [Int]]

  /// How many products one page shows.
  package static let pageLength = 48

  /// `plain` is its products in the standard order.
  init(_ term: ListTerm, name: String?, plain: [Int], of index: ProductIndex) {
    self.term = term
    self.name = name
    var variants = [ListVariant.plain]
    var indices = [ListVariant.plain: plain]
    if term.hasVariants, plain.count > 1 {
      let labels = Set(plain.flatMap { index.products[$0].shelving.labels }).sorted().filter {
        label in
        let count = plain.count { index.products[$0].shelving.labels.contains(label) }
        return count > 0 && count < plain.count
      }
      for label in [nil] + labels {
        let labelled = label.map { label in
          plain.filter { index.products[$0].shelving.labels.contains(label) }
        }
        for order in ListOrder.allCases {
          let variant = ListVariant(label: label, order: order)
          indices[variant] = (labelled ?? plain).sorted(order, by: index)
          if variant != .plain { variants.append(variant) }
        }
      }
    }
    self.variants = variants
    self.indices = indices
  }

  /// The indices of all products, in the standard order.
  package var products: [Int] { products(in: .plain) }

  /// The indices of a form's products, in its order; empty for a form that does not exist.
  package func products(in variant: ListVariant) -> [Int] { indices[variant] ?? [] }

  /// Every page of every form; an empty list has one page.
  package var slices: [ListSlice] {
    variants.flatMap { variant in
      let products = products(in: variant)
      let pageCount = max(1, (products.count + Self.pageLength - 1) / Self.pageLength)
      return (1...pageCount).map { page in
        let start = (page - 1) * Self.pageLength
        return ListSlice(
          address: ListAddress(term: term, variant: variant, page: page),
          products: Array(products[start..<min(start + Self.pageLength, products.count)]),
          total: products.count,
          pageCount: pageCount,
          variants: variants
        )
      }
    }
  }
}

extension [Int] {
  /// Product indices, given in the standard order, sorted in that order.
  fileprivate func sorted(_ order: ListOrder, by index: ProductIndex) -> [Int] {
    switch order {
    case .standard: self
    case .newest: sorted { index.newest[$0] < index.newest[$1] }
    case .price: sorted { index.price[$0] < index.price[$1] }
    }
  }
}

/// What lists and related products need to know of the whole shop, computed once.
///
/// The result does not depend on the order in which products are given, although it names them by
/// their indices in that order, as pages do.
package struct ProductIndex: Sendable {
  let products: [Product]
  /// Every list that a product is in, by product.
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
      (products[left].shelving.weight, newest[left]) < (
        products[right].shelving.weight, newest[right]
      )
    }
    let place = Self.ranks(byWeight)
    let byPrice = products.indices.sorted { left, right in
      let prices = (products[left].offer.price, products[right].offer.price)
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
