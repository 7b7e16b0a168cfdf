import Shop
import Text

/// Every address of the shop that a link may lead to, decoded, such as `/products/steam-50/`.
struct LinkTargets: Sendable {
  /// What links need to know of a page.
  private struct Page: Sendable {
    let file: String
    let anchors: Set<String>
  }

  private var pages: [String: Page] = [:]
  /// The keys of the shop's own labels, which are parts of lists' addresses.
  var ownLabels: Set<String> = []
  /// Addresses that another program serves, and beginnings of such.
  var elsewhere: [Located<String>] = []
  /// Static files, and files that every build makes.
  private var files = Set(BuiltFile.all.map { "/" + $0 })
  private var aliases: [String: String] = [:]
  /// Where addresses under `redirects:` lead.
  private var redirects: [String: String] = [:]
  /// Addresses of products that are left out, with the reason.
  private var leftOut: [String: LeftOutProduct.Reason] = [:]
  /// The last moment of each product's page whose sale ends.
  private var leaving: [String: WrittenMoment] = [:]
  /// The file of each address in lower case, since some disks do not tell cases apart.
  private var owners: [String: String] = [:]
  /// The address of each content file, for links that name the file.
  private var addresses: [String: String] = [:]
  private var refused = Set<String>()
  /// The hints found for broken addresses.
  private var hints: [String: String?] = [:]

  /// Adds a page; returns the file that has the address already, ignoring case.
  mutating func addPage(_ address: String, of file: String, anchors: [String]) -> String? {
    if let owner = claim(address, for: file) { return owner }
    pages[address] = Page(file: file, anchors: Set(anchors))
    if addresses[file] == nil { addresses[file] = address }
    return nil
  }

  /// Adds a static file; returns the file that has the address already.
  mutating func addFile(_ address: String, of file: String) -> String? {
    files.insert(address)
    return claim(address, for: file)
  }

  /// Adds an old address, which may lead to another; returns the file that has it already.
  mutating func addAlias(_ address: String, of file: String, to next: String? = nil) -> String? {
    let folder = address.hasSuffix("/") ? address : address + "/"
    let index = owners[folder.lowercased() + "index.html"]
    if let owner = owners[folder.lowercased()] ?? owners[address.lowercased()] ?? index {
      return owner
    }
    owners[folder.lowercased()] = file
    aliases[folder] = file
    redirects[folder] = next
    return nil
  }

  /// Records the address of a file that could not be read, so that links to it are not reported.
  mutating func addRefused(_ address: String) {
    refused.insert(address)
  }

  private func isRefused(_ address: String) -> Bool {
    refused.contains(address) || refused.contains(address + "/")
  }

  /// Whether a link leads to a file with a title, even if that could not be read.
  func mayHaveTitle(_ destination: String) -> Bool {
    guard let address = resolve(destination.composed, on: "/")?.0 else { return false }
    return isRefused(address) || pages[address]?.file.hasPrefix("content/") == true
  }

  /// Records the address of a product that is left out.
  mutating func addLeftOut(_ address: String, because reason: LeftOutProduct.Reason) {
    leftOut[address] = reason
  }

  /// Records the last moment of a product's page.
  mutating func addLeaving(_ address: String, after end: WrittenMoment) {
    leaving[address] = end
  }

  /// Whether there is a file, such as an image, at a path from the root.
  func hasFile(_ address: String) -> Bool { files.contains(address) }

  /// A hint at the file nearest in name.
  mutating func hint(forFile address: String) -> String? {
    for folder in ["/site/static", "/static", "/public", "/assets"] {
      let path = address.dropFirst(folder.count)
      if address.hasPrefix(folder + "/"), files.contains(String(path)) {
        return "did you mean `\(path)`?"
      }
    }
    return hint(for: address) { $0.files.sorted() }
  }

  /// Looks for the nearest word once for each address, and for a limited number of addresses, so
  /// that even a shop full of broken links is checked in seconds.
  private mutating func hint(
    for address: String,
    among words: (LinkTargets) -> [String]
  ) -> String? {
    if let known = hints[address] { return known }
    guard hints.count < 200 else { return nil }
    let hint = words(self).hint(for: address)
    hints.updateValue(hint, forKey: address)
    return hint
  }

  private mutating func claim(_ address: String, for file: String) -> String? {
    let folded = address.lowercased()
    if let owner = owners[folded] { return owner }
    owners[folded] = file
    return nil
  }

