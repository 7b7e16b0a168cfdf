import Shop

/// A page of the shop, in any language, with everything that it shows.
///
/// Products are indices. A page depends only on what its case holds, the content that this refers
/// to, and what all pages share: if these do not change, the page does not.
enum Page: Sendable {
  /// The fronts of the first lists, the names of the other categories, and the scenarios.
  case home(shelves: [ListFront], others: [ListTerm], scenarios: [ListFront])
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
  private static let shelfLength = 4

  /// How many categories show products on the home page, if there are at least three more.
  private static let mostShelves = 8

  private static func home(_ content: SiteContent, _ listings: Listings) -> Page {
    let shelf = { (term: ListTerm) -> ListFront? in
      guard let products = listings[term]?.products else { return nil }
      return ListFront(
        term: term,
        products: Array(products.prefix(shelfLength)),
        total: products.count
      )
    }
    // A label of more than half of the products, or of very few, is not shown.
    let labels = [ProductLabel.hot, .new].compactMap { shelf(.label($0)) }
      .filter { $0.total >= shelfLength && $0.total * 2 <= content.products.count }
    let categories = content.categories.compactMap { shelf(.category(key: $0.key)) }
      .filter { $0.total > 0 }
    let scenarios = content.scenarios.compactMap { shelf(.scenario(key: $0.key)) }
      .filter { $0.total > 0 }
    // As many as the navigation shows.
    let shown = categories.count > mostShelves + 2 ? mostShelves : categories.count
    return .home(
      shelves: labels + categories.prefix(shown),
      others: categories.dropFirst(shown).map(\.term),
      scenarios: scenarios
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
