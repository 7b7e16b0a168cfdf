import Shop
import Text

/// What a content file is, judged by its path alone.
struct ContentPlace: Sendable, Equatable {
  enum Kind: Sendable, Equatable { case product, category, scenario, page }

  let kind: Kind
  /// The path below the kind's folder without language and `.md`, such as `games/steam-50`.
  let stem: String
  /// The language of a translation; nil for an original.
  let translation: LanguageTag?

  /// Reads a path from the shop's folder; nil for a file in no known folder.
  init?(_ file: String, among spoken: [LanguageTag]) {
    let parts = file.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[0] == "content" else { return nil }
    switch parts[1] {
    case "products": kind = .product
    case "categories" where parts.count == 3: kind = .category
    case "scenarios" where parts.count == 3: kind = .scenario
    case "pages": kind = .page
    default: return nil
    }
    let name = parts.dropFirst(2).joined(separator: "/").dropLast(".md".count)
    let pieces = name.split(separator: ".", omittingEmptySubsequences: false)
    if pieces.count > 1, let tag = pieces.last, let language = LanguageTag(tag: String(tag)),
      spoken.contains(language)
    {
      translation = language
      stem = pieces.dropLast().joined(separator: ".")
    } else {
      translation = nil
      stem = String(name)
    }
  }

  /// A language in the file's name that the shop does not have, or that is written with `_`; nil
  /// when there is none.
  var unknownLanguage: LanguageTag? {
    guard translation == nil, let dot = name.lastIndex(of: ".") else { return nil }
    return LanguageTag(tag: String(name[name.index(after: dot)...]).replacing("_", with: "-"))
  }

  /// The last part of the stem: a product's slug or a term's key.
  var name: String { String(stem.split(separator: "/").last ?? "") }

  /// The page that the file makes; a product without a slug is called as its file.
  func route(slug: String? = nil) -> PageRoute {
    switch kind {
    case .product: .product(slug: slug ?? name)
    case .category: .category(key: name)
    case .scenario: .scenario(key: name)
    case .page: .text(path: stem)
    }
  }

  /// The path of the original of a translation, from the shop's folder.
  var original: String {
    let folder =
      switch kind {
      case .product: "products"
      case .category: "categories"
      case .scenario: "scenarios"
      case .page: "pages"
      }
    return "content/\(folder)/\(stem).md"
  }
}

extension LanguageTag {
  /// The beginning of addresses in this language: empty for the default, else such as `/en`.
  func addressPrefix(default standard: LanguageTag) -> String {
    self == standard ? "" : "/" + shortTag
  }
}

/// What is wrong with a part of an address; nil when nothing is.
///
/// Allowed are letters and digits of any script, `-` and `_`: nothing that could leave the folder
/// (`..`, `/`, `\`, `%2e`, NUL), hide the file, or have a meaning to a server.
func addressPartProblem(_ part: String) -> String? {
  let expected = "expected letters, digits, `-` and `_`"
  guard !part.isEmpty else { return "\(expected), found nothing; write a name" }
  guard part.utf8.count <= 200 else { return "expected at most 200 bytes, found more; shorten it" }
  for scalar in part.unicodeScalars {
    let isWritten =
      scalar.value < 0x80
      ? scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || scalar == "-" || scalar == "_"
      : scalar.properties.isAlphabetic || scalar.properties.generalCategory == .decimalNumber
        || scalar.properties.generalCategory == .nonspacingMark
    guard !isWritten else { continue }
    let isLeaving =
      part.contains("/") || part.contains("\\") || part.contains("..")
      || part.contains(/%[0-9A-Fa-f]{2}/)
    return isLeaving
      ? "\(expected), found \(quoted(part)), which could leave the folder; write one name"
      : "\(expected), found \(quoted(part)); write it without \(quoted(String(scalar)))"
  }
  return nil
}
