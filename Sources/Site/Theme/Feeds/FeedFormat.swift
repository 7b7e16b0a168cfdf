/// One of the three formats that feed readers know.
enum FeedFormat: CaseIterable {
  case rss, atom, json

  /// The file's name, in the folder of the page that it belongs to.
  var fileName: String {
    switch self {
    case .rss: "rss.xml"
    case .atom: "atom.xml"
    case .json: "feed.json"
    }
  }

  var mediaType: String {
    switch self {
    case .rss: "application/rss+xml"
    case .atom: "application/atom+xml"
    case .json: "application/feed+json"
    }
  }

  /// As readers' menus call it.
  var name: String {
    switch self {
    case .rss: "RSS"
    case .atom: "Atom"
    case .json: "JSON Feed"
    }
  }
}

extension PageRoute {
  /// The page whose feeds this one announces: home's own, and a category's on all of its pages.
  var feedPage: PageRoute? {
    switch self {
    case .home: self
    case .list(let address):
      if case .category = address.term { .list(address.term) } else { nil }
    case .product, .search, .text: nil
    }
  }
}

extension Address {
  /// From the root, percent-encoded: `/en/categories/games/rss.xml`.
  func path(_ format: FeedFormat, of route: PageRoute, in language: LanguageTag) -> String {
    path(route, in: language) + format.fileName
  }

  /// The output file, decoded, of something in a page's folder.
  func file(_ name: String, besides route: PageRoute, in language: LanguageTag) -> String {
    file(route, in: language).dropLast("index.html".count) + name
  }
}