  /// What is wrong with a link on the page at `page`, written in `file`; nil for a good one.
  ///
  /// `end` is the last moment at which a link that is no part of the page's text is shown.
  mutating func fault(
    of link: MarkdownLink,
    onPage page: String,
    of file: String,
    until end: Timestamp? = nil
  ) -> (warning: Diagnostic?, message: String, hint: String?)? {
    let what = link.isImage ? "image" : "link"
    let target = MarkdownTarget(link.destination.utf8)
    if link.isImage, target != .shop {
      return (
        nil,
        "image: expected a file of the shop, found \(quoted(link.destination)); "
          + "put it in site/static",
        nil
      )
    }
    guard target != .refused else {
      return (
        nil,
        "link: expected https://, mailto: or an address of the shop, "
          + "found \(quoted(link.destination)); write one of them",
        nil
      )
    }
    guard let (address, anchor) = resolve(link.destination.composed, on: page) else {
      return (
        nil,
        "\(what): expected an address, found \(quoted(link.destination)), "
          + "whose escapes are broken; write it plainly",
        nil
      )
    }
    let found = "found \(quoted(link.destination))"
    guard address.isComposed, anchor?.isComposed ?? true else {
      let written = Address.encode(address.composed)
      return (
        nil,
        "broken \(what): expected an address in composed form (NFC), \(found), whose escapes are "
          + "those of another; write \(quoted(written))",
        nil
      )
    }
    guard !isRefused(address) else { return nil }
    if link.isImage {
      // A path that is not from the root is reported elsewhere.
      return link.destination.hasPrefix("/") ? imageFault(address, found) : nil
    }
    if let linked = pages[address] {
      if let anchor, !anchor.isEmpty, !linked.anchors.contains(anchor) {
        return anchorFault(anchor, of: linked, found)
      }
      return leaving[address]
        .flatMap { $0.fault(in: "link", found, until: end ?? leaving[page]?.moment) }
    }
    if let owner = aliases[withSlash(address)] {
      return aliasFault(owner, found, redirects[withSlash(address)] ?? addresses[owner])
    }
    guard !files.contains(address), !isList(address), !isCovered(address, by: elsewhere) else {
      return nil
    }
    return missing(address, link.destination, found, file)
  }

  private func anchorFault(
    _ anchor: String,
    of page: Page,
    _ found: String
  ) -> (warning: Diagnostic?, message: String, hint: String?) {
    (
      nil,
      "broken link: expected a heading of \(page.file), \(found); correct the part after `#`",
      page.anchors.sorted().hint(for: anchor).map {
        $0.replacing("`\(anchor)`", with: "`#\(anchor)`")
      }
    )
  }

  private var variants: Set<String> { listVariants.union(ownLabels) }

  /// Whether it may be the address of a list; links to lists are checked when all pages are made.
  private func isList(_ address: String) -> Bool {
    var parts = address.split(separator: "/")[...]
    if let first = parts.first, LanguageTag(tag: String(first)) != nil,
      pages["/\(first)/"] != nil
    {
      parts = parts.dropFirst()
    }
    switch parts.popFirst().flatMap({ AddressFolder(rawValue: String($0)) }) {
    case .products: return parts.first.map { variants.contains(String($0)) } ?? true
    case .categories, .scenarios:
      return parts.dropFirst().first.map { variants.contains(String($0)) } ?? false
    case .tags, .labels, .brands, .search: return true
    case .assets, nil: return false
    }
  }

  /// The address of a list to which a link leads, decoded; nil for a link to anything else.
  func listAddress(of destination: String, onPage page: String) -> String? {
    // Most links are the addresses of pages as they stand.
    guard pages[destination] == nil,
      let address = resolve(destination.composed, on: page)?.0, pages[address] == nil,
      pages[address + "/"] == nil, aliases[address] == nil, !files.contains(address),
      !isRefused(address), isList(address)
    else { return nil }
    return address
  }

  private mutating func imageFault(
    _ address: String,
    _ found: String
  ) -> (warning: Diagnostic?, message: String, hint: String?)? {
    guard !files.contains(address) else { return nil }
    if let other = files.first(where: { $0.lowercased() == address.lowercased() }) {
      return (
        nil,
        "broken image: expected \(quoted(other)), \(found), which differs in capitals; "
          + "write it as the file is named, since web servers tell capitals apart",
        nil
      )
    }
    return (
      nil,
      "broken image: expected a file under site/static, \(found); "
        + "add the file or correct the path",
      hint(forFile: address)
    )
  }

  private func aliasFault(
    _ owner: String,
    _ found: String,
    _ next: String?
  ) -> (warning: Diagnostic?, message: String, hint: String?) {
    (
      .linkToAlias,
      "link: expected the page's own address, \(found), an alias of \(owner); "
        + "write the page's address, which saves a redirect",
      next.map { "did you mean `\($0)`?" }
    )
  }

