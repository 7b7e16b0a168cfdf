import Shop

/// One page of the shop, in any language, with all that it shows.
///
/// Products are indices into the shop's. Nothing but what a case carries, the content it points to
/// and what every page shares goes into the page: what leaves these alone leaves the page alone.
enum Page: Sendable {
  /// Shelves of the first lists, the names of the other categories, and the scenarios.
  case home(shelves: [ListFront], others: [ListTerm], scenarios: [ListFront])
  /// A product, and the ones that its buyers may also like.
  case product(Int, related: [Int])
  case list(ListSlice)
  /// The lists of the shop by name; with a script, also what a query finds.
  case search
  /// A free page, by its index.
  case text(Int)
  /// `404.html`, and one in each other language's folder: hosts answer with the nearest.
  case missing

  /// The front of a list, as the home page shows it.
  struct ListFront: Equatable, Sendable {
    let term: ListTerm
    /// The first of the list.
    let products: [Int]
    /// How many the list has.
    let total: Int
  }

  /// Every page with an address, in the order of the shop.
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

  /// How many cards a shelf of the home page shows: a full row on a wide screen, two on a phone.
  private static let shelfLength = 4

  /// How many categories have a shelf on the home page, where there are more than a few more.
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
    // A label that every second product has, or hardly any, picks out nothing.
    let labels = [ProductLabel.hot, .new].compactMap { shelf(.label($0)) }
      .filter { $0.total >= shelfLength && $0.total * 2 <= content.products.count }
    let categories = content.categories.compactMap { shelf(.category(key: $0.key)) }
      .filter { $0.total > 0 }
    let scenarios = content.scenarios.compactMap { shelf(.scenario(key: $0.key)) }
      .filter { $0.total > 0 }
    // As many as the navigation names; a shop with forty has a home page all the same.
    let shown = categories.count > mostShelves + 2 ? mostShelves : categories.count
    return .home(
      shelves: labels + categories.prefix(shown),
      others: categories.dropFirst(shown).map(\.term),
      scenarios: scenarios
    )
  }
}

extension Theme {
  /// Where a page is; nil for the one that has no address of its own.
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
