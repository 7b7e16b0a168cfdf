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
  let templates = content.templates
  let pages = files.filter { $0.path.hasSuffix(".html") }
  let links = pages.concurrentMap { HTMLLinks(of: $0.bytes) }
  var paths = Set(files.map { "/" + $0.path })
  paths.formUnion(statics.map { "/" + $0.path })
  let anchors = Dictionary(zip(pages.map { "/" + $0.path }, links.map(\.anchors))) { first, _ in
    first
  }
  let isElsewhere = { (target: String) in
    PercentEncoding.decode(target.prefix { $0 != "?" && $0 != "#" })
      .map { isCovered($0, by: content.config.elsewhere) } ?? false
  }
  var verdicts: [String: Bool] = [:]
  var broken: [String: [String]] = [:]
  for (page, links) in zip(pages, links) {
    for target in links.targets {
      let address = "/" + page.path
      let isSound: Bool
      if target.hasPrefix("#") {
        isSound = isThere(target, on: address, paths: paths, anchors: anchors)
      } else if let known = verdicts[target] {
        isSound = known
      } else {
        isSound =
          isThere(target, on: address, paths: paths, anchors: anchors) || isElsewhere(target)
        verdicts[target] = isSound
      }
      if !isSound { broken[target, default: []].append(page.path) }
    }
  }
  let lists = ListLinks(toLists, brokenTargets: broken.keys, paths: paths, of: content.config)
  for target in lists.explained { broken[target] = nil }
  return lists.problems
    + broken.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map {
      problem(with: $0.key, on: $0.value, templates: templates)
    } + linksWithoutSlash(in: templates, among: Set(verdicts.keys), paths)
    + brokenTemplateLinks(in: templates, home: content.config.baseURL) { address in
      isThere(address, on: "/index.html", paths: paths, anchors: anchors) || isElsewhere(address)
    }
}

/// Problems of links in a shop's own templates that no finished page is searched for: those without
/// quotation marks, in `srcset`, and to the shop by its whole address.
private func brokenTemplateLinks(
  in templates: [String: String],
  home: String,
  isThere: (String) -> Bool
) -> [ContentProblem] {
  var problems: [ContentProblem] = []
  for (name, text) in templates.sorted(by: { $0.key < $1.key }) where !name.hasSuffix(".css") {
    let bytes = withoutComments(text)
    for target in HTMLLinks(of: bytes, ofTemplate: true).others.sorted()
    where !target.contains("{{") {
      let isOwn = !home.isEmpty && target.hasPrefix(home + "/")
      let address = isOwn ? String(target.dropFirst(home.count)) : target
      guard address.hasPrefix("/"), !address.hasPrefix("//"), !isThere(address) else { continue }
      do throws(ContentProblem) {
        let source = try SourceText(
          file: "site/templates/\(name).mustache",
          bytes: Array(text.utf8)
        )
        let place = bytes.firstRange(of: Array(target.utf8))?.lowerBound ?? 0
        problems.append(
          source.problem(
            at: source.position(ofByte: place),
            "expected links to what is there, found \(quoted(target)); "
              + remedy(for: address)
          )
        )
      } catch {
        problems.append(error)
      }
    }
  }
  return problems
}

/// Warnings for links in a shop's own templates to pages without the final slash, which cost a
/// redirect; those in texts are reported when texts are read.
private func linksWithoutSlash(
  in templates: [String: String],
  among targets: Set<String>,
  _ paths: Set<String>
) -> [ContentProblem] {
  let short = targets.filter { target in
    let path = target.prefix { $0 != "?" && $0 != "#" }
    return !path.hasSuffix("/") && !paths.contains(String(path))
      && paths.contains(path + "/index.html")
  }
  var problems: [ContentProblem] = []
  for (name, text) in templates.sorted(by: { $0.key < $1.key }) {
    let bytes = short.isEmpty ? [] : withoutComments(text)
    for target in short.sorted() {
      guard let place = bytes.firstRange(of: Array("\"\(target)\"".utf8)) else { continue }
      let path = target.prefix { $0 != "?" && $0 != "#" }
      do throws(ContentProblem) {
        let file = "site/templates/\(name).mustache"
        let source = try SourceText(file: file, bytes: Array(text.utf8))
        problems.append(
          source.problem(
            .linkWithoutSlash,
            at: source.position(ofByte: place.lowerBound + 1),
            "link: expected a slash at the end, found \(quoted(target)); write "
              + "`\(printable("\(path)/\(target.dropFirst(path.count))"))`, which saves a redirect"
          )
        )
      } catch {
        problems.append(error)
      }
    }
  }
  return problems
}

/// The problem of a broken address on any number of pages.
private func problem(
  with target: String,
  on pages: [String],
  templates: [String: String]
) -> ContentProblem {
  let count = pages.count == 1 ? "a page" : "\(pages.count) pages"
  for (name, text) in templates.sorted(by: { $0.key < $1.key }) where text.contains(target) {
    guard let place = withoutComments(text).firstRange(of: Array(target.utf8)) else { continue }
    let file = "site/templates/\(name).mustache"
    let message =
      "expected links to what is there, found \(quoted(target)), which is on \(count); "
      + remedy(for: target)
    do throws(ContentProblem) {
      let source = try SourceText(file: file, bytes: Array(text.utf8))
      return source.problem(at: source.position(ofByte: place.lowerBound), message)
    } catch {
      return ContentProblem(file: file, message: message)
    }
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
  let path = address.prefix { $0 != "?" && $0 != "#" }
  return "correct the link or remove it"
    + (path.isEmpty
      ? ""
      : ", or write `elsewhere: [\(printable(String(path)))]` into \(siteConfigFile) if another "
        + "program serves it")
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
  let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
  guard let decoded = PercentEncoding.decode(parts[0].prefix { $0 != "?" }) else { return false }
  let path = decoded.isEmpty ? page : decoded.hasSuffix("/") ? decoded + "index.html" : decoded
  // All names of the output are in composed form, so an address in another form has no file. A
  // page's address without the final slash works by a redirect.
  let file = paths.contains(path) ? path : path + "/index.html"
  guard path.isComposed, paths.contains(file) else { return false }
  guard parts.count == 2, !parts[1].isEmpty, let ids = anchors[file] else { return true }
  return PercentEncoding.decode(parts[1]).map(ids.contains) ?? false
}
