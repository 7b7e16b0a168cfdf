import Shop

/// Warnings for addresses of the last build that this one has not: readers follow old links.
///
/// Asked of products and of pages; a list may come and go. `last` are paths of the output.
func vanishedPages(
  _ last: [String],
  in files: [OutputFile],
  of content: SiteContent,
  leftOut: [LeftOutProduct]
) -> [ContentProblem] {
  let now = Set(files.map { Array($0.path.utf8) })
  let gone = last.filter { !now.contains(Array($0.utf8)) }
  guard !gone.isEmpty else { return [] }
  let languages = lostLanguages(last, in: content.config)
  let prefixes = content.config.languages.dropFirst().map { "\($0.shortTag)/" }
  var paths: [String: String] = [:]
  for path in gone where !languages.contains(where: { path.hasPrefix($0 + "/") }) {
    let prefix = prefixes.first { path.hasPrefix($0) } ?? ""
    let plain = String(path.dropFirst(prefix.count))
    // The address in the default language stands for those in the others.
    if isProductOrPage(plain) { paths[plain] = prefix.isEmpty ? path : paths[plain] ?? path }
  }
  let reasons = Dictionary(
    leftOut.compactMap { product in product.slug.map { ("products/\($0)/index.html", product) } }
  ) { first, _ in first }
  let shown = paths.sorted { $0.key < $1.key }.prefix(mostWarnings)
  return shown.map { vanished($0.value, leftOut: reasons[$0.key]) }
    + rest(paths.count - shown.count) + languages.map(lost)
}

private func vanished(_ path: String, leftOut: LeftOutProduct?) -> ContentProblem {
  let isFolder = path.hasSuffix("/index.html")
  let address = "/" + (isFolder ? path.dropLast("index.html".count) : path[...])
  let alias = "`aliases: [\(printable(address))]`"
  let remedy: String
  if let leftOut {
    remedy =
      "its product left out, \(leftOut.reason.text) (\(leftOut.file)); if that is meant, "
      + "let old links end at the 404 page, or add \(alias) to another product for the time"
  } else {
    let kind = path.contains("products/") ? "product" : "page or product"
    remedy = "neither a page nor an alias; add \(alias) to the \(kind) that replaces it"
  }
  return ContentProblem(
    file: path,
    warning: .lostAddress,
    message: "expected \(quoted(address)), an address of the last build, found \(remedy)"
  )
}

private func rest(_ count: Int) -> [ContentProblem] {
  guard count > 0 else { return [] }
  let message =
    "expected the addresses of the last build, found \(count) more gone without an alias; "
    + "add `aliases` to what replaces them"
  return [ContentProblem(file: siteConfigFile, warning: .lostAddress, message: message)]
}

private func lost(_ language: String) -> ContentProblem {
  ContentProblem(
    file: siteConfigFile,
    warning: .lostLanguage,
    message: "languages: expected \(quoted(language)) as in the last build, found its pages gone; "
      + "add it again, or let old links to `/\(language)/` end at the 404 page"
  )
}

/// The first parts of addresses that were a language's in the last build and are no longer.
private func lostLanguages(_ last: [String], in config: SiteConfig) -> [String] {
  let known = config.languages.dropFirst().map(\.shortTag)
  let homes = last.compactMap { path in
    let parts = path.split(separator: "/")
    return parts.count == 2 && parts[1] == "index.html" ? String(parts[0]) : nil
  }
  return homes.filter { home in
    (2...3).contains(home.utf8.count) && LanguageTag(tag: home) != nil && !known.contains(home)
      && last.contains { $0.hasPrefix(home + "/products/") }
  }
}

/// Whether a page of the output, given without its language, is no list.
private func isProductOrPage(_ path: String) -> Bool {
  let parts = path.split(separator: "/").map(String.init)
  guard let first = parts.first, parts.count > 1 else {
    return path != "index.html" && path != "404.html"
  }
  if first == "products" { return parts.count == 3 && !listVariants.contains(parts[1]) }
  let lists = ["categories", "scenarios", "tags", "labels", "brands", "search", "assets"]
  return !lists.contains(first)
}

/// What follows a list's address for another order, part or page of it: no product's slug.
let listVariants: Set<String> = ["price", "newest", "page", "hot", "new", "discount"]
