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

  /// The format's name in the menus of feed readers.
  var name: String {
    switch self {
    case .rss: "RSS"
    case .atom: "Atom"
    case .json: "JSON Feed"
    }
  }
}

extension PageRoute {
  /// The page whose feeds this page links to: home, or the category of a list's page; else nil.
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
  /// The path of a feed from the root, percent-encoded, such as `/en/categories/games/rss.xml`.
  func path(_ format: FeedFormat, of route: PageRoute, in language: LanguageTag) -> String {
    path(route, in: language) + format.fileName
  }

  /// The decoded output path of a file in a page's folder.
  func file(_ name: String, besides route: PageRoute, in language: LanguageTag) -> String {
    file(route, in: language).dropLast("index.html".count) + name
  }
}
