import Text

/// Checks that every link into the shop in the finished pages has a target.
///
/// As Markdown is checked before, it finds links of templates. A link that a template has on every
/// page is one problem, at the template.
func brokenOutputLinks(
  in files: [OutputFile],
  statics: [StaticFile],
  of content: SiteContent,
  toLists: [ListLink]
) -> [ContentProblem] {
  let templates = linkingTemplates(content.templates)
  let pages = files.filter { $0.path.hasSuffix(".html") }
  let links = pages.concurrentMap { HTMLLinks(of: $0.bytes) }
  var paths = Set(files.map { "/" + $0.path })
  paths.formUnion(statics.map { "/" + $0.path })
  let anchors = Dictionary(zip(pages.map { "/" + $0.path }, links.map(\.anchors))) { first, _ in
    first
  }
  let isSound = { (target: String, page: String) in
    isThere(target, on: page, paths: paths, anchors: anchors)
      || path(of: target, on: page).map { isCovered($0, by: content.config.elsewhere) } ?? false
  }
  var verdicts: [String: Bool] = [:]
  var broken: [String: [String]] = [:]
  for (page, links) in zip(pages, links) {
    for target in links.targets {
      // Another address leads elsewhere from each page.
      let isFromRoot = target.hasPrefix("/")
      let known = isFromRoot ? verdicts[target] : nil
      let verdict = known ?? isSound(target, "/" + page.path)
      if isFromRoot { verdicts[target] = verdict }
      if !verdict { broken[target, default: []].append(page.path) }
    }
  }
  let lists = ListLinks(toLists, brokenTargets: broken.keys, paths: paths, of: content.config)
  for target in lists.explained { broken[target] = nil }
  let advice = { (target: String, page: String) -> String in
    let path = String(target.prefix { $0 != "#" })
    let isPage = isThere(path, on: page, paths: paths, anchors: anchors)
    return isPage ? "correct the part after `#`, which no heading there has" : remedy(for: path)
  }
  var problems = lists.problems
  for (target, pages) in broken.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
    let remedy = advice(target, "/" + (pages.first ?? ""))
    problems.append(problem(with: target, on: pages, templates: templates, remedy: remedy))
  }
  problems += linksWithoutSlash(in: templates, among: Set(verdicts.filter(\.value).keys), paths)
  return problems
    + brokenTemplateLinks(in: templates, home: content.config.baseURL) { address in
      isSound(address, "/index.html") ? nil : advice(address, "/index.html")
    }
}

/// A shop's own template with its addresses.
private struct LinkingTemplate {
  let source: SourceText
  let links: [HTMLLinks.Place]
}

private func linkingTemplates(_ templates: [String: String]) -> [LinkingTemplate] {
  templates.sorted { $0.key < $1.key }.compactMap { name, text in
    guard !name.hasSuffix(".css") else { return nil }
    do throws(ContentProblem) {
      return LinkingTemplate(
        source: try SourceText(file: "site/templates/\(name).mustache", bytes: Array(text.utf8)),
        links: HTMLLinks(of: withoutComments(text), ofTemplate: true).places
      )
    } catch {
      // A text that was read is UTF-8.
      return nil
    }
  }
}

/// Problems of links in a shop's own templates that no finished page is searched for: those in
/// `srcset`, and to the shop by its whole address.
///
/// `remedy` says what to do about one that is broken.
private func brokenTemplateLinks(
  in templates: [LinkingTemplate],
  home: String,
  remedy: (String) -> String?
) -> [ContentProblem] {
  templates.flatMap { template in
    template.links.compactMap { link -> ContentProblem? in
      guard link.isOnlyHere, !link.address.contains("{{") else { return nil }
      let isOwn = !home.isEmpty && link.address.hasPrefix(home + "/")
      let address = isOwn ? String(link.address.dropFirst(home.count)) : link.address
      guard address.hasPrefix("/"), !address.hasPrefix("//"), let remedy = remedy(address) else {
        return nil
      }
      return template.source.problem(
        at: template.source.position(ofByte: link.range.lowerBound),
        "expected links to what is there, found \(quoted(link.address)); \(remedy)"
      )
    }
  }
}

/// Warnings for links in a shop's own templates to pages without the final slash, which cost a
/// redirect; those in texts are reported when texts are read.
private func linksWithoutSlash(
  in templates: [LinkingTemplate],
  among targets: Set<String>,
  _ paths: Set<String>
) -> [ContentProblem] {
  templates.flatMap { template in
    var told = Set<String>()
    return template.links.compactMap { link -> ContentProblem? in
      let target = link.address
      let path = target.prefix { $0 != "?" && $0 != "#" }
      guard targets.contains(target), !path.hasSuffix("/"), !paths.contains(String(path)),
        paths.contains(path + "/index.html"), told.insert(target).inserted
      else { return nil }
      return template.source.problem(
        .linkWithoutSlash,
        at: template.source.position(ofByte: link.range.lowerBound),
        "link: expected a slash at the end, found \(quoted(target)); write "
          + "`\(printable("\(path)/\(target.dropFirst(path.count))"))`, which saves a redirect"
      )
    }
  }
}

