/// Checks the finished pages: every address in them that leads into the shop must be there.
///
/// The last net, under the check of the Markdown: what it finds was written by a template.
func brokenOutputLinks(in files: [OutputFile], statics: [StaticFile]) -> [ContentProblem] {
  let pages = files.filter { $0.path.hasSuffix(".html") }
  let links = pages.concurrentMap { HTMLLinks(of: $0.bytes) }
  var paths = Set(files.map { "/" + $0.path })
  paths.formUnion(statics.map { "/" + $0.path })
  let anchors = Dictionary(zip(pages.map { "/" + $0.path }, links.map(\.anchors))) { first, _ in
    first
  }
  var verdicts: [String: Bool] = [:]
  var problems: [ContentProblem] = []
  for (page, links) in zip(pages, links) {
    for target in links.targets.sorted() {
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
      guard !isSound else { continue }
      problems.append(
        ContentProblem(
          file: page.path,
          message: "expected links to what is there, found \(quoted(target)) in the finished page; "
            + "correct the link in the page's text or in the template in site/templates"
        )
      )
    }
  }
  return problems
}

private func isThere(
  _ target: String,
  on page: String,
  paths: Set<String>,
  anchors: [String: Set<String>]
) -> Bool {
  let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
  guard let decoded = percentDecoded(parts[0].prefix { $0 != "?" }) else { return false }
  let path = decoded.isEmpty ? page : decoded.hasSuffix("/") ? decoded + "index.html" : decoded
  // The output's names are all in composed form: an address in another is no file of it.
  guard path.isComposed, paths.contains(path) else { return false }
  guard parts.count == 2, !parts[1].isEmpty, let ids = anchors[path] else { return true }
  return percentDecoded(parts[1]).map(ids.contains) ?? false
}
