import Shop
import Text

/// The first parts of the addresses that the shop keeps for itself.
enum AddressFolder: String {
  case products, categories, scenarios, labels, brands, tags, search, assets

  /// The folder's path without the language's part and without a leading slash: `products/`.
  var path: String { rawValue + "/" }

  /// The folder's path from the root, without a language: `/products/`.
  var plainAddress: String { "/" + path }

  /// The path of a key's page in it, decoded: `products/x/`.
  func path(of key: String) -> String { "\(rawValue)/\(key)/" }
}

/// A page of the shop, as the target of a link.
enum PageRoute: Hashable, Sendable {
  case home
  case product(slug: String)
  case list(ListAddress)
  case search
  case text(path: String)

  /// The first page of a plain list.
  static func list(_ term: ListTerm) -> PageRoute { .list(ListAddress(term: term)) }
  static func category(key: String) -> PageRoute { .list(.category(key: key)) }
  static func scenario(key: String) -> PageRoute { .list(.scenario(key: key)) }

  /// The canonical page for search engines: itself, except for a list's variants.
  var canonical: PageRoute {
    guard case .list(let address) = self else { return self }
    return .list(address.canonical)
  }

  /// The path without the language's part, decoded and without a leading slash: `products/x/`.
  private var path: String {
    switch self {
    case .home: ""
    case .product(let slug): AddressFolder.products.path(of: slug)
    case .list(let address): address.path
    case .search: AddressFolder.search.path
    case .text(let path): "\(path)/"
    }
  }

  /// The path from the root, decoded and without a language, such as `/products/x/`.
  var plainAddress: String { "/" + path }

  fileprivate func file(prefix: String) -> String { prefix + path + "index.html" }
  fileprivate func address(prefix: String) -> String { Address.encode("/\(prefix)\(path)") }
}

/// The addresses of a shop's pages: the default language at the root, others below their tag.
struct Address: Sendable {
  private let defaultLanguage: LanguageTag
  private let base: String
  /// The path of `base_url`.
  private let basePath: String

  init(_ config: SiteConfig) {
    defaultLanguage = config.language
    base = config.baseURL
    basePath = config.basePath
  }

  /// A path from the host's root, for data of scripts, to which `BasePath` is not applied.
  func hosted(_ path: String) -> String { basePath + path }

  /// The output file of a page, decoded, such as `en/products/x/index.html`.
  func file(_ route: PageRoute, in language: LanguageTag) -> String {
    route.file(prefix: prefix(language))
  }

  /// The path of another output file, such as `en/404.html`.
  func file(_ name: String, in language: LanguageTag) -> String { prefix(language) + name }

  /// The path of a page from the root, percent-encoded, such as `/en/products/x/`.
  func path(_ route: PageRoute, in language: LanguageTag) -> String {
    route.address(prefix: prefix(language))
  }

  /// The absolute URL of a page, such as `https://cards.example.com/en/products/x/`.
  func url(_ route: PageRoute, in language: LanguageTag) -> String {
    base + path(route, in: language)
  }

  /// The absolute URL of a path from the root.
  func url(path: String) -> String { base + Self.encode(path) }

  private func prefix(_ language: LanguageTag) -> String {
    guard language != defaultLanguage else { return "" }
    return "\(language.shortTag)/"
  }

  /// Percent-encodes what RFC 3986 does not allow in a path; a `%` is kept.
  static func encode(_ path: String) -> String { PercentEncoding.path.encode(path) }
}

/// The scheme and host of an absolute URL, as a Content-Security-Policy names them.
func origin(of url: String) -> String {
  let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
  return parts.prefix(3).joined(separator: "/")
}
