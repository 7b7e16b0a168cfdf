import Shop
import Text

/// A link to a page that only a build makes, such as that of a tag.
///
/// It is checked when all pages are made.
struct ListLink: Sendable {
  /// The address, decoded, such as `/tags/steam/`.
  let address: String
  let link: MarkdownLink
  /// Where it was written, if it stands alone; else it is searched for in its line.
  let written: Position?
  let source: SourceText

  var position: Position { written ?? source.position(of: link) }
}

/// The links to lists that lead nowhere, each told where it was written.
struct ListLinks {
  private(set) var problems: [ContentProblem] = []
  /// The broken addresses of finished pages that come from these links.
  private(set) var explained: [String] = []

  /// `paths` are those of all files, such as `/tags/steam/index.html`.
  init(
    _ links: [ListLink],
    brokenTargets: some Sequence<String>,
    paths: Set<String>,
    of config: SiteConfig
  ) {
    guard !links.isEmpty else { return }
    var missing = Set<String>()
    for link in links where !Self.isThere(link.address, in: paths) { missing.insert(link.address) }
    // A link of the settings leads to the list in the language of each page.
    let written = Set(links.map(\.address))
    let prefixes = [""] + config.languages.map { $0.addressPrefix(default: config.language) }
    for target in brokenTargets {
      let path = target.prefix { $0 != "?" && $0 != "#" }
      guard let decoded = PercentEncoding.decode(path) else { continue }
      let address = prefixes.lazy.filter { decoded.hasPrefix($0) }
        .map { String(decoded.dropFirst($0.count)) }.first(where: written.contains)
      guard let address else { continue }
      missing.insert(address)
      explained.append(target)
    }
    guard !missing.isEmpty else { return }
    let pages = paths.filter { $0.hasSuffix("/index.html") }
      .map { String($0.dropLast("index.html".count)) }.sorted()
    var hints: [String: String?] = [:]
    for link in links where missing.contains(link.address) {
      if hints[link.address] == nil, hints.count < Self.mostHints {
        hints.updateValue(pages.hint(for: link.address), forKey: link.address)
      }
      problems.append(
        link.source.problem(
          at: link.position,
          "broken link: expected a list with products in it, found "
            + "\(quoted(link.link.destination)), which has none; correct the address or remove the "
            + "link",
          hint: hints[link.address] ?? nil
        )
      )
    }
  }

  private static func isThere(_ address: String, in paths: Set<String>) -> Bool {
    let file = address.hasSuffix("/") ? address + "index.html" : address
    return paths.contains(file) || paths.contains(file + "/index.html")
  }

  /// How many addresses are compared with all others.
  private static let mostHints = 20
}
