import Text

/// Checks the finished pages: every address in them that leads into the shop must be there.
///
/// The last net, under the check of the Markdown: what it finds was written by a template. One link
/// of a template that is on every page is one problem, at the template.
func brokenOutputLinks(
  in files: [OutputFile],
  statics: [StaticFile],
  templates: [String: String]
) -> [ContentProblem] {
  let pages = files.filter { $0.path.hasSuffix(".html") }
  let links = pages.concurrentMap { HTMLLinks(of: $0.bytes) }
  var paths = Set(files.map { "/" + $0.path })
  paths.formUnion(statics.map { "/" + $0.path })
  let anchors = Dictionary(zip(pages.map { "/" + $0.path }, links.map(\.anchors))) { first, _ in
    first
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
        isSound = isThere(target, on: address, paths: paths, anchors: anchors)
        verdicts[target] = isSound
      }
      if !isSound { broken[target, default: []].append(page.path) }
    }
  }
  return broken.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map {
    problem(with: $0.key, on: $0.value, templates: templates)
  }
}

/// One problem for a broken address, however many pages have it.
private func problem(
  with target: String,
  on pages: [String],
  templates: [String: String]
) -> ContentProblem {
  let count = pages.count == 1 ? "a page" : "\(pages.count) pages"
  for (name, text) in templates.sorted(by: { $0.key < $1.key }) where text.contains(target) {
    let file = "site/templates/\(name).mustache"
    let message =
      "expected links to what is there, found \(quoted(target)), which is on \(count); "
      + "correct the link or remove it"
    do throws(ContentProblem) {
      let source = try SourceText(file: file, bytes: Array(text.utf8))
      return source.problem(at: source.firstPosition(of: target), message)
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

private func isThere(
  _ target: String,
  on page: String,
  paths: Set<String>,
  anchors: [String: Set<String>]
) -> Bool {
  let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
  guard let decoded = PercentEncoding.decode(parts[0].prefix { $0 != "?" }) else { return false }
  let path = decoded.isEmpty ? page : decoded.hasSuffix("/") ? decoded + "index.html" : decoded
  // The output's names are all in composed form: an address in another is no file of it.
  // Without its slash a page's address costs a redirect, no more.
  let file = paths.contains(path) ? path : path + "/index.html"
  guard path.isComposed, paths.contains(file) else { return false }
  guard parts.count == 2, !parts[1].isEmpty, let ids = anchors[file] else { return true }
  return PercentEncoding.decode(parts[1]).map(ids.contains) ?? false
}