  private mutating func missing(
    _ address: String,
    _ written: String,
    _ found: String,
    _ file: String
  ) -> (warning: Diagnostic?, message: String, hint: String?) {
    if pages[address + "/"] != nil {
      return (
        .linkWithoutSlash,
        "link: expected a slash at the end, \(found); write `\(address)/`, which saves a redirect",
        nil
      )
    }
    if let reason = leftOut[address] ?? leftOut[address + "/"] {
      return (
        nil,
        "broken link: expected a published page, \(found), \(reason.whatItIs); "
          + "\(reason.remedy) or remove the link",
        nil
      )
    }
    let folded = [address.lowercased(), address.lowercased() + "/"]
    if let other = pages.keys.first(where: { folded.contains($0.lowercased()) }) {
      return (
        nil,
        "broken link: expected \(quoted(other)), \(found), which differs in capitals; "
          + "write it as the page's address is, since web servers tell capitals apart",
        nil
      )
    }
    if let other = files.first(where: { $0.lowercased() == folded[0] }) {
      return (
        nil,
        "broken link: expected \(quoted(other)), \(found), which differs in capitals; "
          + "write it as the file is named, since web servers tell capitals apart",
        nil
      )
    }
    if let whole = Self.wholeAddress(of: written) {
      return (
        nil,
        "broken link: expected an address elsewhere with its beginning, \(found), which leads into "
          + "the shop; write it whole",
        "did you mean `\(printable(whole))`?"
      )
    }
    if let page = pageOfSource(written, beside: file) {
      let anchor = written.drop { $0 != "#" }
      return (
        nil,
        "broken link: expected the address of a page, \(found), a file that a page is made of; "
          + "write the page's address",
        "did you mean `\(page)\(printable(String(anchor)))`?"
      )
    }
    return (
      nil,
      "broken link: expected a page or a file of the shop, \(found); "
        + "correct the address or add the page",
      hint(for: address) { $0.pages.keys.sorted() }
    )
  }

  /// The address of the page that is made of a file such as `steam-50.md` or `../pages/help.md`;
  /// nil when there is none.
  private func pageOfSource(_ written: String, beside file: String) -> String? {
    guard let path = PercentEncoding.decode(written.prefix { $0 != "#" && $0 != "?" }),
      path.hasSuffix(".md")
    else { return nil }
    let parts = path.composed.split(separator: "/").filter { $0 != "." && $0 != ".." }
    let folder = String(file.prefix(through: file.lastIndex(of: "/") ?? file.startIndex))
    // By as much of the path as there is, then by the name alone; a file beside the text first.
    for name in [parts.joined(separator: "/"), parts.last.map(String.init) ?? ""] {
      let found = addresses.keys.filter { $0 == name || $0.hasSuffix("/" + name) }.sorted()
      if let source = found.first(where: { $0 == folder + name }) ?? found.first {
        return addresses[source]
      }
    }
    return nil
  }

  /// What `www.example.com` and `a@b.com` are with their beginnings; nil for others.
  static func wholeAddress(of written: String) -> String? {
    let host = written.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    if host.wholeMatch(of: /[^@\s:]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+/) != nil {
      return "mailto:" + written
    }
    let isHost = host.wholeMatch(
      of: /(?:[A-Za-z0-9\-]+\.)+(?:com|cn|net|org|io|me|cc|top|co|app|shop)/
    )
    return isHost != nil ? "https://" + written : nil
  }

  /// The address without its query, decoded, and the part after `#`.
  private func resolve(_ destination: String, on page: String) -> (String, String?)? {
    let parts = destination.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let path = parts[0].prefix { $0 != "?" }
    var anchor: String?
    if parts.count == 2 {
      guard let decoded = PercentEncoding.decode(parts[1]) else { return nil }
      anchor = decoded
    }
    guard !path.isEmpty else { return (page, anchor) }
    guard let decoded = PercentEncoding.decode(path) else { return nil }
    return (normalizedPath(decoded.hasPrefix("/") ? decoded : page + decoded), anchor)
  }
}

/// The path without `.` and `..`, as a browser resolves it.
func normalizedPath(_ path: String) -> String {
  guard path.utf8.contains(UInt8(ascii: ".")) else { return path }
  var parts: [Substring] = []
  for part in path.split(separator: "/", omittingEmptySubsequences: false) {
    switch part {
    case ".": break
    case "..": if parts.count > 1 { parts.removeLast() }
    default: parts.append(part)
    }
  }
  let isFolder = path.hasSuffix("/.") || path.hasSuffix("/..")
  let joined = parts.joined(separator: "/") + (isFolder ? "/" : "")
  return joined.isEmpty ? "/" : joined
}
