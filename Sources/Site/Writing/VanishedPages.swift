/// Warnings for addresses of the last build that this one has not: readers follow old links.
///
/// Asked of products and of pages; a list may come and go. `last` are paths of the output.
func vanishedPages(
  _ last: [String],
  in files: [OutputFile],
  of content: SiteContent,
  leftOut: [LeftOutProduct]
) -> [ContentProblem] {
  guard !last.isEmpty else { return [] }
  let now = Set(files.map(\.path))
  let prefixes = content.config.languages.dropFirst().map { "\($0.shortTag)/" }
  var said = Set<String>()
  let gone = last.filter { path in
    guard !now.contains(path), path.hasSuffix(".html") else { return false }
    let prefix = prefixes.first { path.hasPrefix($0) } ?? ""
    let plain = String(path.dropFirst(prefix.count))
    return isProductOrPage(plain) && said.insert(plain).inserted
  }
  let reasons = Dictionary(
    leftOut.compactMap { product in product.slug.map { ("/products/\($0)/", product) } }
  ) { first, _ in first }
  let problems = gone.prefix(mostWarnings).map { path in
    let address =
      "/" + (path.hasSuffix("index.html") ? path.dropLast("index.html".count) : path[...])
    return ContentProblem(
      file: path,
      severity: .warning,
      message: message(address, leftOut: reasons[address])
    )
  }
  guard gone.count > mostWarnings else { return problems }
  return problems + [
    ContentProblem(
      file: siteConfigFile,
      severity: .warning,
      message: "expected the addresses of the last build, found \(gone.count - mostWarnings) more "
        + "gone without an alias; add `aliases` to what replaces them"
    )
  ]
}

private func message(_ address: String, leftOut: LeftOutProduct?) -> String {
  let found = "expected \(quoted(address)), an address of the last build, found "
  guard let leftOut else {
    let replacement = address.hasPrefix("/products/") ? "product" : "product or page"
    return found + "neither a page nor an alias; "
      + "add `aliases: [\(printable(address))]` to the \(replacement) that replaces it"
  }
  return found + "its product left out, \(leftOut.reason.text) (\(leftOut.file)); "
    + "if that is meant, add `aliases: [\(printable(address))]` to another product for the time, "
    + "or let old links end at the 404 page"
}

/// Whether a page of the output, without its language, is no list.
private func isProductOrPage(_ path: String) -> Bool {
  let parts = path.split(separator: "/")
  guard let first = parts.first, parts.count > 1 else {
    return path != "index.html" && path != "404.html"
  }
  if first == "products" { return parts.count == 3 && !listVariants.contains(String(parts[1])) }
  return !["categories", "scenarios", "tags", "labels", "brands", "search", "assets"].contains(
    first
  )
}

/// What follows a list's address for another order, part or page of it: no product's slug.
let listVariants: Set<String> = ["price", "newest", "page", "hot", "new", "discount"]
