import Shop

/// A page of the shop, in any language, with everything that it shows.
///
/// Products are indices. A page depends only on what its case holds, the content that this refers
/// to, and what all pages share: if these do not change, the page does not.
enum Page: Sendable {
  /// Three products as a picture, the fronts of the first lists, the names of the other categories,
  /// and the scenarios.
  case home(lead: [Int], fronts: [ListFront], others: [ListTerm], scenarios: [ListFront])
  /// A product with its related products.
  case product(Int, related: [Int])
  case list(ListSlice)
  /// The search page.
  case search
  /// A free page, by its index.
  case text(Int)
  /// `404.html`, of which each other language has one in its folder.
  case missing

  /// The first products of a list, which the home page shows.
  struct ListFront: Equatable, Sendable {
    let term: ListTerm
    /// The list's first products.
    let products: [Int]
    /// How many products the list has.
    let total: Int
  }

  /// All pages with addresses, in the shop's order.
  static func all(of content: SiteContent, listings: Listings, index: ProductIndex) -> [Page] {
    let related = RelatedProducts(index)
    let products = Array(content.products.indices).concurrentMap { index in
      Page.product(index, related: related.related(to: index))
    }
    return [home(content, listings)] + products
      + listings.all.flatMap(\.slices).map { .list($0) }
      + [.search]
      + content.pages.indices.map { .text($0) }
  }

  /// How many cards the home page shows of a list: a row on a wide screen, two on a phone.
  private static let frontLength = 4

  /// How many cards the picture beside the sentence shows.
  private static let leadLength = 3

  /// How many categories show products on the home page, if there are at least three more.
  private static let mostCategories = 8

  private static func home(_ content: SiteContent, _ listings: Listings) -> Page {
    var isShown = Set<Int>()
    /// The first products of a list that the page does not show yet.
    func front(_ term: ListTerm, length: Int) -> ListFront? {
      guard let all = listings[term]?.products, !all.isEmpty else { return nil }
      let products = Array(all.lazy.filter { !isShown.contains($0) }.prefix(length))
      isShown.formUnion(products)
      return ListFront(term: term, products: products, total: all.count)
    }
    // A label of more than half of the products, or of very few, is not shown.
    let labels = [ProductLabel.hot, .new].map(ListTerm.label).filter { term in
      let total = listings[term]?.products.count ?? 0
      return total >= frontLength && total * 2 <= content.products.count
    }
    let categories = content.categories.map { ListTerm.category(key: $0.key) }
      .filter { listings[$0]?.products.isEmpty == false }
    // As many as the navigation shows.
    let shown = categories.count > mostCategories + 2 ? mostCategories : categories.count
    let fronts = (labels + categories.prefix(shown)).compactMap { front($0, length: frontLength) }
      .filter { !$0.products.isEmpty }
    // Cards that are nowhere else on the page, or else the first of the categories.
    let others = categories.compactMap { front($0, length: 1)?.products.first }
    let first = categories.compactMap { listings[$0]?.products.first }
    return .home(
      lead: Array((others + first).prefix(leadLength)),
      fronts: fronts,
      // Also those whose cards all stand above.
      others: categories.filter { term in !fronts.contains { $0.term == term } },
      scenarios: content.scenarios.compactMap { front(.scenario(key: $0.key), length: 0) }
    )
  }
}

extension Theme {
  /// The route of a page; nil for `404.html`, which has no address.
  func route(_ page: Page) -> PageRoute? {
    switch page {
    case .home: .home
    case .product(let index, _): .product(slug: content.products[index].slug)
    case .list(let slice): .list(slice.address)
    case .search: .search
    case .text(let index): .text(path: content.pages[index].path)
    case .missing: nil
    }
  }
}
