import Shop

/// What the products of one list have in common.
package enum ListTerm: Hashable, Sendable {
  case everything
  case category(key: String)
  case scenario(key: String)
  case label(ProductLabel)
  case brand(key: String)
  case tag(key: String)

  /// The list's path without the language's part, decoded: `categories/games/`.
  package var path: String {
    switch self {
    case .everything: AddressFolder.products.path
    case .category(let key): AddressFolder.categories.path(of: key)
    case .scenario(let key): AddressFolder.scenarios.path(of: key)
    case .label(let label): AddressFolder.labels.path(of: label.rawValue)
    case .brand(let key): AddressFolder.brands.path(of: key)
    case .tag(let key): AddressFolder.tags.path(of: key)
    }
  }

  /// Whether the list can be filtered and sorted: brands and tags are many and short.
  package var hasVariants: Bool {
    switch self {
    case .everything, .category, .scenario, .label: true
    case .brand, .tag: false
    }
  }
}

extension Product {
  /// Every list that the product is in, each once, the narrower kinds last.
  package var terms: [ListTerm] {
    var terms = [ListTerm.everything, .category(key: shelving.category)]
    terms += Set(shelving.scenarios).sorted().map { .scenario(key: $0) }
    terms += Set(shelving.labels).sorted().map { .label($0) }
    terms += shelving.brand.map { [.brand(key: termKey($0))] } ?? []
    terms += Set(shelving.tags.map(termKey)).sorted().map { .tag(key: $0) }
    return terms
  }
}

/// The part of an address that stands for a tag or brand as people write it.
///
/// `Steam 钱包` is `steam-钱包`: in lower case, because some disks do not tell cases apart. Two texts
/// with one key are one list.
package func termKey(_ text: String) -> String {
  let slug = HeadingAnchors.slug(text.withSignsInLetters)
  let hasWords = slug != HeadingAnchors.slug("") || text.lowercased() == slug
  let key =
    hasWords ? slug : text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: "-")
  return String(String.UnicodeScalarView(key.unicodeScalars.prefix(longestTermKey)))
}

extension String {
  /// The text with `+` and `#` in letters, so that `C++` and `C#` differ from `C`.
  var withSignsInLetters: String {
    replacing("+", with: "plus").replacing("#", with: "sharp")
  }
}

/// In code points of at most four bytes each, since a file's name may have 255 bytes.
private let longestTermKey = 60
