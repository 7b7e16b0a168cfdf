import Shop

/// One list of the shop in all of its static forms.
package struct Listing: Sendable {
  /// What its products have in common.
  package let term: ListTerm
  /// A tag or brand as most of its products write it; nil where the name is declared elsewhere.
  package let name: String?
  /// The plain one first.
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
      let labels = Set(plain.flatMap { index.products[$0].labels }).sorted().filter { label in
        let count = plain.count { index.products[$0].labels.contains(label) }
        return count > 0 && count < plain.count
      }
      for label in [nil] + labels {
        let labelled = label.map { label in
          plain.filter { index.products[$0].labels.contains(label) }
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

  /// The indices of all of its products, in the standard order.
  package var products: [Int] { products(in: .plain) }

  /// The indices of a form's products, in its order; empty for a form that the list has not.
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
  /// Product indices in that order; they are given in the standard one.
  fileprivate func sorted(_ order: ListOrder, by index: ProductIndex) -> [Int] {
    switch order {
    case .standard: self
    case .newest: sorted { index.newest[$0] < index.newest[$1] }
    case .price: sorted { index.price[$0] < index.price[$1] }
    }
  }
}
