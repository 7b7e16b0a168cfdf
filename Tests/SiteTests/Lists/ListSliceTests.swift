import Site
import Testing

/// Addresses and the pager of one page of a list.
@Suite(.timeLimit(.minutes(20))) struct ListSliceTests {
  private func slice(_ page: Int, of count: Int) -> ListSlice {
    ListSlice(
      address: ListAddress(term: .everything, page: page),
      products: [],
      total: count * Listing.pageLength,
      pageCount: count,
      variants: [.plain]
    )
  }

  @Test(arguments: [
    (1, 1, "1"), (1, 2, "1 2"), (1, 4, "1 2 3 4"), (1, 5, "1 2 3 4 5"), (1, 6, "1 2 3 … 6"),
    (4, 7, "1 2 3 4 5 6 7"), (5, 9, "1 2 3 4 5 6 7 8 9"), (6, 11, "1 … 4 5 6 7 8 … 11"),
    (500, 1000, "1 … 498 499 500 501 502 … 1000"), (1000, 1000, "1 … 998 999 1000"),
  ])
  func `shows the first, two around the current, and the last page`(
    page: Int,
    count: Int,
    expected: String
  ) {
    let steps = slice(page, of: count).window.map { step in
      switch step {
      case .page(let number): String(number)
      case .gap: "…"
      }
    }
    #expect(steps.joined(separator: " ") == expected)
  }

  @Test func `never shows more than nine places, and each gap hides two pages or more`() {
    for count in 1...60 {
      for page in 1...count {
        let window = slice(page, of: count).window
        #expect(window.count <= 9)
        #expect(window.contains(.page(page)))
        let numbers = window.compactMap { if case .page(let number) = $0 { number } else { nil } }
        #expect(numbers.first == 1 && numbers.last == count)
        for (left, right) in zip(numbers, numbers.dropFirst()) {
          #expect(right == left + 1 || right > left + 2)
        }
      }
    }
  }

  @Test func `knows its neighbours`() {
    #expect(slice(1, of: 2).previous == nil)
    #expect(slice(1, of: 2).next?.path == "products/page/2/")
    #expect(slice(2, of: 2).previous?.path == "products/")
    #expect(slice(2, of: 2).next == nil)
    #expect(slice(2, of: 2).first == 49)
  }

  @Test func `is canonical to itself, but a variant to the plain list's first page`() {
    let plain = ListAddress(term: .category(key: "games"), page: 3)
    #expect(plain.canonical == plain)
    let variant = ListVariant(label: .hot, order: .price)
    let address = ListAddress(term: .category(key: "games"), variant: variant, page: 3)
    #expect(address.path == "categories/games/hot/price/page/3/")
    #expect(address.canonical.path == "categories/games/")
  }
}
