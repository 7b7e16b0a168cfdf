import Shop

/// How a list is sorted.
enum ListOrder: String, CaseIterable, Sendable {
  /// By weight, then newest first, then by SKU.
  case standard
  case newest
  /// Cheapest first.
  case price
}

/// One of the static forms of a list: with a label or not, in one of the orders.
struct ListVariant: Hashable, Sendable {
  var label: ProductLabel?
  var order: ListOrder

  /// Everything, in the standard order.
  static let plain = ListVariant(label: nil, order: .standard)

  /// What it adds to the list's address: nothing, `price/`, `hot/`, `hot/price/`.
  var path: String {
    (label.map { $0.rawValue + "/" } ?? "") + (order == .standard ? "" : order.rawValue + "/")
  }
}

/// Which page of which form of which list.
struct ListAddress: Hashable, Sendable {
  let term: ListTerm
  var variant = ListVariant.plain
  /// From 1, which has the list's own address.
  var page = 1

  /// Without the language's part, decoded: `categories/games/hot/price/page/2/`.
  var path: String { term.path + variant.path + (page == 1 ? "" : "page/\(page)/") }

  /// The page that search engines shall show instead: a variant's is the plain list's first.
  var canonical: ListAddress { variant == .plain ? self : ListAddress(term: term) }

  /// The same form of the list at another page.
  func at(page: Int) -> ListAddress { ListAddress(term: term, variant: variant, page: page) }
}
