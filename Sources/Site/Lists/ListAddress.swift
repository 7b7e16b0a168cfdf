import Shop

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
  /// Nil for products with any label or none.
  package var label: ProductLabel?
  /// How what is left is sorted.
  package var order: ListOrder

  /// Everything, in the standard order.
  package static let plain = ListVariant(label: nil, order: .standard)

  package init(label: ProductLabel?, order: ListOrder) {
    self.label = label
    self.order = order
  }

  /// What it adds to the list's address: nothing, `price/`, `hot/`, `hot/price/`.
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
  /// From 1, which has the list's own address.
  package let page: Int

  package init(term: ListTerm, variant: ListVariant = .plain, page: Int = 1) {
    self.term = term
    self.variant = variant
    self.page = page
  }

  /// Without the language's part, decoded: `categories/games/hot/price/page/2/`.
  package var path: String { term.path + variant.path + (page == 1 ? "" : "page/\(page)/") }

  /// The page that search engines shall show instead: a variant's is the plain list's first.
  package var canonical: ListAddress { variant == .plain ? self : ListAddress(term: term) }

  /// The same form of the list at another page.
  func at(page: Int) -> ListAddress { ListAddress(term: term, variant: variant, page: page) }
}