/// The problem of a broken address on any number of pages.
private func problem(
  with target: String,
  on pages: [String],
  templates: [LinkingTemplate],
  remedy: String
) -> ContentProblem {
  let count = pages.count == 1 ? "a page" : "\(pages.count) pages"
  let links = templates.flatMap { template in template.links.map { (template.source, $0) } }
  let found =
    links.first { $0.1.address == target }
    ?? links.first { $0.1.address.contains("{{") && $0.1.address.contains(target) }
  if let (source, link) = found {
    return source.problem(
      at: source.position(ofByte: link.range.lowerBound),
      "expected links to what is there, found \(quoted(target)), which is on \(count); \(remedy)"
    )
  }
  return ContentProblem(
    file: pages.first ?? "",
    message: "expected links to what is there, found \(quoted(target)) in the finished page"
      + (pages.count > 1 ? " and in \(pages.count - 1) more" : "")
      + "; correct the link in the page's text or in the template in site/templates"
  )
}

/// What to do about a link of a template that leads to nothing.
private func remedy(for address: String) -> String {
  let path = address.prefix { $0 != "?" }
  guard path.hasPrefix("/") else {
    return "write the path from the root, such as `/policies/refund/`, or remove the link"
  }
  return "correct the link or remove it, or write `elsewhere: [\(printable(String(path)))]` into "
    + "\(siteConfigFile) if another program serves it"
}

/// A template with comments of Mustache and HTML replaced by blanks, so that places stay the same.
private func withoutComments(_ template: String) -> [UInt8] {
  var text = Array(template.utf8)
  func blank(_ range: Range<Int>) {
    for place in range where text[place] != UInt8(ascii: "\n") { text[place] = UInt8(ascii: " ") }
  }
  var index = 0
  while let start = text[index...].firstRange(of: Array("{{!".utf8)) {
    index = text[start.upperBound...].firstRange(of: Array("}}".utf8))?.upperBound ?? text.count
    blank(start.lowerBound..<index)
  }
  index = 0
  while let tag = text[index...].firstIndex(of: UInt8(ascii: "<")) {
    guard text[tag...].starts(with: "<!--".utf8) else {
      index = endOfPlainText(in: text, ofTag: tag) ?? tag + 1
      continue
    }
    // `<!-->` is a whole comment.
    index = text[(tag + 2)...].firstRange(of: Array("-->".utf8))?.upperBound ?? text.count
    blank(tag..<index)
  }
  return text
}

/// The elements whose text is none of HTML, so that `<!--` and tags in it are characters.
private let plainTextElements = ["script", "style", "textarea", "title"].map { Array($0.utf8) }

/// Where the text of such an element ends whose tag is there; nil for another element, and for one
/// that is empty in a drawing, `<title/>`.
func endOfPlainText<Bytes: Collection>(
  in bytes: Bytes,
  ofTag tag: Int
) -> Int? where Bytes.Element == UInt8, Bytes.Index == Int {
  // Most tags begin with another letter, and there are many.
  guard tag + 1 < bytes.endIndex, "st".utf8.contains(bytes[tag + 1] | 0x20) else { return nil }
  let isNamed = { (place: Int, name: [UInt8]) -> Bool in
    let rest = bytes[place...].prefix(name.count + 1)
    guard rest.prefix(name.count).elementsEqual(name, by: { $0 | 0x20 == $1 }) else { return false }
    guard let next = rest.dropFirst(name.count).first else { return true }
    return next <= 0x20 || next == UInt8(ascii: ">") || next == UInt8(ascii: "/")
  }
  guard let name = plainTextElements.first(where: { isNamed(tag + 1, $0) }),
    var index = bytes[tag...].firstIndex(of: UInt8(ascii: ">")),
    bytes[index - 1] != UInt8(ascii: "/")
  else { return nil }
  while let next = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
    index = next + 1
    if bytes[index...].first == UInt8(ascii: "/"), isNamed(index + 1, name) { return next }
  }
  return bytes.endIndex
}

private func isThere(
  _ target: String,
  on page: String,
  paths: Set<String>,
  anchors: [String: Set<String>]
) -> Bool {
  guard let path = path(of: target, on: page) else { return false }
  // All names of the output are in composed form, so an address in another form has no file. A
  // page's address without the final slash works by a redirect.
  let file = paths.contains(path) ? path : withSlash(path) + "index.html"
  guard path.isComposed, paths.contains(file) else { return false }
  let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
  guard parts.count == 2, !parts[1].isEmpty, let ids = anchors[file] else { return true }
  return PercentEncoding.decode(parts[1]).map(ids.contains) ?? false
}

/// The path that an address on a page leads to, decoded; nil for escapes that are none.
private func path(of target: String, on page: String) -> String? {
  PercentEncoding.decode(target.prefix { $0 != "?" && $0 != "#" }).map { path in
    if path.isEmpty { return page }
    return normalizedPath(path.hasPrefix("/") ? path : page + "/../" + path)
  }
}
