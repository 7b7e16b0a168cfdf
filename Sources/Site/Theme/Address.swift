import Shop

/// A page of the shop: a link cannot be misspelt.
enum PageRoute: Hashable, Sendable {
  case home
  case product(slug: String)
  case list(ListAddress)
  case search
  case text(path: String)

  /// The first page of a list, as it is.
  static func list(_ term: ListTerm) -> PageRoute { .list(ListAddress(term: term)) }
  static func category(key: String) -> PageRoute { .list(.category(key: key)) }
  static func scenario(key: String) -> PageRoute { .list(.scenario(key: key)) }

  /// The page that search engines shall show instead of this one: itself but for a list's variants.
  var canonical: PageRoute {
    guard case .list(let address) = self else { return self }
    return .list(address.canonical)
  }

  /// The path without the language's part, decoded and without a leading slash: `products/x/`.
  private var path: String {
    switch self {
    case .home: ""
    case .product(let slug): "products/\(slug)/"
    case .list(let address): address.path
    case .search: "search/"
    case .text(let path): "\(path)/"
    }
  }

  /// From the root, decoded and without a language: `/products/x/`.
  var plainAddress: String { "/" + path }

  fileprivate func file(prefix: String) -> String { prefix + path + "index.html" }
  fileprivate func address(prefix: String) -> String { Address.encode("/\(prefix)\(path)") }
}

/// Where a shop's pages are: the default language at the root, others under their tag.
struct Address: Sendable {
  private let defaultLanguage: LanguageTag
  private let base: String
  /// Of `base_url`.
  private let basePath: String

  init(_ config: SiteConfig) {
    defaultLanguage = config.language
    base = config.baseURL
    basePath = config.basePath
  }

  /// From the root of the host, for data that scripts read: what is moved in pages is not in them.
  func hosted(_ path: String) -> String { basePath + path }

  /// The output file, decoded: `en/products/x/index.html`.
  func file(_ route: PageRoute, in language: LanguageTag) -> String {
    route.file(prefix: prefix(language))
  }

  /// Likewise of a file that is no page: `en/404.html`.
  func file(_ name: String, in language: LanguageTag) -> String { prefix(language) + name }

  /// From the root, percent-encoded: `/en/products/x/`.
  func path(_ route: PageRoute, in language: LanguageTag) -> String {
    route.address(prefix: prefix(language))
  }

  /// Absolute: `https://cards.example.com/en/products/x/`.
  func url(_ route: PageRoute, in language: LanguageTag) -> String {
    base + path(route, in: language)
  }

  /// Absolute, of a file given by its path from the root.
  func url(path: String) -> String { base + Self.encode(path) }

  private func prefix(_ language: LanguageTag) -> String {
    guard language != defaultLanguage else { return "" }
    return "\(language.shortTag)/"
  }

  /// Percent-encodes what RFC 3986 does not allow in a path; a `%` of the caller's stays.
  static func encode(_ path: String) -> String {
    let hex = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in path.utf8 {
      if allowed.contains(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let allowed = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$()*+,;=:@/%".utf8
  )
}

/// The scheme and host of an absolute address, as Content-Security-Policy wants it.
func origin(of url: String) -> String {
  let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
  return parts.prefix(3).joined(separator: "/")
}
