import Shop
import Text

/// `site/addresses.txt`: every address that the shop has published, so that a lost one is noticed.
///
/// It is committed with the shop's texts, so that every clone has it.
///
/// It has one address a line in the shop's own language, sorted by bytes. `/en/ en` means all of
/// them in a further language; `/old/ /products/new/` is an alias of that page. Branches may be
/// merged in any order, since the next build sorts the lines.
struct PublishedAddresses: Equatable, Sendable {
  /// The path from the shop's folder.
  static let file = "site/addresses.txt"

  /// What an address was when last published.
  enum Kind: Equatable, Sendable {
    case page
    /// An alias of that page.
    case alias(of: String)
    /// The home page of a language, by its tag.
    case language(String)
  }

  private(set) var kinds: [String: Kind] = [:]
  private var comments = Self.head
  /// The file's bytes.
  private(set) var written: [UInt8] = []

  private static let head = [
    "# Every address that this shop ever published: `cardstock build` adds to it, you commit it.",
    "# One that is no longer there wants an alias, or a line under `gone:` in site.yaml.",
  ]

  /// The largest file that is read.
  private static let largestBytes = 64 << 20

  init(_ kinds: [String: Kind] = [:]) { self.kinds = kinds }

  /// Reads the file of a shop; empty when there is none.
  ///
  /// A line that is not an address is a problem, and so is no file behind an earlier build.
  init(ofShop shop: String, wasBuilt: Bool, problems: inout [ContentProblem]) {
    let path = shop + "/" + Self.file
    guard Disk.status(of: path) != nil else {
      guard wasBuilt else { return }
      problems.append(
        ContentProblem(
          file: Self.file,
          warning: .addressesNotKept,
          message: "expected the addresses of the last build, found no file, so that those which "
            + "were lost before are no longer told; take it back from where it was committed"
        )
      )
      return
    }
    // A link that leads elsewhere has been reported.
    guard !ShopFiles.leadsOut(Self.file, of: shop) else { return }
    do throws(DiskError) {
      written = try Disk.read(path, limit: Self.largestBytes)
      let mark = SourceText.byteOrderMark
      let text = written.dropFirst(written.starts(with: mark) ? mark.count : 0)
      read(String(decoding: text, as: UTF8.self).composed, problems: &problems)
    } catch {
      problems.append(
        ContentProblem(
          file: Self.file,
          message: "expected a file that can be read, found: \(error.reason); "
            + "check its permissions"
        )
      )
    }
  }

  private mutating func read(_ text: String, problems: inout [ContentProblem]) {
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, line) in lines.enumerated() {
      let parts = line.split(whereSeparator: \.isWhitespace).map(String.init)
      guard let first = parts.first else { continue }
      if first.hasPrefix("#") {
        if !comments.contains(String(line)) { comments.append(String(line)) }
      } else if first.hasPrefix("/"), parts.count <= 2 {
        kinds[first] = Self.kind(parts.dropFirst().first)
      } else {
        let isMerge = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].contains { first.hasPrefix($0) }
        problems.append(
          ContentProblem(
            file: Self.file,
            position: Position(line: index + 1, column: 1),
            message: isMerge
              ? "expected an address, found a mark of an unfinished merge; remove the mark and "
                + "keep the lines of both sides"
              : "expected an address such as /products/steam-50/, found \(quoted(String(line))); "
                + "correct or remove it",
            sourceLine: String(line)
          )
        )
      }
    }
  }

  private static func kind(_ word: String?) -> Kind {
    guard let word else { return .page }
    return word.hasPrefix("/") ? .alias(of: word) : .language(word)
  }

  /// The addresses with those of a build, which replace equal ones, and without `dropped`.
  func adding(_ other: PublishedAddresses, without dropped: Set<String>) -> PublishedAddresses {
    var sum = self
    sum.kinds = kinds.filter { !dropped.contains($0.key) }.merging(other.kinds) { _, new in new }
    return sum
  }

  /// The addresses that another list does not have.
  func new(since other: PublishedAddresses) -> [String] {
    kinds.keys.filter { other.kinds[$0] == nil }.sorted()
  }

  /// The file's bytes with these addresses.
  var bytes: [UInt8] {
    let lines = kinds.map { address, kind in
      switch kind {
      case .page: address
      case .alias(let page): "\(address) \(page)"
      case .language(let tag): "\(address) \(tag)"
      }
    }
    let sorted = lines.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return Array((comments + sorted).joined(separator: "\n").utf8) + [UInt8(ascii: "\n")]
  }
}

extension SiteContent {
  /// The addresses that readers may keep.
  ///
  /// These are products, pages, categories, scenarios, their aliases, tags, brands, the shop's own
  /// labels, static documents, and each language; not the theme's labels and pictures.
  var publishedAddresses: PublishedAddresses {
    var kinds: [String: PublishedAddresses.Kind] = [:]
    for old in oldAddresses {
      switch old.destination {
      case .page(let route, _): kinds[old.written] = .alias(of: route.plainAddress)
      case .address(let address) where address.hasPrefix("/"):
        let key = redirectKey(address)
        kinds[old.written] = .alias(of: key == "/" ? key : key + "/")
      case .address: kinds[old.written] = .page
      }
    }
    for route in lastingRoutes { kinds[route.plainAddress] = .page }
    for file in staticFiles where isDocument(file.path) {
      kinds[addressOfPage("/" + file.path)] = .page
    }
    for language in config.languages where language != config.language {
      kinds["/\(language.shortTag)/"] = .language(language.tag)
    }
    kinds["/"] = nil
    return PublishedAddresses(kinds)
  }

  private var lastingRoutes: [PageRoute] {
    var lists = Set<ListTerm>()
    let own = config.storefront.ownLabelKeys
    for product in products {
      if let brand = product.shelving.brand { lists.insert(.brand(key: termKey(brand))) }
      for tag in product.shelving.tags { lists.insert(.tag(key: termKey(tag))) }
      for label in product.shelving.labels where own.contains(label.rawValue) {
        lists.insert(.label(label))
      }
    }
    return contentRoutes + lists.map { .list($0) }
  }

  private var contentRoutes: [PageRoute] {
    products.map { .product(slug: $0.slug) } + pages.map { .text(path: $0.path) }
      + categories.map { .category(key: $0.key) } + scenarios.map { .scenario(key: $0.key) }
  }
}

/// Whether a static file is one that people link to, such as a page, a table or a film, and not a
/// part of pages or a file for programs.
private func isDocument(_ path: String) -> Bool {
  let parts = path.split(separator: "/")
  let dot = parts.last?.lastIndex(of: ".")
  guard path != BuiltFile.missing, let name = parts.last, let dot,
    !parts.contains(where: { $0.hasPrefix(".") }), !ImageHead.isImage(path: path)
  else { return false }
  let ending = name[name.index(after: dot)...].lowercased()
  let isPart = [
    "css", "js", "mjs", "map", "json", "xml", "xsl", "webmanifest", "ico", "woff", "woff2", "ttf",
    "otf", "wasm",
  ].contains(ending)
  return !isPart && !(parts.count == 1 && ending == "txt")
}

/// The address of a file: `/a/` for `/a/index.html`, the path itself for others.
func addressOfPage(_ path: String) -> String {
  path.hasSuffix("/index.html") ? String(path.dropLast("index.html".count)) : path
}
