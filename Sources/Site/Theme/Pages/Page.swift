import Shop

/// One page of the shop, in any language, with all that it shows.
///
/// Products are indices into the shop's. Nothing but what a case carries, the content it points to
/// and what every page shares goes into the page: whatever leaves these alone leaves the page alone.
enum Page: Sendable {
  case home(shelves: [Shelf], scenarios: [Shelf])
  /// A product, and the ones that its buyers may also like.
  case product(Int, related: [Int])
  case list(ListSlice)
  /// A free page, by its index.
  case text(Int)
  /// `404.html`.
  case missing

  /// The front of a list, as the home page shows it.
  struct Shelf: Equatable, Sendable {
    let term: ListTerm
    /// The first of the list.
    let products: [Int]
    /// How many the list has.
    let total: Int
  }

  /// Every page with an address, in the order of the shop.
  static func all(of content: SiteContent, listings: Listings, ranks: ProductRanks) -> [Page] {
    let related = RelatedProducts(content.products, ranks: ranks)
    let products = Array(content.products.indices).concurrentMap { index in
      Page.product(index, related: related.related(to: index))
    }
    return [home(content, listings)] + products
      + listings.all.flatMap(\.slices).map { .list($0) }
      + content.pages.indices.map { .text($0) }
  }

  /// How many cards a shelf of the home page shows: a full row on a wide screen, two on a phone.
  private static let shelfLength = 4

  private static func home(_ content: SiteContent, _ listings: Listings) -> Page {
    let shelf = { (term: ListTerm) -> Shelf? in
      guard let products = listings[term]?.products else { return nil }
      return Shelf(term: term, products: Array(products.prefix(shelfLength)), total: products.count)
    }
    // A label that every second product has, or hardly any, picks out nothing.
    let labels = [ProductLabel.hot, .new].compactMap { shelf(.label($0)) }
      .filter { $0.total >= shelfLength && $0.total * 2 <= content.products.count }
    let categories = content.categories.compactMap { shelf(.category(key: $0.key)) }
      .filter { $0.total > 0 }
    let scenarios = content.scenarios.compactMap { shelf(.scenario(key: $0.key)) }
    return .home(shelves: labels + categories, scenarios: scenarios)
  }
}

extension Theme {
  /// Where each page is that search engines shall know, in the order of the shop.
  var routes: [Route] { pages.compactMap { route($0) }.filter { $0.canonical == $0 } }

  /// Where a page is; nil for the one that has no address of its own.
  func route(_ page: Page) -> Route? {
    switch page {
    case .home: .home
    case .product(let index, _): .product(slug: content.products[index].slug)
    case .list(let slice): .list(slice.address)
    case .text(let index): .text(path: content.pages[index].path)
    case .missing: nil
    }
  }
}
