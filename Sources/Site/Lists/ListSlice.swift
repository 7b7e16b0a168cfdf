import Shop

/// Everything that one page of a list shows; equal slices make equal pages.
package struct ListSlice: Equatable, Sendable {
  /// The page's address.
  package let address: ListAddress
  /// The indices of the products on this page, in their order.
  package let products: [Int]
  /// How many products all pages of this form of the list have together.
  package let total: Int
  /// How many pages this form of the list has; 1 for an empty one.
  package let pageCount: Int
  /// Every form of the list, the plain one first.
  package let variants: [ListVariant]

  package init(
    address: ListAddress,
    products: [Int],
    total: Int,
    pageCount: Int,
    variants: [ListVariant]
  ) {
    self.address = address
    self.products = products
    self.total = total
    self.pageCount = pageCount
    self.variants = variants
  }

  /// The page before this one.
  package var previous: ListAddress? {
    address.page > 1 ? address.at(page: address.page - 1) : nil
  }

  /// The page after this one.
  package var next: ListAddress? {
    address.page < pageCount ? address.at(page: address.page + 1) : nil
  }

  /// The place of the first product on this page in the whole list, from 1.
  package var first: Int { (address.page - 1) * Listing.pageLength + 1 }

  /// The page numbers that a pager shows: the first, two around this one, the last.
  ///
  /// Not all, since links from every page to every page would grow with the square of the list.
  package var window: [PagerStep] {
    let near = max(1, address.page - 2)...min(pageCount, address.page + 2)
    var steps: [PagerStep] = []
    var last = 0
    for page in [1] + near + [pageCount] where page > last {
      // The number of a single page takes no more room than a gap.
      if page == last + 2 { steps.append(.page(last + 1)) }
      if page > last + 2 { steps.append(.gap) }
      steps.append(.page(page))
      last = page
    }
    return steps
  }
}

/// One entry of a pager.
package enum PagerStep: Equatable, Sendable {
  case page(Int)
  /// Pages that are left out.
  case gap
}

/// How a list is sorted.
package enum ListOrder: String, CaseIterable, Sendable {
  /// By weight, then newest first, then by SKU.
  case standard
  case newest
  /// Cheapest first.
  case price
}

/// One of the static forms of a list: with a label or not, in one of the orders.
package struct ListVariant: Hashable, Sendable {
  /// The label that all products have; nil for any products.
  package var label: ProductLabel?
  /// How the products are sorted.
  package var order: ListOrder

  /// Everything, in the standard order.
  package static let plain = ListVariant(label: nil, order: .standard)

  package init(label: ProductLabel?, order: ListOrder) {
    self.label = label
    self.order = order
  }

  /// What the form adds to the list's address: nothing, `price/`, `hot/` or `hot/price/`.
  package var path: String {
    (label.map { $0.rawValue + "/" } ?? "") + (order == .standard ? "" : order.rawValue + "/")
  }
}

/// Which page of which form of which list.
package struct ListAddress: Hashable, Sendable {
  /// Which list.
  package let term: ListTerm
  /// Which of its forms.
  package let variant: ListVariant
  /// The page's number; page 1 has the list's own address.
  package let page: Int

  package init(term: ListTerm, variant: ListVariant = .plain, page: Int = 1) {
    self.term = term
    self.variant = variant
    self.page = page
  }

  /// The path without the language's part, decoded: `categories/games/hot/price/page/2/`.
  package var path: String { term.path + variant.path + (page == 1 ? "" : "page/\(page)/") }

  /// The canonical page for search engines: that of a variant is the plain list's first.
  package var canonical: ListAddress { variant == .plain ? self : ListAddress(term: term) }

  /// The same form of the list at another page.
  func at(page: Int) -> ListAddress { ListAddress(term: term, variant: variant, page: page) }
}
