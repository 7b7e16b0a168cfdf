import Shop

/// A list of the shop, which search suggests by its name before any product.
struct SearchName: Sendable {
  /// The kind of list, as in the directory.
  enum Kind: String, CaseIterable, Sendable {
    case category = "c"
    case brand = "b"
    case scenario = "s"
    case tag = "t"
  }

  let kind: Kind
  let name: String
  /// The path from the root, percent-encoded, such as `/en/categories/games/`.
  let path: String
  /// How many products are in it.
  let count: Int

  /// `[kind, name, path, count, "youxi yx"]`, the last only for Chinese names.
  var json: JSONText {
    let spellings = Pinyin.spellings(of: name).map { [JSONText.text($0)] } ?? []
    return .list([.text(kind.rawValue), .text(name), .text(path), .number(count)] + spellings)
  }
}

extension SearchName {
  /// The most brands and the most tags that a directory names, those with the most products.
  ///
  /// They are limited since every search loads the directory first.
  private static let mostOfAKind = 120

  /// The lists that have products, by their names in a language.
  static func all(
    of content: SiteContent,
    listings: Listings,
    address: Address,
    in language: LanguageTag
  ) -> [SearchName] {
    var titles: [ListTerm: Localized] = [:]
    for term in content.categories { titles[.category(key: term.key)] = term.title }
    for term in content.scenarios { titles[.scenario(key: term.key)] = term.title }
    let names = listings.all.compactMap { list -> SearchName? in
      guard let kind = Kind(list.term), !list.products.isEmpty else { return nil }
      return SearchName(
        kind: kind,
        name: titles[list.term]?.text(in: language) ?? list.name ?? "",
        path: address.hosted(address.path(.list(list.term), in: language)),
        count: list.products.count
      )
    }
    let groups = Dictionary(grouping: names, by: \.kind)
    return Kind.allCases.flatMap { kind -> ArraySlice<SearchName> in
      let group = groups[kind] ?? []
      guard kind.isUndeclared else { return group[...] }
      return group.sorted { left, right in
        left.count == right.count ? left.path < right.path : left.count > right.count
      }.prefix(mostOfAKind)
    }
  }
}

extension SearchName.Kind {
  fileprivate init?(_ term: ListTerm) {
    switch term {
    case .category: self = .category
    case .brand: self = .brand
    case .scenario: self = .scenario
    case .tag: self = .tag
    case .everything, .label: return nil
    }
  }

  /// Whether such lists come from products' texts, so that there may be any number.
  fileprivate var isUndeclared: Bool { self == .brand || self == .tag }
}
